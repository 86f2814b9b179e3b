import { createInMemoryEventStore, createInMemorySecrets, type EventStore } from "@sogoc/core";
import { describe, expect, it } from "vitest";
import { startAccounts } from "./testing/accounts-server.ts";

/** A store that dies, when told to, before it has written an event of that type. */
const createFailingStore = () => {
  const store = createInMemoryEventStore();
  let failing: string | undefined;
  const failingStore: EventStore = {
    ...store,
    async append(stream, revision, events) {
      if (events.some(({ type }) => type === failing)) throw new Error("the power is gone");
      return store.append(stream, revision, events);
    },
  };
  return { store: failingStore, failOn: (type: string | undefined) => (failing = type) };
};

const start = async () => {
  const { store, failOn } = createFailingStore();
  const secrets = createInMemorySecrets();
  const test = await startAccounts({ store, secrets });
  const admin = await test.tokenOf("admin", "quan-tri-1234");
  const open = (key: string) =>
    test.post(
      "/accounts",
      { signInName: "lan", displayName: "Nguyễn Thị Lan", unitId: "vn" },
      { token: admin, key },
    );
  const reset = (accountId: string, key: string) =>
    test.post(`/accounts/${accountId}/password-reset`, {}, { token: admin, key });
  const changesOf = async (accountId: string) =>
    (await store.readStream(`account-${accountId}`)).filter(({ type }) => type === "PasswordChanged").length;
  return { ...test, store, failOn, secrets, open, reset, admin, changesOf };
};

describe("opening an account", () => {
  it("goes on where it was cut off, and tells the one who asked again the same password", async () => {
    const { open, failOn, signIn, server } = await start();
    failOn("PasswordChanged");
    expect((await open("open-lan-1")).statusCode).toBe(500);
    failOn(undefined);
    const [again, third] = [await open("open-lan-1"), await open("open-lan-1")];
    expect(again.statusCode).toBe(201);
    expect(third.json()).toEqual(again.json());
    const signedIn = await signIn("lan", again.json().temporaryPassword);
    expect(signedIn.json().account.mustChangePassword).toBe(true);
    await server.close();
  });
});

describe("a password reset", () => {
  it("ends what the old password opened, tokens included", async () => {
    const { open, reset, signIn, post, server } = await start();
    const { accountId, temporaryPassword } = (await open("open-lan-1")).json();
    const token = (await signIn("lan", temporaryPassword)).json().accessToken;
    const answer = await reset(accountId, "reset-lan-1");
    expect(answer.statusCode).toBe(200);
    expect((await signIn("lan", temporaryPassword)).statusCode).toBe(401);
    expect((await signIn("lan", answer.json().temporaryPassword)).statusCode).toBe(201);
    const change = { currentPassword: answer.json().temporaryPassword, newPassword: "cua-ke-khac-1" };
    expect((await post("/password", change, { token })).json().code).toBe("session-refused");
    await server.close();
  });

  it("that was cut off is done again by the same request, with the same password", async () => {
    const { open, reset, failOn, signIn, server, changesOf, secrets } = await start();
    const { accountId, temporaryPassword: old } = (await open("open-lan-1")).json();
    await signIn("lan", old);
    for (const lost of ["SessionRevoked", "PasswordChanged"]) {
      failOn(lost);
      expect((await reset(accountId, "reset-lan-1")).statusCode).toBe(500);
      // Whatever was reached: nobody is told that it is done while the old password still opens.
      expect((await signIn("lan", old)).statusCode).toBe(401);
    }
    failOn(undefined);
    const [again, third] = [await reset(accountId, "reset-lan-1"), await reset(accountId, "reset-lan-1")];
    expect(again.statusCode).toBe(200);
    expect(third.json()).toEqual(again.json());
    expect(await changesOf(accountId)).toBe(2);
    expect((await secrets.keys("session/")).length).toBe(1);
    expect((await signIn("lan", again.json().temporaryPassword)).statusCode).toBe(201);
    await server.close();
  });

  it("sent again later does not undo what the person has chosen since", async () => {
    const { open, reset, signIn, post, server } = await start();
    const { accountId } = (await open("open-lan-1")).json();
    const { temporaryPassword } = (await reset(accountId, "reset-lan-1")).json();
    const token = (await signIn("lan", temporaryPassword)).json().accessToken;
    const change = { currentPassword: temporaryPassword, newPassword: "mat-khau-moi-1" };
    expect((await post("/password", change, { token })).statusCode).toBe(200);
    expect((await reset(accountId, "reset-lan-1")).statusCode).toBe(200);
    expect((await signIn("lan", "mat-khau-moi-1")).statusCode).toBe(201);
    await server.close();
  });

  it("is not undone by a change that began before it", async () => {
    const { open, reset, signIn, post, server, secrets, store } = await start();
    const { accountId, temporaryPassword: old } = (await open("open-lan-1")).json();
    const token = (await signIn("lan", old)).json().accessToken;
    const find = secrets.find;
    let told: { temporaryPassword: string } | undefined;
    // The thief's request has looked up the old password when the administrator resets it.
    secrets.find = async (key) => {
      const found = await find(key);
      if (key !== `password/${accountId}` || told) return found;
      told = { temporaryPassword: "" };
      told = (await reset(accountId, "reset-lan-1")).json<{ temporaryPassword: string }>();
      return found;
    };
    const change = { currentPassword: old, newPassword: "cua-ke-khac-1" };
    expect((await post("/password", change, { token })).json().code).toBe("password-wrong");
    expect((await signIn("lan", "cua-ke-khac-1")).statusCode).toBe(401);
    const signedIn = await signIn("lan", told?.temporaryPassword ?? "");
    expect(signedIn.json().account.mustChangePassword).toBe(true);
    const events = (await store.readStream(`account-${accountId}`)).map(({ type, data }) => ({ type, data }));
    expect(events.filter(({ type }) => type === "PasswordChanged").at(-1)?.data).toMatchObject({
      accountId,
      temporary: true,
    });
    await server.close();
  });
});

describe("one's own password", () => {
  it("is changed at any time, not only the first", async () => {
    const { open, signIn, post, server } = await start();
    const { temporaryPassword } = (await open("open-lan-1")).json();
    let current = temporaryPassword;
    for (const next of ["mat-khau-thu-hai", "mat-khau-thu-ba"]) {
      const token = (await signIn("lan", current)).json().accessToken;
      const change = { currentPassword: current, newPassword: next };
      const changed = await post("/password", change, { token });
      expect(changed.json().account.mustChangePassword).toBe(false);
      expect((await signIn("lan", current)).statusCode).toBe(401);
      current = next;
    }
    await server.close();
  });

  it("is limited by person, so that a whole office changes the first one within a minute", async () => {
    const { post, tokenOf, server } = await startAccounts({}, { signInsPerMinute: 3 });
    const admin = await tokenOf("admin", "quan-tri-1234");
    for (const signInName of ["an", "binh", "chi", "dung", "em"]) {
      const body = { signInName: `clerk-${signInName}`, displayName: `Chị ${signInName}`, unitId: "vn" };
      const { temporaryPassword } = (await post("/accounts", body, { token: admin })).json();
      const token = await tokenOf(body.signInName, temporaryPassword);
      const change = { currentPassword: temporaryPassword, newPassword: "mat-khau-moi-1" };
      expect((await post("/password", change, { token })).statusCode).toBe(200);
    }
    await server.close();
  });
});
