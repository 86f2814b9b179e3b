import { expect, it } from "vitest";
import { createLocalClient, done } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook } from "../support/accepted-book.ts";
import { createTestClock, startTestProvince } from "../support/test-province.ts";

const DAY_MS = 24 * 3_600_000;

interface Told {
  readonly items: readonly {
    readonly what: string;
    readonly displayName: string;
    readonly byName: string;
    readonly own: boolean;
    readonly held: boolean;
    readonly mayVouch: boolean;
  }[];
}

interface Listed {
  readonly id: string;
  readonly heldUntil?: string;
  readonly above: boolean;
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
  // Who did it is told what it holds back, on the list of accounts, too.
  expect(await told(lead)).toMatchObject([{ ...notice, own: false, mayVouch: false }]);
  expect(await told(checker)).toEqual([]);
  const listed = async (who: typeof lead) => {
    const { items } = done(await who.get<{ items: Listed[] }>("accounts/v1/accounts"));
    return items.find(({ id }) => id === victim);
  };
  const heldUntil = expect.stringContaining("2026-03-11T");
  expect(await listed(lead)).toMatchObject({ heldUntil, above: false });
  expect(await listed(above)).toMatchObject({ heldUntil, above: true });
  const vouch = `accounts/v1/accounts/${victim}/vouch`;
  expect((await lead.post(vouch)).body["code"]).toBe("administrator-above-required");
  expect((await taken.post(vouch)).body["code"]).toBe("forbidden-role");
  done(await above.post(vouch));
  await standalone.settled();
  expect(await told(above)).toMatchObject([{ held: false, mayVouch: false }]);
  expect(await told(lead)).toEqual([]);
  expect(await listed(lead)).not.toHaveProperty("heldUntil");
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
  // One that was set and lies unused for a day lets nobody accept the day after.
  const path = `accounts/v1/accounts/${acceptor.account?.id}/password-reset`;
  const again = await (await api.signIn("chinh", "chinh-mat-khau")).post<{ temporaryPassword: string }>(path);
  const currentPassword = done(again).temporaryPassword;
  clock.set(new Date(clock.now().getTime() + DAY_MS).toISOString());
  const late = await api.signIn("duyet", currentPassword);
  done(await late.post("accounts/v1/password", { currentPassword, newPassword: "dat-lai-lan-nua-1" }));
  await standalone.settled();
  expect(await codeOf("dat-lai-lan-nua-1")).toBe("account-held");
  clock.set(new Date(clock.now().getTime() + DAY_MS).toISOString());
  expect(await codeOf("dat-lai-lan-nua-1")).toBe("lot-unknown");
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

it("nobody at the top touches the auditor who watches them", async () => {
  const { standalone, province, person, admin } = await startTestProvince();
  const other = await person("quan-tri-2", [{ role: "system-admin", unitId: "vn" }], "vn");
  const reason = "không cần nữa";
  for (const [name, unitId] of [
    ["kiem-toan-tw", "vn"],
    ["kiem-toan-tinh", province],
  ] as const) {
    const auditor = await person(name, [{ role: "auditor", unitId }], unitId);
    const path = `accounts/v1/accounts/${auditor.account?.id}`;
    const acts = [
      ["suspend", { reason }],
      ["roles/revoke", { role: "auditor", unitId, reason }],
      ["password-reset", {}],
      ["move", { unitId: "vn", reason }],
    ] as const;
    for (const who of [admin, other])
      for (const [act, body] of acts)
        expect((await who.post(`${path}/${act}`, body)).body["code"], `${name} ${act}`).toBe(
          "administrator-above-required",
        );
    expect((await auditor.get("accounts/v1/sessions")).status).toBe(200);
  }
  await standalone.stop();
});

it("nobody touches an auditor by the hand of an administrator whom they make", async () => {
  const { standalone, commune, province, person, admin } = await startTestProvince();
  const puppet = await person("bu-nhin", [{ role: "unit-admin", unitId: "vn" }], "vn");
  const inProvince = await person("kiem-toan-tinh", [{ role: "auditor", unitId: province }], province);
  const inCommune = await person("kiem-toan-xa", [{ role: "auditor", unitId: commune }]);
  const reason = "không cần nữa";
  for (const auditor of [inProvince, inCommune]) {
    const path = `accounts/v1/accounts/${auditor.account?.id}`;
    for (const who of [puppet, admin])
      for (const [act, body] of [
        ["suspend", { reason }],
        ["password-reset", {}],
        ["move", { unitId: "vn", reason }],
      ] as const)
        expect((await who.post(`${path}/${act}`, body)).body["code"], act).toBe(
          "administrator-above-required",
        );
  }
  // Between the two stands who administers the province.
  const above = await person("so-tu-phap", [{ role: "unit-admin", unitId: province }], province);
  done(await above.post(`accounts/v1/accounts/${inCommune.account?.id}/suspend`, { reason }));
  await standalone.stop();
});

it("who audits does no other work, whichever of the roles comes first", async () => {
  const { standalone, commune, province, person, admin } = await startTestProvince();
  const auditor = await person("thanh-tra", [{ role: "auditor", unitId: province }], province);
  const clerk = await person("nam", [{ role: "clerk", unitId: commune }]);
  const give = async (who: typeof clerk, grant: object) => {
    const { status, body } = await admin.post(`accounts/v1/accounts/${who.account?.id}/roles`, grant);
    return body["code"] ?? status;
  };
  for (const role of ["clerk", "acceptor", "unit-admin", "system-admin", "data-manager"])
    expect(await give(auditor, { role, unitId: commune }), role).toBe("auditor-alone");
  expect(await give(clerk, { role: "auditor", unitId: commune })).toBe("auditor-alone");
  expect(await give(auditor, { role: "province-viewer", unitId: province })).toBe(200);
  // One after the other is another matter.
  const path = `accounts/v1/accounts/${clerk.account?.id}`;
  const reason = "chuyển sang thanh tra";
  done(await admin.post(`${path}/roles/revoke`, { role: "clerk", unitId: commune, reason }));
  expect(await give(clerk, { role: "auditor", unitId: commune })).toBe(200);
  await standalone.stop();
});

it("a checker made by the administrator beside them checks nothing for a day either, and those above are told", async () => {
  const clock = createTestClock("2026-03-10T02:00:00.000Z");
  const book = await acceptedBook(undefined, { clock });
  const { standalone, commune, province, person, checker, signInAgain } = book;
  const lead = await person("chinh", [{ role: "unit-admin", unitId: commune }]);
  const above = await person("so-tu-phap", [{ role: "unit-admin", unitId: province }], province);
  const puppet = await person("bu-nhin", []);
  const roles = `accounts/v1/accounts/${puppet.account?.id}/roles`;
  done(await lead.post(roles, { role: "checker", unitId: commune }));
  const [review] = done(
    await checker.get<{ items: { id: string; sample: { recordId: string }[] }[] }>("review/v1/reviews"),
  ).items;
  const path = `review/v1/reviews/${review?.id}/records/${review?.sample[0]?.recordId}`;
  const { revision } = done(await checker.get<{ revision: number }>(path));
  const check = async () =>
    (await (await signInAgain("bu-nhin")).post(`${path}/check`, { recordRevision: revision, marks: [] }))
      .body["code"];
  expect(await check()).toBe("account-held");
  // A service that has not heard of it yet is told by the token.
  const session = { signInName: "bu-nhin", password: "bu-nhin-mat-khau" };
  const { accessToken } = (
    await standalone.server.inject({ method: "POST", url: "/api/accounts/v1/sessions", payload: session })
  ).json();
  const said = JSON.parse(Buffer.from(String(accessToken).split(".")[1] ?? "", "base64url").toString("utf8"));
  expect(said.who.heldUntil).toBe("2026-03-11T02:00:00.000Z");
  const told = done(await above.get<Told & { items: { what: string }[] }>("accounts/v1/password-resets"));
  expect(told.items).toMatchObject([{ what: "made-checker", held: true, mayVouch: true }]);
  done(await above.post(`accounts/v1/accounts/${puppet.account?.id}/vouch`));
  await standalone.settled();
  expect(await check()).toBeUndefined();
  await standalone.stop();
});

it("whoever is to know is told of every reset, however many there are and however close", async () => {
  const clock = createTestClock("2026-03-10T02:00:00.000Z");
  const { standalone, commune, province, person, admin } = await startTestProvince({ clock });
  const lead = await person("chinh", [{ role: "unit-admin", unitId: commune }]);
  const above = await person("so-tu-phap", [{ role: "unit-admin", unitId: province }], province);
  const opened = async (at: number) => {
    const body = { signInName: `nguoi-${at}`, displayName: `Người ${at}`, unitId: commune };
    return done(await admin.post<{ accountId: string }>("accounts/v1/accounts", body)).accountId;
  };
  const accounts: string[] = [];
  for (let at = 0; at < 55; at++) accounts.push(await opened(at));
  const reset = (accountId: string) => lead.post(`accounts/v1/accounts/${accountId}/password-reset`);
  for (const accountId of accounts) done(await reset(accountId));
  // Twenty-five of one account, all in one moment.
  for (let times = 0; times < 24; times++) done(await reset(accounts[0] ?? ""));
  const { items } = done(await above.get<{ items: { accountId: string }[] }>("accounts/v1/password-resets"));
  expect(new Set(items.map(({ accountId }) => accountId)).size).toBe(55);
  expect(items.filter(({ accountId }) => accountId === accounts[0])).toHaveLength(25);
  await standalone.stop();
});

it("a session alone takes neither one's password nor one's second factor away", async () => {
  const { standalone, admin } = await startTestProvince();
  for (const secondFactor of ["keep", "remove"]) {
    const reset = `accounts/v1/accounts/${admin.account?.id}/password-reset`;
    expect((await admin.post(reset, { secondFactor })).body["code"]).toBe("own-account");
  }
  await standalone.stop();
});

it("an acceptor made by the administrator beside them accepts nothing for a day, and those above are told", async () => {
  const clock = createTestClock("2026-03-10T02:00:00.000Z");
  const { standalone, commune, province, person } = await startTestProvince({ clock });
  const lead = await person("chinh", [{ role: "unit-admin", unitId: commune }]);
  const above = await person("so-tu-phap", [{ role: "unit-admin", unitId: province }], province);
  const api = createLocalClient(standalone.server);
  const puppetOf = async (signInName: string, role: string) => {
    const person = { signInName, displayName: `Người ${signInName}`, unitId: commune };
    const opened = done(
      await lead.post<{ accountId: string; temporaryPassword: string }>("accounts/v1/accounts", person),
    );
    done(await lead.post(`accounts/v1/accounts/${opened.accountId}/roles`, { role, unitId: commune }));
    const first = await api.signIn(signInName, opened.temporaryPassword);
    const newPassword = `${signInName}-mat-khau-moi`;
    done(
      await first.post("accounts/v1/password", { currentPassword: opened.temporaryPassword, newPassword }),
    );
    return api.signIn(signInName, newPassword);
  };
  const codeOf = async (who: typeof lead) =>
    (await who.post("review/v1/lots/none/decide", { verdict: "returned" })).body["code"];
  const told = async () => done(await above.get<Told>("accounts/v1/password-resets")).items;

  // Under another name.
  const puppet = await puppetOf("bu-nhin", "acceptor");
  await standalone.settled();
  expect(await codeOf(puppet)).toBe("account-held");
  expect(await told()).toMatchObject([
    {
      what: "made-acceptor",
      displayName: "Người bu-nhin",
      byName: "Người chinh",
      held: true,
      mayVouch: true,
    },
  ]);
  // Through somebody else's hand.
  const hand = await puppetOf("ban-tay", "unit-admin");
  const byHand = () =>
    hand.post(`accounts/v1/accounts/${lead.account?.id}/roles`, { role: "acceptor", unitId: commune });
  expect((await byHand()).body["code"]).toBe("account-held");
  done(await above.post(`accounts/v1/accounts/${hand.account?.id}/vouch`));
  await standalone.settled();
  done(await byHand());
  await standalone.settled();
  const renewed = await lead.renew();
  expect(await codeOf(renewed)).toBe("account-held");
  expect((await told()).map(({ displayName, byName }) => [displayName, byName]).sort()).toEqual([
    ["Người ban-tay", "Người chinh"],
    ["Người bu-nhin", "Người chinh"],
    ["Người chinh", "Người ban-tay"],
  ]);
  // With the word of who stands above, or after a day.
  done(await above.post(`accounts/v1/accounts/${puppet.account?.id}/vouch`));
  await standalone.settled();
  expect(await codeOf(puppet)).toBe("lot-unknown");
  clock.set(new Date(clock.now().getTime() + DAY_MS).toISOString());
  expect(await codeOf(await api.signIn("chinh", "chinh-mat-khau"))).toBe("lot-unknown");
  await standalone.stop();
});

it("a new acceptor is held for a day from when the first own password is chosen, however late that is", async () => {
  const clock = createTestClock("2026-03-10T02:00:00.000Z");
  const { standalone, commune, province, person } = await startTestProvince({ clock });
  const lead = await person("chinh", [{ role: "unit-admin", unitId: commune }]);
  await person("so-tu-phap", [{ role: "unit-admin", unitId: province }], province);
  const api = createLocalClient(standalone.server);
  const wish = { signInName: "moi", displayName: "Người mới", unitId: commune };
  const { accountId, temporaryPassword } = done(
    await lead.post<{ accountId: string; temporaryPassword: string }>("accounts/v1/accounts", wish),
  );
  done(await lead.post(`accounts/v1/accounts/${accountId}/roles`, { role: "acceptor", unitId: commune }));
  await standalone.settled();
  const pass = (hours: number) =>
    clock.set(new Date(clock.now().getTime() + (hours * DAY_MS) / 24).toISOString());
  const told = async () => {
    const who = await api.signIn("so-tu-phap", "so-tu-phap-mat-khau");
    return done(await who.get<Told>("accounts/v1/password-resets")).items;
  };
  expect(await told()).toMatchObject([{ what: "made-acceptor", held: true, awaitsChoice: true }]);

  pass(23);
  const first = await api.signIn("moi", temporaryPassword);
  const newPassword = "moi-mat-khau-rieng";
  done(await first.post("accounts/v1/password", { currentPassword: temporaryPassword, newPassword }));
  await standalone.settled();
  pass(22);
  const codeNow = async () => {
    const acceptor = await api.signIn("moi", newPassword);
    return (await acceptor.post("review/v1/lots/none/decide", { verdict: "returned" })).body["code"];
  };
  // The day of the role is over, that of the password is not.
  expect(await codeNow()).toBe("account-held");
  const [notice, ...more] = await told();
  expect(more).toEqual([]);
  expect(notice).toMatchObject({ what: "made-acceptor", held: true, mayVouch: true });
  expect(notice).toMatchObject({ heldUntil: "2026-03-12T01:00:00.000Z" });
  expect(notice).not.toHaveProperty("awaitsChoice");
  pass(3);
  expect(await codeNow()).toBe("lot-unknown");
  await standalone.stop();
});

it("a reset does not vanish under the next one", async () => {
  const { standalone, commune, province, person } = await startTestProvince();
  const acceptor = await person("duyet", [{ role: "acceptor", unitId: commune }]);
  const lead = await person("chinh", [{ role: "unit-admin", unitId: commune }]);
  const above = await person("so-tu-phap", [{ role: "unit-admin", unitId: province }], province);
  const reset = `accounts/v1/accounts/${acceptor.account?.id}/password-reset`;
  done(await lead.post(reset));
  done(await lead.post(reset));
  const { temporaryPassword } = done(await above.post<{ temporaryPassword: string }>(reset));
  const api = createLocalClient(standalone.server);
  const first = await api.signIn("duyet", temporaryPassword);
  done(
    await first.post("accounts/v1/password", {
      currentPassword: temporaryPassword,
      newPassword: "cua-toi-that-1",
    }),
  );
  const owner = await api.signIn("duyet", "cua-toi-that-1");
  const { items } = done(await owner.get<Told>("accounts/v1/password-resets"));
  expect(items.map(({ byName }) => byName)).toEqual(["Người so-tu-phap", "Người chinh", "Người chinh"]);
  await standalone.stop();
});

it("whoever took over from a unit stands beside its people, and not above", async () => {
  const { standalone, commune, otherCommune, province, person, admin } = await startTestProvince();
  const acceptor = await person("duyet", [{ role: "acceptor", unitId: commune }]);
  const successor = await person("chinh", [{ role: "unit-admin", unitId: otherCommune }], otherCommune);
  const above = await person("so-tu-phap", [{ role: "unit-admin", unitId: province }], province);
  const close = { on: "2025-07-01", successors: [otherCommune] };
  done(await admin.post(`accounts/v1/units/${commune}/close`, close));
  await standalone.settled();
  const path = `accounts/v1/accounts/${acceptor.account?.id}`;
  const { temporaryPassword } = done(
    await successor.post<{ temporaryPassword: string }>(`${path}/password-reset`),
  );
  await standalone.settled();
  expect((await successor.post(`${path}/vouch`)).body["code"]).toBe("administrator-above-required");
  const taken = await createLocalClient(standalone.server).signIn("duyet", temporaryPassword);
  done(
    await taken.post("accounts/v1/password", {
      currentPassword: temporaryPassword,
      newPassword: "chiem-doat-1-2",
    }),
  );
  const again = await createLocalClient(standalone.server).signIn("duyet", "chiem-doat-1-2");
  const decide = await again.post("review/v1/lots/none/decide", { verdict: "returned" });
  expect(decide.body["code"]).toBe("account-held");
  expect(done(await above.get<Told>("accounts/v1/password-resets")).items).toMatchObject([
    { held: true, mayVouch: true },
  ]);

  // Two that carry on each other's work, an end before the beginning, limits for what has ended.
  const codeOf = async (unitId: string, body: object) =>
    (await admin.post(`accounts/v1/units/${unitId}/close`, body)).body["code"];
  expect(await codeOf(otherCommune, { on: "2025-07-02", successors: [commune] })).toBe("unit-closed");
  expect(await codeOf(otherCommune, { on: "1999-01-01", successors: [] })).toBe("unit-closed-before-it-was");
  const limits = { level: "II", key: 1.5, other: 4, from: "2030-01-01", reason: "thử" };
  const closed = await successor.post(`review/v1/limits/${commune}`, limits);
  expect(closed.body["code"]).toBe("unit-closed");
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

it("whoever is made an administrator or a data manager from beside lets nobody in and nothing out for a day", async () => {
  const clock = createTestClock("2026-03-10T02:00:00.000Z");
  const { standalone, commune, province, person, signInAgain } = await startTestProvince({ clock });
  const lead = await person("chinh", [{ role: "unit-admin", unitId: commune }]);
  const above = await person("so-tu-phap", [{ role: "unit-admin", unitId: province }], province);
  const clerk = await person("nam", [{ role: "clerk", unitId: commune }]);
  const stopped = await person("nghi", [{ role: "clerk", unitId: commune }]);
  await person("pho", []);
  await person("du-lieu", []);
  const deputy = await signInAgain("pho");
  const manager = await signInAgain("du-lieu");
  const roles = (who: typeof lead) => `accounts/v1/accounts/${who.account?.id}/roles`;
  done(await lead.post(roles(deputy), { role: "unit-admin", unitId: commune }));
  done(await lead.post(roles(manager), { role: "data-manager", unitId: commune }));
  await standalone.settled();
  const told = done(await above.get<{ items: { what: string }[] }>("accounts/v1/password-resets")).items;
  expect(told.map(({ what }) => what).sort()).toEqual(["made-administrator", "made-data-manager"]);

  const hand = await signInAgain("pho");
  const path = `accounts/v1/accounts/${clerk.account?.id}`;
  const reason = "thử";
  const nobody = { signInName: "moi", displayName: "Người mới", unitId: commune };
  const acts = [
    ["accounts/v1/accounts", nobody],
    [`${path}/roles`, { role: "checker", unitId: commune }],
    [`${path}/password-reset`, {}],
    [`${path}/move`, { unitId: commune, reason }],
    [`${path}/vouch`, undefined],
    [`${path}/reinstate`, { reason }],
  ] as const;
  for (const [act, body] of acts) expect((await hand.post(act, body)).body["code"], act).toBe("account-held");
  // Nor are limits widened meanwhile, by which others accept.
  const limits = { level: "I", key: 10, other: 10, from: "2026-04-01", reason };
  expect((await hand.post(`review/v1/limits/${commune}`, limits)).body["code"]).toBe("account-held");
  const keeper = await person("thu", [{ role: "book-keeper", unitId: commune }]);
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  await standalone.settled();
  const taking = await signInAgain("du-lieu");
  for (const [act, body] of [
    ["reporting/v1/exports", { bookId }],
    [`review/v1/handovers/${bookId}/packages`, { exportId: "none" }],
    [`review/v1/handovers/${bookId}/confirm`, {}],
  ] as const)
    expect((await taking.post(act, body)).body["code"], act).toBe("account-held");
  // Whoever must be stopped at once is stopped all the same.
  done(await hand.post(`accounts/v1/accounts/${stopped.account?.id}/suspend`, { reason }));

  clock.set(new Date(clock.now().getTime() + DAY_MS).toISOString());
  done(await (await signInAgain("pho")).post("accounts/v1/accounts", nobody));
  await standalone.stop();
});

it("a book keeper made by the one who accepts closes nothing and asks for nothing that day, and those above are told", async () => {
  const clock = createTestClock("2026-03-10T02:00:00.000Z");
  const { standalone, admin, commune, person, signInAgain } = await startTestProvince({ clock });
  const both = await person("truong", [
    { role: "unit-admin", unitId: commune },
    { role: "acceptor", unitId: commune },
  ]);
  const keeper = await person("thu", [{ role: "book-keeper", unitId: commune }]);
  const puppet = await person("bong", [{ role: "clerk", unitId: commune }]);
  const path = `accounts/v1/accounts/${puppet.account?.id}/roles`;
  const wish = { role: "book-keeper", unitId: commune };
  // Nor does it begin when nobody looks any more.
  const later = await both.post(path, { ...wish, from: "2026-03-31" });
  expect(later.body["code"]).toBe("administrator-above-required");
  done(await both.post(path, wish));
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  await standalone.settled();
  const made = await signInAgain("bong");
  const closed = [{ rule: "cases-expected-differ", subject: "x", reason: "Sổ chỉ có thế" }];
  for (const [act, body] of [
    [`entry/v1/books/${bookId}/reconcile`, { closed }],
    ["review/v1/corrections", { recordId: "none", changes: {}, reason: "Đối chiếu lại" }],
  ] as const) {
    expect((await made.post(act, body)).body["code"], act).toBe("account-held");
  }
  const told = done(await admin.get<{ items: { what: string }[] }>("accounts/v1/password-resets"));
  expect(told.items.map(({ what }) => what)).toContain("made-book-keeper");
  await standalone.stop();
});

it("a contractor's people are held and told of as others are, to the unit that they work for as well", async () => {
  const clock = createTestClock("2026-03-10T02:00:00.000Z");
  const { standalone, admin, commune, province, person, signInAgain } = await startTestProvince({ clock });
  const company = (parentId: string) =>
    admin
      .post<{ unitId: string }>("accounts/v1/contractors", {
        name: `Công ty của ${parentId}`,
        parentId,
        from: "2026-01-01",
      })
      .then((answer) => done(answer).unitId);
  const ofCommune = await company(commune);
  const ofProvince = await company(province);
  const api = createLocalClient(standalone.server);
  const hired = async (signInName: string, unitId: string, role: string) => {
    const wish = { signInName, displayName: `Người ${signInName}`, unitId, until: "2026-12-31" };
    const opened = done(
      await admin.post<{ accountId: string; temporaryPassword: string }>("accounts/v1/accounts", wish),
    );
    done(await admin.post(`accounts/v1/accounts/${opened.accountId}/roles`, { role, unitId: commune }));
    const first = await api.signIn(signInName, opened.temporaryPassword);
    const newPassword = `${signInName}-mat-khau`;
    done(
      await first.post("accounts/v1/password", { currentPassword: opened.temporaryPassword, newPassword }),
    );
    return opened.accountId;
  };
  const lead = await person("chinh", [{ role: "unit-admin", unitId: commune }]);
  const above = await person("so-tu-phap", [{ role: "unit-admin", unitId: province }], province);
  const boss = await person("giam-doc", [{ role: "unit-admin", unitId: ofProvince }]);
  const checker = await hired("kiem-thue", ofCommune, "checker");
  const acceptor = await hired("duyet-thue", ofProvince, "acceptor");
  const told = async (who: typeof lead) =>
    done(await who.get<Told>("accounts/v1/password-resets")).items.filter(({ what }) => what !== "opened");
  const reset = (accountId: string) => `accounts/v1/accounts/${accountId}/password-reset`;

  // The company's own administrator does not reach what its people do for the commune.
  expect((await boss.post(reset(acceptor))).body["code"]).toBe("outside-area");
  const grant = { role: "acceptor", unitId: commune };
  expect((await boss.post(`accounts/v1/accounts/${acceptor}/roles`, grant)).body["code"]).toBe(
    "outside-area",
  );
  // The commune that hired the company stands beside whoever works on its books.
  done(await lead.post(reset(checker)));
  await standalone.settled();
  expect(await told(above)).toMatchObject([{ displayName: "Người kiem-thue", held: true, mayVouch: true }]);
  // Taken out of the commune's work, reset, and put into it again.
  const other = await hired("nhap-thue", ofCommune, "clerk");
  const path = `accounts/v1/accounts/${other}`;
  const reason = "đổi việc";
  done(await lead.post(`${path}/roles/revoke`, { role: "clerk", unitId: commune, reason }));
  done(await lead.post(reset(other)));
  done(await lead.post(`${path}/move`, { unitId: commune, until: "2026-12-31", reason }));
  done(await lead.post(`${path}/roles`, grant));
  await standalone.settled();
  expect((await told(above)).filter(({ held }) => held).map(({ displayName }) => displayName)).toContain(
    "Người nhap-thue",
  );
  // Whoever works here and belongs elsewhere is reset by who hired them: the unit is told all the
  // same. The province stands beside its own contractor's people, not above them.
  done(await above.post(reset(acceptor)));
  await standalone.settled();
  const toldLead = await told(await signInAgain("chinh"));
  const own = toldLead.filter(({ byName }) => byName === "Người chinh");
  expect(own.map(({ held }) => held)).toEqual(own.map(() => true));
  expect(toldLead.filter((one) => !own.includes(one))).toMatchObject([
    { displayName: "Người duyet-thue", byName: "Người so-tu-phap", held: true, mayVouch: false },
  ]);
  await standalone.stop();
});

it("who was suspended from above is reinstated from there alone, and their word outweighs one from below", async () => {
  const { standalone, commune, otherCommune, province, person, admin } = await startTestProvince();
  const lead = await person("chinh", [{ role: "unit-admin", unitId: commune }]);
  const deputy = await person("pho", [{ role: "unit-admin", unitId: commune }]);
  const above = await person("so-tu-phap", [{ role: "unit-admin", unitId: province }], province);
  const successor = await person("ke-tiep", [{ role: "unit-admin", unitId: otherCommune }], otherCommune);
  const acceptor = await person("duyet", [{ role: "acceptor", unitId: commune }]);
  const path = `accounts/v1/accounts/${acceptor.account?.id}`;
  const reason = "đang xác minh";
  const reinstate = async (who: typeof lead) =>
    (await who.post(`${path}/reinstate`, { reason })).body["code"];
  const suspend = async (who: typeof lead) => (await who.post(`${path}/suspend`, { reason })).body["code"];

  expect(await suspend(above)).toBeUndefined();
  expect(await reinstate(lead)).toBe("administrator-above-required");
  expect(await suspend(lead)).toBe("account-suspended");
  expect(await reinstate(above)).toBeUndefined();
  // One beside the other puts right what they did.
  expect(await suspend(lead)).toBeUndefined();
  expect(await reinstate(deputy)).toBeUndefined();
  expect(await suspend(deputy)).toBeUndefined();
  expect(await suspend(lead)).toBe("account-suspended");
  expect(await suspend(above)).toBeUndefined();
  expect(await reinstate(deputy)).toBe("administrator-above-required");
  // Nor does the province undo what the country has done.
  expect(await suspend(admin)).toBeUndefined();
  expect(await reinstate(above)).toBe("administrator-above-required");
  expect(await reinstate(admin)).toBeUndefined();
  // Whoever takes over from the unit takes over this as well.
  expect(await suspend(lead)).toBeUndefined();
  const close = { on: "2025-07-01", successors: [otherCommune] };
  done(await admin.post(`accounts/v1/units/${commune}/close`, close));
  await standalone.settled();
  expect(await reinstate(successor)).toBeUndefined();
  await standalone.stop();
});

it("an auditor who was suspended before is reinstated by whoever administers all that they watch", async () => {
  const { standalone, commune, province, person, admin, signInAgain } = await startTestProvince();
  const lead = await person("chinh", [{ role: "unit-admin", unitId: commune }]);
  const watcher = await person("thanh-tra", []);
  const path = `accounts/v1/accounts/${watcher.account?.id}`;
  const reason = "trở lại";
  done(await lead.post(`${path}/suspend`, { reason: "nghỉ phép" }));
  done(await admin.post(`${path}/roles`, { role: "auditor", unitId: province }));
  await standalone.settled();
  expect((await lead.post(`${path}/reinstate`, { reason })).body["code"]).toBe("outside-area");
  done(await admin.post(`${path}/reinstate`, { reason }));
  await standalone.settled();
  expect((await (await signInAgain("thanh-tra")).get("accounts/v1/sessions")).status).toBe(200);
  await standalone.stop();
});
