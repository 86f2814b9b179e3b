import { createInMemoryEventStore, type EventStore } from "@sogoc/core";
import { describe, expect, it } from "vitest";
import { startAccounts } from "./testing/accounts-server.ts";

describe("a refused sign-in", () => {
  it("is answered without waiting for its record, which is written all the same", async () => {
    const store = createInMemoryEventStore();
    let release = () => {};
    const disk = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow: EventStore = {
      ...store,
      async append(stream, revision, events) {
        if (events.some(({ type }) => type === "SignInRefused")) await disk;
        return store.append(stream, revision, events);
      },
    };
    const { signIn, server } = await startAccounts({ store: slow });
    // Would never end if the answer waited for the disk, as it does for no name that is unknown.
    expect((await signIn("admin", "sai-mat-khau")).statusCode).toBe(401);
    const closed = server.close();
    release();
    await closed;
    const { events } = await store.readAll({ after: 0, limit: 100, types: ["SignInRefused"] });
    expect(events).toHaveLength(1);
  });

  it("counts against its address whatever name it was tried on, and an office that signs in does not", async () => {
    // Whatever the machine takes for it, all of this is within one minute.
    const moment = new Date("2026-03-01T08:00:00+07:00");
    const { signIn, server } = await startAccounts({ clock: { now: () => moment } }, { signInsPerMinute: 4 });
    const outcomes: number[] = [];
    for (let name = 0; name < 21; name++) {
      outcomes.push((await signIn(`ten-${name}`, "thu-mat-khau", "203.0.113.7")).statusCode);
    }
    expect(outcomes.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 401));
    expect(outcomes[20]).toBe(429);
    // Whoever is no part of it gets in, from the same line, too.
    expect((await signIn("admin", "quan-tri-1234", "203.0.113.7")).statusCode).toBe(201);
    expect((await signIn("admin", "quan-tri-1234", "203.0.113.8")).statusCode).toBe(201);
    await server.close();
  });
});

describe("an account that has come to its end", () => {
  it("is told so to whoever knows its password, and to nobody else", async () => {
    const { signIn, post, tokenOf, server } = await startAccounts();
    const token = await tokenOf("admin", "quan-tri-1234");
    const guest = { signInName: "khach", displayName: "Khách", unitId: "vn", until: "2020-01-01" };
    const { temporaryPassword } = (await post("/accounts", guest, { token })).json();
    const told = await signIn("khach", temporaryPassword);
    expect([told.statusCode, told.json().code]).toEqual([403, "account-ended"]);
    expect((await signIn("khach", "thu-mat-khau")).json().code).toBe("sign-in-refused");
    await server.close();
  });
});

describe("guessing passwords", () => {
  const moment = new Date("2026-03-01T08:00:00+07:00");
  const start = () => startAccounts({ clock: { now: () => moment } }, { signInsPerMinute: 4 });
  /** What a browser keeps of a sign-in, as it sends it. */
  const kept = (headers: Record<string, unknown>) =>
    [headers["set-cookie"]]
      .flat()
      .map((cookie) => String(cookie).split(";")[0])
      .filter((cookie) => cookie?.startsWith("sogoc_device_"))
      .join("; ");

  it("is counted before a password is looked at, so that many at once count too", async () => {
    const { signIn, server } = await start();
    const tries = Array.from({ length: 40 }, (_, name) =>
      signIn(`ten-${name}`, "thu-mat-khau", "203.0.113.7"),
    );
    const statuses = (await Promise.all(tries)).map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status === 401)).toHaveLength(20);
    expect(statuses.filter((status) => status === 429)).toHaveLength(20);
    await server.close();
  });

  it("from a phone in the office keeps nobody out of the computer that they always use", async () => {
    const { signIn, post, server } = await start();
    const from = "203.0.113.7";
    const cookie = kept((await signIn("admin", "quan-tri-1234", from)).headers);
    for (let name = 0; name < 30; name++) await signIn(`ten-${name}`, "thu-mat-khau", from);
    for (let turn = 0; turn < 5; turn++) await signIn("admin", "thu-mat-khau", from);
    expect((await signIn("admin", "quan-tri-1234", from)).statusCode).toBe(429);
    const mine = { signInName: "admin", password: "quan-tri-1234" };
    expect((await post("/sessions", mine, { from, cookie })).statusCode).toBe(201);
    // What one person's browser keeps opens no other name.
    const other = { signInName: "lan", password: "thu-mat-khau" };
    expect((await post("/sessions", other, { from, cookie })).statusCode).toBe(429);
    // And a known browser guesses no more than others.
    const wrong = { signInName: "admin", password: "thu-mat-khau" };
    const statuses: number[] = [];
    for (let turn = 0; turn < 5; turn++)
      statuses.push((await post("/sessions", wrong, { from, cookie })).statusCode);
    expect(statuses).toEqual([401, 401, 401, 401, 429]);
    await server.close();
  });

  it("of one name from all over the world comes to its end, and keeps its owner out of no known browser", async () => {
    const { signIn, post, server } = await start();
    const cookie = kept((await signIn("admin", "quan-tri-1234", "203.0.113.7")).headers);
    const statuses: number[] = [];
    for (let line = 0; line < 45; line++)
      statuses.push((await signIn("admin", "thu-mat-khau", `198.51.100.${line}`)).statusCode);
    expect(statuses.filter((status) => status === 401)).toHaveLength(40);
    expect(statuses.slice(40)).toEqual([429, 429, 429, 429, 429]);
    const mine = { signInName: "admin", password: "quan-tri-1234" };
    expect((await post("/sessions", mine, { from: "192.0.2.1", cookie })).statusCode).toBe(201);
    // Nor out of their own line, in a browser that keeps nothing.
    expect((await signIn("admin", "quan-tri-1234", "203.0.113.7")).statusCode).toBe(201);
    expect((await signIn("admin", "quan-tri-1234", "192.0.2.2")).statusCode).toBe(429);
    await server.close();
  });

  it("takes the addresses of one IPv6 line together", async () => {
    const { signIn, server } = await start();
    const statuses: number[] = [];
    for (let host = 0; host < 6; host++)
      statuses.push((await signIn("admin", "thu-mat-khau", `2001:db8:1:2::${host}`)).statusCode);
    expect(statuses).toEqual([401, 401, 401, 401, 429, 429]);
    expect((await signIn("admin", "thu-mat-khau", "2001:db8:1:3::1")).statusCode).toBe(401);
    await server.close();
  });
});

