import { createInMemoryPorts } from "@sogoc/core";
import { createWatchedServer } from "@sogoc/http/testing";
import { describe, expect, it } from "vitest";
import { bootstrapInstallation, buildAccounts } from "./app.ts";

const start = async () => {
  const ports = createInMemoryPorts();
  const accounts = await buildAccounts(ports, {
    secureCookies: false,
    signInsPerMinute: 1_000,
    secondFactorPolicy: "off",
  });
  const server = await createWatchedServer(ports);
  await server.register(accounts.plugin);
  await bootstrapInstallation(accounts.bootstrapDependencies, {
    signInName: "admin",
    password: "quan-tri-1234",
  });
  await server.ready();
  const signIn = async (signInName: string, password: string) => {
    const url = "/api/accounts/v1/sessions";
    return server.inject({ method: "POST", url, payload: { signInName, password } });
  };
  const post = async (token: string, url: string, payload: object, tag?: string) => {
    const authorization = `Bearer ${token}`;
    const headers = tag === undefined ? { authorization } : { authorization, "if-match": tag };
    const answer = await server.inject({ method: "POST", url: `/api/accounts/v1${url}`, payload, headers });
    if (answer.statusCode !== 428) return answer;
    const [, kind, id] = url.split("/");
    const seen = await server.inject({ url: `/api/accounts/v1/${kind}/${id}`, headers });
    return post(token, url, payload, String(seen.headers["etag"]));
  };
  return { server, signIn, post, ports };
};

describe("what ends soon", () => {
  const DAY_MS = 24 * 3_600_000;
  const endingsSeen = async (days: Readonly<Record<string, number>>) => {
    const ports = createInMemoryPorts();
    const findExpiries = () =>
      Object.fromEntries(
        Object.entries(days).map(([name, left]) => [name, ports.clock.now().getTime() + left * DAY_MS]),
      );
    const options = {
      secureCookies: false,
      signInsPerMinute: 1_000,
      secondFactorPolicy: "off" as const,
      findExpiries,
    };
    const accounts = await buildAccounts(ports, options);
    const server = await createWatchedServer(ports);
    await server.register(accounts.plugin);
    await bootstrapInstallation(accounts.bootstrapDependencies, {
      signInName: "admin",
      password: "quan-tri-1234",
    });
    const payload = { signInName: "admin", password: "quan-tri-1234" };
    const signedIn = await server.inject({ method: "POST", url: "/api/accounts/v1/sessions", payload });
    const headers = { authorization: `Bearer ${signedIn.json().accessToken}` };
    const answer = await server.inject({ url: "/api/accounts/v1/expiries", headers });
    await server.close();
    return answer
      .json<{ endings: { name: string; isOver: boolean }[] }>()
      .endings.map(({ name, isOver }) => [name, isOver]);
  };

  it("is told to administrators two weeks before, and after it is over", async () => {
    expect(await endingsSeen({ certificate: 15, authority: 3_000 })).toEqual([]);
    expect(await endingsSeen({ certificate: 13, authority: -1 })).toEqual([
      ["certificate", false],
      ["authority", true],
    ]);
  });
});

