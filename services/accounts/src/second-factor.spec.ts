import { createInMemoryEventStore, createInMemorySecrets } from "@sogoc/core";
import { Secret, TOTP } from "otpauth";
import { describe, expect, it } from "vitest";
import { resetAdministrator } from "./app.ts";
import { startAccounts } from "./testing/accounts-server.ts";

const PASSWORD = "quan-tri-1234";
const STEP_MS = 30_000;

const start = async (secondFactorPolicy: "administrators" | "everybody" | "off" = "administrators") => {
  const moment = { now: new Date("2026-03-01T08:00:00+07:00") };
  const [store, secrets] = [createInMemoryEventStore(), createInMemorySecrets()];
  const test = await startAccounts(
    { clock: { now: () => moment.now }, store, secrets },
    { secondFactorPolicy, signInsPerMinute: 1_000 },
  );
  const codeOf = (secret: string) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: moment.now.getTime() });
  const later = (milliseconds = STEP_MS) => {
    moment.now = new Date(moment.now.getTime() + milliseconds);
  };
  const ask = (url: string, token: string, method: "GET" | "DELETE" = "GET") =>
    test.server.inject({
      method,
      url: `/api/accounts/v1${url}`,
      headers: { authorization: `Bearer ${token}` },
    });
  const enter = (signInName: string, password: string, code?: string, cookie?: string) =>
    test.post("/sessions", { signInName, password, code }, cookie === undefined ? {} : { cookie });
  /** Sets up a phone for whoever the token is of. */
  const setUp = async (token: string, password = PASSWORD, currentCode?: string) => {
    const { secret } = (await test.post("/second-factor", {}, { token })).json();
    const answer = await test.post(
      "/second-factor/confirmation",
      { password, code: codeOf(secret), currentCode },
      { token },
    );
    return { secret, answer, body: answer.json() };
  };
  const eventsOf = async (type: string) =>
    (await store.readAll({ after: 0, limit: 100, types: [type] })).events.map(({ data }) => data);
  return { ...test, store, secrets, moment, later, codeOf, ask, enter, setUp, eventsOf };
};

