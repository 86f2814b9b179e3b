import { expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook } from "../support/accepted-book.ts";
import { startTestProvince } from "../support/test-province.ts";

const wrong = { field: "nksHoTen", severity: "major", reason: "Sai dấu so với sổ" };

it("a check, a return and an acceptance say what they were made from, and are refused where that has changed", async () => {
  const { standalone, commune, person, checker, acceptor } = await acceptedBook();
  const other = await person("kiem-2", [{ role: "checker", unitId: commune }]);
  const [review] = done(
    await checker.get<{ items: { id: string; sample: { recordId: string }[] }[] }>("review/v1/reviews"),
  ).items;
  const path = `review/v1/reviews/${review?.id}`;
  const recordPath = `${path}/records/${review?.sample[0]?.recordId}`;
  const look = await checker.get<{ revision: number }>(recordPath);
  const seen = String(look.headers["etag"]);
  const check = { recordRevision: look.body.revision, marks: [] };

  // Whoever says nothing of it is asked; the address is there for everybody else too.
  const ask = (path: string, payload: object, headers: Record<string, string> = {}) =>
    standalone.server.inject({ method: "POST", url: `/api/${path}`, payload, headers });
  const session = { signInName: "kiem", password: "kiem-mat-khau" };
  const { accessToken } = (await ask("accounts/v1/sessions", session)).json();
  const bare = await ask(`${recordPath}/check`, check, { authorization: `Bearer ${accessToken}` });
  expect([bare.statusCode, bare.json().code]).toEqual([428, "precondition-required"]);

  // Two checkers have the case before them; the second would wipe the marks of the first.
  done(await other.post(`${recordPath}/check`, { ...check, marks: [wrong] }, undefined, seen));
  const stale = await checker.post(`${recordPath}/check`, check, undefined, seen);
  expect([stale.status, stale.body["code"]]).toEqual([412, "revision-conflict"]);
  const now = await checker.get<{ marks: object[] }>(recordPath);
  expect(now.body.marks).toMatchObject([wrong]);

  // The acceptor has seen the review with that mark; meanwhile somebody takes it away.
  const verdict = await acceptor.get(path);
  const mine = { ...check, withdrawn: [{ field: "nksHoTen", reason: "Sổ ghi đúng như vậy" }] };
  done(await checker.post(`${recordPath}/check`, mine, undefined, String(now.headers["etag"])));
  for (const way of ["return", "accept-after-fixes"]) {
    const body = { reason: "sai nhiều" };
    const answer = await acceptor.post(`${path}/${way}`, body, undefined, String(verdict.headers["etag"]));
    expect([answer.status, answer.body["code"]], way).toEqual([412, "revision-conflict"]);
  }
  await standalone.stop();
});

it("settings, units, accounts and books say what they are changed from, and sign-ins do not count", async () => {
  const { standalone, commune, province, admin, person } = await startTestProvince();
  const lead = await person("lead", [
    { role: "unit-admin", unitId: commune },
    { role: "book-keeper", unitId: commune },
  ]);
  const clerk = await person("lan", [{ role: "clerk", unitId: commune }]);
  const unit = done(
    await admin.post<{ unitId: string }>("accounts/v1/units", {
      kind: "commune",
      name: "Xã Đông Mai",
      parentId: province,
      from: "2007-01-01",
    }),
  );
  const book = { unitId: commune, recordType: "KS", bookNumber: "41/2008", office: "UBND xã Bình Khê" };
  const { bookId } = done(await lead.post<{ bookId: string }>("entry/v1/books", book));
  const reason = "theo quyết định";
  const from = "2030-01-01";
  const limits = { level: "II", key: 1.5, other: 4, from, reason };
  const role = { role: "checker", unitId: commune };
  const account = `accounts/v1/accounts/${clerk.account?.id}`;
  const changes: readonly [about: string, path: string, by: LocalClient, first: object, second: object][] = [
    [account, `${account}/roles`, lead, role, { ...role, role: "acceptor" }],
    [account, `${account}/roles/revoke`, lead, { ...role, reason }, { ...role, role: "acceptor", reason }],
    [account, `${account}/suspend`, lead, { reason }, { reason }],
    [account, `${account}/reinstate`, lead, { reason }, { reason }],
    [account, `${account}/password-reset`, lead, {}, {}],
    [
      `accounts/v1/units/${unit.unitId}`,
      `accounts/v1/units/${unit.unitId}/rename`,
      admin,
      { name: "Xã Đông Mai Thượng", from },
      { name: "Xã Đông Mai Hạ", from },
    ],
    [
      `review/v1/limits/${commune}`,
      `review/v1/limits/${commune}`,
      lead,
      limits,
      { ...limits, key: 2.5, from: "2031-01-01" },
    ],
    [
      `entry/v1/books/${bookId}`,
      `entry/v1/books/${bookId}/details`,
      lead,
      { pages: 90, reason },
      { pages: 91, reason },
    ],
  ];
  for (const [about, path, by, first, second] of changes) {
    const seen = String((await by.get(about)).headers["etag"]);
    expect(seen, path).toMatch(/^"(-1|\d+)"$/);
    if (path === `${account}/roles`) await person("lan-2", [{ role: "clerk", unitId: commune }]);
    done(await by.post(path, first, undefined, seen));
    const stale = await by.post(path, second, undefined, seen);
    expect([path, stale.status, stale.body["code"]]).toEqual([path, 412, "revision-conflict"]);
    const renewed = String((await by.get(about)).headers["etag"]);
    expect(renewed, path).not.toBe(seen);
  }
  await standalone.stop();
});