describe("accounts over HTTP", () => {
  it("opens a unit and an account whose first password must be changed", async () => {
    const { signIn, post, server } = await start();
    const admin = (await signIn("admin", "quan-tri-1234")).json().accessToken;
    const unit = await post(admin, "/units", {
      kind: "province",
      name: "Sơn Hà",
      parentId: "vn",
      from: "2006-01-01",
    });
    expect(unit.statusCode).toBe(201);
    const { unitId } = unit.json();
    const opened = await post(admin, "/accounts", {
      signInName: "lan",
      displayName: "Nguyễn Thị Lan",
      unitId,
    });
    expect(opened.statusCode).toBe(201);
    const { accountId, temporaryPassword } = opened.json();
    expect(
      (await post(admin, `/accounts/${accountId}/roles`, { role: "unit-admin", unitId })).statusCode,
    ).toBe(200);

    const first = await signIn("lan", temporaryPassword);
    expect(first.json().account.mustChangePassword).toBe(true);
    const token = first.json().accessToken;
    const tooSoon = await post(token, "/contractors", {
      name: "Công ty Số Hóa",
      parentId: unitId,
      from: "2026-01-01",
    });
    expect(tooSoon.json().code).toBe("password-change-required");
    const changed = await post(token, "/password", {
      currentPassword: temporaryPassword,
      newPassword: "mat-khau-moi-1",
    });
    expect(changed.statusCode).toBe(200);
    const fresh = changed.json().accessToken;
    expect(
      (await post(fresh, "/contractors", { name: "Công ty Số Hóa", parentId: unitId, from: "2026-01-01" }))
        .statusCode,
    ).toBe(201);
    expect(
      (
        await post(fresh, "/units", { kind: "province", name: "Khác", parentId: "vn", from: "2026-01-01" })
      ).json().code,
    ).toBe("forbidden-role");
    await server.close();
  });

  it("does not tell whether a name exists, and ends a suspended account's tokens", async () => {
    const { signIn, post, server } = await start();
    const unknown = await signIn("khong-co", "quan-tri-1234");
    const wrong = await signIn("admin", "sai-mat-khau");
    expect(unknown.statusCode).toBe(401);
    const { correlationId: _a, ...first } = unknown.json();
    const { correlationId: _b, ...second } = wrong.json();
    expect(first).toEqual(second);

    const admin = (await signIn("admin", "quan-tri-1234")).json().accessToken;
    const opened = (
      await post(admin, "/accounts", { signInName: "minh", displayName: "Trần Minh", unitId: "vn" })
    ).json();
    const token = (await signIn("minh", opened.temporaryPassword)).json().accessToken;
    const headers = { authorization: `Bearer ${token}` };
    expect((await server.inject({ url: "/api/accounts/v1/me", headers })).statusCode).toBe(200);
    await post(admin, `/accounts/${opened.accountId}/suspend`, { reason: "nghỉ việc" });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await server.inject({ url: "/api/accounts/v1/me", headers })).json().code).toBe(
      "account-suspended",
    );
    // Told to whoever knows the password, and to nobody else.
    expect((await signIn("minh", opened.temporaryPassword)).json().code).toBe("account-suspended");
    expect((await signIn("minh", "sai-mat-khau")).json().code).toBe("sign-in-refused");
    await server.close();
  });

  it("rotates the refresh token and ends the session when an old one comes back", async () => {
    const { signIn, server, ports } = await start();
    const cookieOf = (response: { headers: Record<string, unknown> }) =>
      String(response.headers["set-cookie"]).split(";")[0] ?? "";
    const refresh = (cookie: string) =>
      server.inject({ method: "POST", url: "/api/accounts/v1/sessions/refresh", headers: { cookie } });
    const first = cookieOf(await signIn("admin", "quan-tri-1234"));
    const rotated = await refresh(first);
    expect(rotated.statusCode).toBe(200);
    const second = cookieOf(rotated);
    expect(second).not.toBe(first);
    const third = cookieOf(await refresh(second));
    expect((await refresh(first)).statusCode).toBe(401);
    expect((await refresh(third)).statusCode).toBe(401);
    expect((await ports.secrets.keys("session/")).length).toBe(0);
    await server.close();
  });

  it("gives a repeated command the same answer and no second effect", async () => {
    const { signIn, server } = await start();
    const token = (await signIn("admin", "quan-tri-1234")).json().accessToken;
    const send = () =>
      server.inject({
        method: "POST",
        url: "/api/accounts/v1/units",
        headers: { authorization: `Bearer ${token}`, "idempotency-key": "key-00000001" },
        payload: { kind: "province", name: "Sơn Hà", parentId: "vn", from: "2006-01-01" },
      });
    const [a, b] = await Promise.all([send(), send()]);
    const c = await send();
    expect([a.statusCode, b.statusCode, c.statusCode]).toEqual([201, 201, 201]);
    expect(a.json()).toEqual(b.json());
    expect(a.json()).toEqual(c.json());
    await server.close();
  });

  it("answers bad input with a pointer", async () => {
    const { signIn, post, server } = await start();
    const token = (await signIn("admin", "quan-tri-1234")).json().accessToken;
    const wrong = await post(token, "/units", {
      kind: "commune",
      name: "X",
      parentId: "vn",
      from: "31.02.2010",
    });
    expect(wrong.statusCode).toBe(422);
    expect(wrong.json().errors.map((error: { pointer: string }) => error.pointer)).toContain("/from");
    const decomposed = await post(token, "/units", {
      kind: "province",
      name: "Hòa Bình".normalize("NFD"),
      parentId: "vn",
      from: "2006-01-01",
    });
    expect(decomposed.statusCode).toBe(201);
    const path = `/api/accounts/v1/units/${decomposed.json().unitId}`;
    const unit = await server.inject({ url: path, headers: { authorization: `Bearer ${token}` } });
    expect(unit.json().name).toBe("Hòa Bình".normalize("NFC"));
    const broken = await server.inject({
      method: "POST",
      url: "/api/accounts/v1/units",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      payload: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]),
    });
    expect(broken.statusCode).toBe(400);
    await server.close();
  });
});