describe("an administrator without a second factor", () => {
  it("may do nothing but set one up, and then everything", async () => {
    const { tokenOf, ask, post, setUp, server, eventsOf } = await start();
    const token = await tokenOf("admin", PASSWORD);
    expect((await ask("/me", token)).json()).toMatchObject({ mustSetSecondFactor: true });
    expect((await ask("/accounts", token)).json().code).toBe("second-factor-required");
    expect((await ask("/sessions", token)).json().code).toBe("second-factor-required");
    const wrong = { password: "khong-phai-mat-khau", code: "123456" };
    expect((await post("/second-factor/confirmation", wrong, { token })).json().code).toBe("password-wrong");
    const early = { password: PASSWORD, code: "123456" };
    const notBegun = await post("/second-factor/confirmation", early, { token });
    expect([notBegun.statusCode, notBegun.json().code]).toEqual([409, "second-factor-not-begun"]);
    const { answer, body } = await setUp(token);
    expect(answer.statusCode).toBe(200);
    expect(body.recoveryCodes).toHaveLength(10);
    expect(body.account.mustSetSecondFactor).toBe(false);
    expect((await ask("/accounts", body.accessToken)).statusCode).toBe(200);
    expect(await eventsOf("SecondFactorAdded")).toHaveLength(1);
    await server.close();
  });

  it("signs in from then on with a code of the phone, told apart from a wrong password", async () => {
    const { tokenOf, enter, setUp, later, codeOf, server, eventsOf } = await start();
    const { secret } = await setUp(await tokenOf("admin", PASSWORD));
    later();
    const asked = await enter("admin", PASSWORD);
    expect([asked.statusCode, asked.json().code]).toEqual([401, "second-factor-needed"]);
    expect((await enter("admin", "sai-mat-khau", codeOf(secret))).json().code).toBe("sign-in-refused");
    const wrong = await enter("admin", PASSWORD, "000000");
    expect([wrong.statusCode, wrong.json().code]).toEqual([422, "second-factor-wrong"]);
    const good = await enter("admin", PASSWORD, codeOf(secret));
    expect(good.statusCode).toBe(201);
    expect(good.json().account.mustSetSecondFactor).toBe(false);
    expect((await enter("admin", PASSWORD, codeOf(secret))).json().code).toBe("second-factor-wrong");
    expect(await eventsOf("SignInRefused")).toContainEqual(expect.objectContaining({ reason: "wrong-code" }));
    await server.close();
  });

  it("who has lost the phone signs in with a code of the paper, once with each", async () => {
    const { tokenOf, enter, setUp, server, eventsOf, ask } = await start();
    const { body } = await setUp(await tokenOf("admin", PASSWORD));
    const [code] = body.recoveryCodes;
    const good = await enter("admin", PASSWORD, code);
    expect(good.statusCode).toBe(201);
    expect((await enter("admin", PASSWORD, code)).statusCode).toBe(422);
    expect(await eventsOf("RecoveryCodeUsed")).toEqual([expect.objectContaining({ left: 9 })]);
    expect((await ask("/second-factor", good.json().accessToken)).json()).toEqual({
      set: true,
      needed: true,
      recoveryCodesLeft: 9,
    });
    await server.close();
  });

  it("cannot take it away, and may set up another phone in its place", async () => {
    const { tokenOf, enter, setUp, later, codeOf, post, server } = await start();
    const first = await setUp(await tokenOf("admin", PASSWORD));
    const token = first.body.accessToken;
    const removal = await post("/second-factor/removal", { password: PASSWORD }, { token });
    expect([removal.statusCode, removal.json().code]).toEqual([409, "second-factor-kept"]);
    later();
    const second = await setUp(token, PASSWORD, codeOf(first.secret));
    expect(second.answer.statusCode).toBe(200);
    later();
    expect((await enter("admin", PASSWORD, codeOf(first.secret))).statusCode).toBe(422);
    expect((await enter("admin", PASSWORD, codeOf(second.secret))).statusCode).toBe(201);
    await server.close();
  });

  it("is not replaced by who has but an open session and the password", async () => {
    const { tokenOf, setUp, later, codeOf, post, server, eventsOf, enter } = await start();
    const first = await setUp(await tokenOf("admin", PASSWORD));
    const token = first.body.accessToken;
    const [paper = "", other = ""] = first.body.recoveryCodes;
    later();
    const code = async (currentCode?: string) => {
      const { answer } = await setUp(token, PASSWORD, currentCode);
      return answer.json().code ?? answer.statusCode;
    };
    expect(await code()).toBe("second-factor-current-needed");
    expect(await code("000000")).toBe("second-factor-current-wrong");
    expect((await enter("admin", PASSWORD, codeOf(first.secret))).statusCode).toBe(201);
    // A code that was used for something else is good for nothing any more.
    expect(await code(codeOf(first.secret))).toBe("second-factor-current-wrong");
    // One that is wrong on the new phone uses up nothing of the old one.
    await post("/second-factor", {}, { token });
    const mistyped = { password: PASSWORD, code: "000000", currentCode: paper };
    expect((await post("/second-factor/confirmation", mistyped, { token })).json().code).toBe(
      "second-factor-wrong",
    );
    expect(await eventsOf("RecoveryCodeUsed")).toEqual([]);
    expect(await code(paper)).toBe(200);
    expect(await eventsOf("RecoveryCodeUsed")).toHaveLength(1);
    // The papers of the phone before are worth nothing.
    expect(await code(other)).toBe("second-factor-current-wrong");
    // Guesses count together with those of sign-ins.
    for (let turn = 0; turn < 4; turn++) await code(`00000${turn}`);
    expect(await code("000009")).toBe("rate-limited");
    expect((await enter("admin", PASSWORD, "000009")).json().code).toBe("rate-limited");
    await server.close();
  });

  it("is let in again from the machine itself, and sets it up anew", async () => {
    const { tokenOf, setUp, enter, ports, secrets, server, post } = await start();
    await setUp(await tokenOf("admin", PASSWORD));
    const password = await resetAdministrator({ ...ports, secrets }, { signInName: "admin" });
    const entered = await enter("admin", password);
    expect(entered.json().account).toMatchObject({ mustChangePassword: true, mustSetSecondFactor: true });
    const token = entered.json().accessToken;
    expect((await post("/second-factor", {}, { token })).json().code).toBe("password-change-required");
    await server.close();
  });
});