describe("renewing a session", () => {
  it("is limited by session, so that many clerks behind one address do not stop each other", async () => {
    const { signIn, post, server } = await startAccounts();
    const cookieOf = async () =>
      String((await signIn("admin", "quan-tri-1234")).headers["set-cookie"]).split(";")[0] ?? "";
    const [one, other] = [await cookieOf(), await cookieOf()];
    const session = one.split(".")[0] ?? "";
    const outcomes: number[] = [];
    for (let count = 0; count < 130; count++) {
      outcomes.push((await post("/sessions/refresh", {}, { cookie: `${session}-x${count}.y` })).statusCode);
    }
    expect(new Set(outcomes)).toEqual(new Set([401]));
    expect((await post("/sessions/refresh", {}, { cookie: other })).statusCode).toBe(200);
    await server.close();
  });
});

describe("the last system administrator", () => {
  it("takes away neither their own account nor their own role", async () => {
    const { post, tokenOf, server, accounts } = await startAccounts();
    const token = await tokenOf("admin", "quan-tri-1234");
    const me = accounts.runtime.directory;
    const [admin = ""] = me.accountIds();
    const reason = "nghỉ việc";
    const suspend = await post(`/accounts/${admin}/suspend`, { reason }, { token });
    expect([suspend.statusCode, suspend.json().code]).toEqual([409, "last-administrator"]);
    const role = { role: "system-admin", unitId: "vn" };
    const revoke = await post(`/accounts/${admin}/roles/revoke`, { ...role, reason }, { token });
    expect(revoke.json().code).toBe("last-administrator");

    // A last day ends the account, and a move from above the country its role, as surely.
    const stay = { unitId: "vn", endsRoles: false, reason };
    const move = async (more: object) =>
      (await post(`/accounts/${admin}/move`, { ...stay, ...more }, { token })).json().code;
    expect(await move({ until: "2099-12-31" })).toBe("last-administrator");
    expect(await move({ endsRoles: true })).toBe("last-administrator");
    expect(await move({})).toBe("own-account");

    const body = { signInName: "minh", displayName: "Trần Minh", unitId: "vn" };
    const { accountId } = (await post("/accounts", body, { token })).json();
    expect((await post(`/accounts/${accountId}/roles`, role, { token })).statusCode).toBe(200);
    await expect.poll(() => me.holdsRole(accountId, ["system-admin"], "vn", "2026-01-01")).toBe(true);
    // Not the last any more, and still not by themselves.
    expect(await move({ until: "2099-12-31" })).toBe("own-account");
    expect((await post(`/accounts/${admin}/suspend`, { reason }, { token })).json().code).toBe("own-account");
    expect((await post(`/accounts/${accountId}/suspend`, { reason }, { token })).statusCode).toBe(200);
    await server.close();
  });
});
