import { expect, it } from "vitest";
import { createLocalClient, done } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook } from "../support/accepted-book.ts";
import { createTestClock, startTestProvince } from "../support/test-province.ts";

const DAY_MS = 24 * 3_600_000;

interface Told {
  readonly items: readonly {
    readonly displayName: string;
    readonly byName: string;
    readonly own: boolean;
    readonly held: boolean;
    readonly mayVouch: boolean;
  }[];
}

it("whoever resets the acceptor beside them accepts nothing as the acceptor, and is seen", async () => {
  const clock = createTestClock("2026-03-10T02:00:00.000Z");
  const book = await acceptedBook(undefined, { clock });
  const { standalone, commune, province, person, acceptor, checker, checkSample } = book;
  const lead = await person("chinh", [{ role: "unit-admin", unitId: commune }]);
  const above = await person("so-tu-phap", [{ role: "unit-admin", unitId: province }], province);
  const victim = acceptor.account?.id ?? "";
  const reviewPath = await checkSample();

  const reset = `accounts/v1/accounts/${victim}/password-reset`;
  const { temporaryPassword } = done(await lead.post<{ temporaryPassword: string }>(reset));
  await standalone.settled();
  // The owner is signed out at once.
  expect((await acceptor.get("review/v1/lots")).status).toBe(401);
  const api = createLocalClient(standalone.server);
  const first = await api.signIn("duyet", temporaryPassword);
  const change = { currentPassword: temporaryPassword, newPassword: "chiem-tai-khoan-1" };
  done(await first.post("accounts/v1/password", change));
  const taken = await api.signIn("duyet", "chiem-tai-khoan-1");
  const verdict = `${reviewPath}/accept`;
  expect((await taken.post(verdict)).body["code"]).toBe("account-held");
  expect((await taken.post("review/v1/corrections/none/approve")).body["code"]).toBe("account-held");

  // Told to its owner and to who stands above, and nobody below or beside vouches.
  const told = async (who: typeof above) => done(await who.get<Told>("accounts/v1/password-resets")).items;
  const notice = { displayName: "Người duyet", byName: "Người chinh", held: true };
  expect(await told(taken)).toMatchObject([{ ...notice, own: true, mayVouch: false }]);
  expect(await told(above)).toMatchObject([{ ...notice, own: false, mayVouch: true }]);
  expect(await told(lead)).toEqual([]);
  expect(await told(checker)).toEqual([]);
  const vouch = `accounts/v1/accounts/${victim}/vouch`;
  expect((await lead.post(vouch)).body["code"]).toBe("administrator-above-required");
  expect((await taken.post(vouch)).body["code"]).toBe("forbidden-role");
  done(await above.post(vouch));
  await standalone.settled();
  expect(await told(above)).toMatchObject([{ held: false, mayVouch: false }]);
  done(await taken.post(verdict));
  await standalone.stop();
});

it("a held account is held for a day, and one reset from above is not", async () => {
  const clock = createTestClock("2026-03-10T02:00:00.000Z");
  const test = await startTestProvince({ clock });
  const { standalone, commune, province, person, admin } = test;
  const acceptor = await person("duyet", [{ role: "acceptor", unitId: commune }]);
  const lead = await person("chinh", [{ role: "unit-admin", unitId: commune }]);
  await person("so-tu-phap", [{ role: "unit-admin", unitId: province }], province);
  const api = createLocalClient(standalone.server);
  const resetBy = async (who: typeof lead) => {
    const path = `accounts/v1/accounts/${acceptor.account?.id}/password-reset`;
    const { temporaryPassword } = done(await who.post<{ temporaryPassword: string }>(path));
    const first = await api.signIn("duyet", temporaryPassword);
    const newPassword = `moi-${temporaryPassword}`;
    done(await first.post("accounts/v1/password", { currentPassword: temporaryPassword, newPassword }));
    await standalone.settled();
    return newPassword;
  };
  // What is asked for does not exist: whoever may ask is told that.
  const codeOf = async (password: string) =>
    (await (await api.signIn("duyet", password)).post("review/v1/lots/none/decide", { verdict: "returned" }))
      .body["code"];
  expect(await codeOf(await resetBy(admin))).toBe("lot-unknown");
  const password = await resetBy(lead);
  expect(await codeOf(password)).toBe("account-held");
  clock.set(new Date(clock.now().getTime() + DAY_MS).toISOString());
  expect(await codeOf(password)).toBe("lot-unknown");
  await standalone.stop();
});

it("nobody gives themselves a role, and nobody beside an auditor touches their account", async () => {
  const { standalone, commune, province, person } = await startTestProvince();
  const lead = await person("chinh", [{ role: "unit-admin", unitId: commune }]);
  const auditor = await person("thanh-tra", [{ role: "auditor", unitId: commune }]);
  const above = await person("so-tu-phap", [{ role: "unit-admin", unitId: province }], province);
  const own = `accounts/v1/accounts/${lead.account?.id}/roles`;
  for (const role of ["acceptor", "auditor"])
    expect((await lead.post(own, { role, unitId: commune })).body["code"]).toBe("own-account");

  const path = `accounts/v1/accounts/${auditor.account?.id}`;
  const reason = "không cần nữa";
  const acts = [
    ["suspend", { reason }],
    ["roles/revoke", { role: "auditor", unitId: commune, reason }],
    ["password-reset", {}],
  ] as const;
  for (const [act, body] of acts)
    expect((await lead.post(`${path}/${act}`, body)).body["code"], act).toBe("administrator-above-required");
  done(await above.post(`${path}/suspend`, { reason }));
  await standalone.stop();
});

it("a token from before a suspension stays dead when the account is reinstated", async () => {
  const { standalone, commune, person, admin, signInAgain } = await startTestProvince();
  const clerk = await person("nam", [{ role: "clerk", unitId: commune }]);
  const path = `accounts/v1/accounts/${clerk.account?.id}`;
  done(await admin.post(`${path}/suspend`, { reason: "nghỉ phép" }));
  done(await admin.post(`${path}/reinstate`, { reason: "trở lại" }));
  await standalone.settled();
  expect((await clerk.get("entry/v1/batches?mine=true")).body["code"]).toBe("session-refused");
  expect((await (await signInAgain("nam")).get("entry/v1/batches?mine=true")).status).toBe(200);
  await standalone.stop();
});