describe("guessing codes", () => {
  it("ends after five, for whoever knows the password, and begins again in five minutes", async () => {
    const { tokenOf, enter, setUp, later, codeOf, server } = await start();
    const { secret } = await setUp(await tokenOf("admin", PASSWORD));
    later(5 * 60_000);
    const outcomes: string[] = [];
    for (let code = 0; code < 6; code++) {
      outcomes.push((await enter("admin", PASSWORD, `00000${code}`)).json().code);
    }
    const wrong = Array.from({ length: 5 }, () => "second-factor-wrong");
    expect(outcomes).toEqual([...wrong, "rate-limited"]);
    expect((await enter("admin", PASSWORD, codeOf(secret))).json().code).toBe("rate-limited");
    later(5 * 60_000);
    expect((await enter("admin", PASSWORD, codeOf(secret))).statusCode).toBe(201);
    await server.close();
  });
});

describe("a session that goes on", () => {
  it("needs no new code when the same browser gives the password again, as at a locked screen", async () => {
    const { tokenOf, enter, setUp, later, codeOf, ask, server } = await start();
    const { secret } = await setUp(await tokenOf("admin", PASSWORD));
    later();
    const begun = await enter("admin", PASSWORD, codeOf(secret));
    const cookie = String([begun.headers["set-cookie"]].flat()[0]).split(";")[0] ?? "";
    later(60_000);
    const again = await enter("admin", PASSWORD, undefined, cookie);
    expect(again.statusCode).toBe(201);
    const { items } = (await ask("/sessions", again.json().accessToken)).json();
    expect(items.filter(({ current }: { current: boolean }) => current)).toHaveLength(1);
    expect(items).toHaveLength(2);
    // The cookie proves a session of this person, and of no other.
    expect((await enter("admin", "sai-mat-khau", undefined, cookie)).statusCode).toBe(401);
    later(13 * 3_600_000);
    expect((await enter("admin", PASSWORD, undefined, cookie)).json().code).toBe("second-factor-needed");
    await server.close();
  });
});