it("a sign-in between looking and changing is no change of the account", async () => {
  const { standalone, commune, person, signInAgain } = await startTestProvince();
  const lead = await person("lead", [{ role: "unit-admin", unitId: commune }]);
  const clerk = await person("lan", [{ role: "clerk", unitId: commune }]);
  const account = `accounts/v1/accounts/${clerk.account?.id}`;
  const seen = String((await lead.get(account)).headers["etag"]);
  await signInAgain("lan");
  done(await lead.post(`${account}/roles`, { role: "checker", unitId: commune }, undefined, seen));
  await standalone.stop();
});

it("takes a colleague's mark away with a reason only, and shows both to who decides", async () => {
  const { standalone, commune, person, checker, acceptor, checkSample } = await acceptedBook();
  const other = await person("phan-xu", [{ role: "checker", unitId: commune }]);
  const path = await checkSample();
  const { sample } = done(await checker.get<{ sample: { recordId: string }[] }>(path));
  const recordPath = `${path}/records/${sample[0]?.recordId}`;
  const { revision } = done(await checker.get<{ revision: number }>(recordPath));
  const check = { recordRevision: revision, marks: [] as object[] };
  const critical = { ...wrong, severity: "critical" };
  done(await checker.post(`${recordPath}/check`, { ...check, marks: [critical] }));
  const acceptance = () => acceptor.post(`${path}/accept`);
  expect((await acceptance()).status).toBe(409);

  // Nobody wipes it, nor makes it milder, without a word: both stand, each with its author.
  interface Shown {
    readonly marks: readonly { readonly severity: string; readonly markedBy: readonly string[] }[];
    readonly looks: { readonly wrongFields: number };
  }
  const standing = async () => done(await acceptor.get<Shown>(`${path}/standing`));
  done(await other.post(`${recordPath}/check`, { ...check, marks: [{ ...wrong, severity: "minor" }] }));
  const two = await standing();
  expect(two.marks.map(({ severity, markedBy }) => [severity, markedBy])).toEqual([
    ["minor", ["Người phan-xu"]],
    ["critical", ["Người kiem"]],
  ]);
  expect(two.looks.wrongFields).toBe(1);
  done(await other.post(`${recordPath}/check`, check));
  expect((await standing()).marks.map(({ severity }) => severity)).toEqual(["critical"]);
  await standalone.settled();
  // The history tells what each of them said.
  const history = `reporting/v1/records/${sample[0]?.recordId}/history`;
  const { items } = done(
    await acceptor.get<{ items: { type: string; what: { en: string }; marks: object[] }[] }>(history),
  );
  const told = items.filter(({ type }) => type === "RecordChecked");
  expect(told.slice(-2).map(({ what, marks }) => [what.en, marks.length])).toEqual([
    ["Checked: 1 field wrong.", 1],
    ["Checked: right; another's mark stays.", 0],
  ]);
  expect((await acceptance()).status).toBe(409);
  const because = "Đã đối chiếu bản gốc: sổ ghi đúng như vậy";
  const withdrawn = [{ field: "nksHoTen", reason: because }];
  done(await other.post(`${recordPath}/check`, { ...check, withdrawn }));
  const { marks } = done(await acceptor.get<{ marks: object[] }>(`${path}/standing`));
  const shown = {
    ...critical,
    standing: "withdrawn",
    markedBy: ["Người kiem"],
    withdrawnBy: "Người phan-xu",
    because,
  };
  expect(marks).toMatchObject([shown]);
  expect((await acceptance()).status).toBe(200);
  await standalone.stop();
});

it("leaves a checker their own word to take back without a reason, and nobody else's with it", async () => {
  const { standalone, commune, person, checker, checkSample } = await acceptedBook();
  const other = await person("phan-xu", [{ role: "checker", unitId: commune }]);
  const path = await checkSample();
  const { sample } = done(await checker.get<{ sample: { recordId: string }[] }>(path));
  const recordPath = `${path}/records/${sample[0]?.recordId}`;
  const { revision } = done(await checker.get<{ revision: number }>(recordPath));
  const marked = { recordRevision: revision, marks: [wrong] };
  const right = { recordRevision: revision, marks: [] };
  done(await checker.post(`${recordPath}/check`, marked));
  done(await checker.post(`${recordPath}/check`, right));
  done(await checker.post(`${recordPath}/check`, marked));
  done(await other.post(`${recordPath}/check`, marked));
  done(await checker.post(`${recordPath}/check`, right));
  const { marks } = done(await checker.get<{ marks: object[] }>(recordPath));
  expect(marks).toMatchObject([{ ...wrong, markedBy: ["Người phan-xu"] }]);
  await standalone.stop();
});