describe("where the setting says", () => {
  const openLan = async (test: Awaited<ReturnType<typeof start>>, token: string) => {
    const lan = { signInName: "lan", displayName: "Nguyễn Thị Lan", unitId: "vn" };
    const { accountId, temporaryPassword } = (await test.post("/accounts", lan, { token })).json();
    const first = (await test.enter("lan", temporaryPassword)).json().accessToken;
    const change = { currentPassword: temporaryPassword, newPassword: "xanh-nui-7-song" };
    const changed = (await test.post("/password", change, { token: first })).json();
    return { accountId, changed, password: change.newPassword };
  };

  it("administrators, a clerk is not asked, may have one, and may take it away", async () => {
    const test = await start();
    const admin = (await test.setUp(await test.tokenOf("admin", PASSWORD))).body.accessToken;
    const { changed, password } = await openLan(test, admin);
    expect(changed.account.mustSetSecondFactor).toBe(false);
    const { answer, body, secret } = await test.setUp(changed.accessToken, password);
    expect(answer.statusCode).toBe(200);
    expect((await test.enter("lan", password)).json().code).toBe("second-factor-needed");
    const token = body.accessToken;
    expect((await test.post("/second-factor/removal", { password: "sai" }, { token })).statusCode).toBe(422);
    const bare = await test.post("/second-factor/removal", { password }, { token });
    expect([bare.statusCode, bare.json().code]).toEqual([422, "second-factor-current-needed"]);
    test.later();
    const removal = { password, currentCode: test.codeOf(secret) };
    expect((await test.post("/second-factor/removal", removal, { token })).statusCode).toBe(204);
    expect((await test.enter("lan", password)).statusCode).toBe(201);
    await test.server.close();
  });

  it("everybody, a clerk must set one up; the administrator gives whoever lost the phone a new start", async () => {
    const test = await start("everybody");
    const admin = (await test.setUp(await test.tokenOf("admin", PASSWORD))).body.accessToken;
    const { accountId, changed, password } = await openLan(test, admin);
    expect(changed.account.mustSetSecondFactor).toBe(true);
    await test.setUp(changed.accessToken, password);
    const reset = (body: object, key: string) =>
      test.post(`/accounts/${accountId}/password-reset`, body, { token: admin, key });
    const kept = (await reset({}, "reset-lan-1")).json();
    expect((await test.enter("lan", kept.temporaryPassword)).json().code).toBe("second-factor-needed");
    const gone = (await reset({ secondFactor: "remove" }, "reset-lan-2")).json();
    const entered = (await test.enter("lan", gone.temporaryPassword)).json();
    expect(entered.account).toMatchObject({ mustChangePassword: true, mustSetSecondFactor: true });
    expect(await test.eventsOf("SecondFactorRemoved")).toHaveLength(1);
    await test.server.close();
  });

  it("off, nobody is asked", async () => {
    const { tokenOf, ask, server } = await start("off");
    const token = await tokenOf("admin", PASSWORD);
    expect((await ask("/accounts", token)).statusCode).toBe(200);
    await server.close();
  });
});

describe("one's own sessions", () => {
  it("are listed with their browsers, and ended one by one, tokens included", async () => {
    const { post, ask, server } = await start("off");
    const enter = (browser: string) =>
      server.inject({
        method: "POST",
        url: "/api/accounts/v1/sessions",
        payload: { signInName: "admin", password: PASSWORD },
        headers: { "user-agent": browser },
      });
    const here = (await enter("Mozilla/5.0 (X11; Linux x86_64)")).json().accessToken;
    const there = (await enter("Mozilla/5.0 (Windows NT 10.0)")).json().accessToken;
    const { items } = (await ask("/sessions", here)).json();
    expect(items.map(({ browser }: { browser: string }) => browser).sort()).toEqual([
      "Mozilla/5.0 (Windows NT 10.0)",
      "Mozilla/5.0 (X11; Linux x86_64)",
    ]);
    const other = items.find(({ current }: { current: boolean }) => !current);
    expect((await ask(`/sessions/${other.session}`, here, "DELETE")).statusCode).toBe(204);
    const refused = await ask("/sessions", there);
    expect([refused.statusCode, refused.json().code]).toEqual([401, "session-refused"]);
    expect((await ask("/sessions", here)).json().items).toHaveLength(1);
    const lan = { signInName: "lan", displayName: "Nguyễn Thị Lan", unitId: "vn" };
    const { temporaryPassword } = (await post("/accounts", lan, { token: here })).json();
    const first = (await post("/sessions", { signInName: "lan", password: temporaryPassword })).json();
    const change = { currentPassword: temporaryPassword, newPassword: "xanh-nui-7-song" };
    const token = (await post("/password", change, { token: first.accessToken })).json().accessToken;
    // Somebody else's session is none.
    const foreign = (await ask("/sessions", here)).json().items[0].session;
    expect((await ask(`/sessions/${foreign}`, token, "DELETE")).statusCode).toBe(404);
    await server.close();
  });
});
