import { createPagePdf } from "@sogoc/files";
import { forgeZip } from "@sogoc/files/testing";
import { expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook, addressOfAnswer, answer } from "../support/accepted-book.ts";
import { checkedLot } from "../support/decided-lot.ts";
import { csvOf, prepare, previewOf, settledImport } from "../support/test-import.ts";
import { birthFields, startTestProvince, type TestProvince } from "../support/test-province.ts";

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

/** Sends the second of two changes that were made from the same look: it is stale by then. */
const isOvertaken = async (
  by: LocalClient,
  path: string,
  seen: unknown,
  bodies: readonly [first: object, second: object],
) => {
  done(await by.post(path, bodies[0], undefined, String(seen)));
  const stale = await by.post(path, bodies[1], undefined, String(seen));
  expect([path, stale.status, stale.body["code"]]).toEqual([path, 412, "revision-conflict"]);
};

it("a case is corrected, let stand, noted and voided as it was seen", async () => {
  const { standalone, commune, person } = await startTestProvince();
  const keeper = await person("thu", [{ role: "book-keeper", unitId: commune }]);
  const clerk = await person("nam", [{ role: "clerk", unitId: commune }]);
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId }));
  const batch = `entry/v1/batches/${batchId}`;
  const seenBatch = (await keeper.get(batch)).headers["etag"];
  const to = { accountId: clerk.account?.id };
  await isOvertaken(keeper, `${batch}/assign`, seenBatch, [to, to]);
  const keyed = { fields: birthFields(1) };
  const { recordId } = done(await clerk.post<{ recordId: string }>(`${batch}/records`, keyed));
  const record = `entry/v1/records/${recordId}`;
  const seen = async (who: LocalClient) => (await who.get(record)).headers["etag"];
  const reason = "đối chiếu lại";
  const mother = (raw: string) => ({ changes: { meHoTen: { raw } }, reason });
  await isOvertaken(clerk, `${record}/correct`, await seen(clerk), [mother("Trần Hoa"), mother("Trần Hoài")]);
  const before = await seen(clerk);
  done(await clerk.post(`${record}/correct`, mother("Trần Thị Hoài"), undefined, String(before)));
  // What was looked at before the correction is not what is voided or let stand.
  const accepted = [{ rule: "marital-age", fields: ["meNgaySinh"], reason }];
  for (const [way, body] of [
    ["let-stand", { accepted }],
    ["void", { reason }],
  ] as const) {
    const stale = await clerk.post(`${record}/${way}`, body, undefined, String(before));
    expect([way, stale.status, stale.body["code"]]).toEqual([way, 412, "revision-conflict"]);
  }
  done(await clerk.post(`${record}/void`, { reason }, undefined, String(await seen(clerk))));
  await isOvertaken(keeper, `${batch}/take-back`, (await keeper.get(batch)).headers["etag"], [
    { reason },
    { reason },
  ]);
  await standalone.stop();
});

it("findings are closed, corrections asked for and decided, and a hand-over goes on, as they were seen", async () => {
  const furnished = await acceptedBook();
  const { standalone, keeper, acceptor, manager, bookId, recordIds, path, makePackage } = furnished;
  done(await keeper.post(`entry/v1/books/${bookId}/details`, { expectedCases: 5, reason: "Đếm lại" }));
  await standalone.settled();
  const reconciliation = `reporting/v1/books/${bookId}/reconciliation`;
  const { headers } = await keeper.get(reconciliation);
  const closing = (reason: string) => ({
    closed: [{ rule: "cases-expected-differ", subject: "5/3", reason }],
  });
  const close = `entry/v1/books/${bookId}/reconcile`;
  await isOvertaken(keeper, close, headers["etag"], [closing("Tờ cuối trống"), closing("Đếm nhầm")]);
  await standalone.settled();
  const { closed } = done(await keeper.get<{ closed: { reason: string }[] }>(reconciliation));
  expect(closed.map(({ reason }) => reason)).toEqual(["Tờ cuối trống"]);
  await furnished.accept();
  const decision = { number: "12/QĐ", day: "2026-03-01", issuedBy: "UBND xã Mai Lâm" };
  const noted = `entry/v1/records/${recordIds[2]}`;
  await isOvertaken(manager, `${noted}/annotate`, (await manager.get(noted)).headers["etag"], [
    { text: "Cải chính họ mẹ", decision },
    { text: "Bổ sung quê quán", decision },
  ]);
  const [recordId = "", other = ""] = recordIds;
  const wish = { recordId, changes: { ghiChu: { raw: "Sót" } }, reason: "Sót ghi chú" };
  const shown = (await manager.get(`reporting/v1/records/${recordId}`)).headers["etag"];
  const ask = () =>
    manager.post<{ correctionId: string; code?: string }>(
      "review/v1/corrections",
      wish,
      undefined,
      String(shown),
    );
  const correction = `review/v1/corrections/${done(await ask()).correctionId}`;
  const requested = await acceptor.get(correction);
  done(await acceptor.post(`${correction}/approve`, {}, undefined, String(requested.headers["etag"])));
  const late = await acceptor.post(
    `${correction}/decline`,
    { reason: "Sổ ghi đúng" },
    undefined,
    String(requested.headers["etag"]),
  );
  expect([late.status, late.body["code"]]).toEqual([412, "revision-conflict"]);
  await standalone.settled();
  expect(done(await acceptor.get(correction))).toMatchObject({ status: "applied" });
  const again = await ask();
  expect([again.status, again.body.code]).toEqual([412, "revision-conflict"]);

  done(await furnished.confirmChanges());
  const sent = { exportId: await makePackage(), because: "Kiểm kê đếm cả tờ trống" };
  await isOvertaken(manager, `${path}/packages`, (await manager.get(path)).headers["etag"], [sent, sent]);
  const ledger = (await manager.get(path)).headers["etag"];
  done(await answer(manager, path, ["1,Thành công,", "2,Lỗi,Thiếu nơi sinh", "3,Thành công,"]));
  const csv = Buffer.from("Số đăng ký,Trạng thái,Lý do\n1,Thành công,\n");
  const address = await addressOfAnswer(manager, path, csv);
  const stale = await manager.upload(address, "lai.csv", csv, undefined, String(ledger));
  expect([stale.status, stale.body["code"]]).toEqual([412, "revision-conflict"]);
  const right = (reason: string) => ({ recordId: other, reason });
  const answered = (await manager.get(path)).headers["etag"];
  await isOvertaken(manager, `${path}/confirm`, answered, [right("Sổ ghi vậy"), right("Đúng như sổ")]);
  const verdict = await acceptor.post(`${path}/accept`, {}, undefined, String(answered));
  expect([verdict.status, verdict.body["code"]]).toEqual([412, "revision-conflict"]);
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
    ["Checked: right; another's mark stays; marks taken away: 1.", 0],
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

/** The status of a request that says nothing of what it was made from. */
const bareStatus = async (
  { server }: TestProvince["standalone"],
  name: string,
  path: string,
  type = "application/json",
) => {
  const session = { signInName: name, password: `${name}-mat-khau` };
  const signIn = await server.inject({ method: "POST", url: "/api/accounts/v1/sessions", payload: session });
  const headers = { authorization: `Bearer ${signIn.json().accessToken}`, "content-type": type };
  const answer = await server.inject({ method: "POST", url: `/api/${path}`, payload: "{}", headers });
  return [answer.statusCode, answer.json().code];
};
const needed = [428, "precondition-required"];

it("a scan takes the place of the one that was seen, and nobody's newer one", async () => {
  const { standalone, commune, person } = await startTestProvince();
  const keeper = await person("thu", [{ role: "book-keeper", unitId: commune }]);
  const other = await person("thu-2", [{ role: "book-keeper", unitId: commune }]);
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const path = `entry/v1/books/${bookId}/scans`;
  const nameOf = (so: number) => `KS.2008.01.2008-03-17.0${so}.pdf`;
  const pdf = (title: string) => createPagePdf({ title, fields: [] });
  interface Sent {
    readonly code?: string;
    readonly files: readonly { readonly outcome: string; readonly reason?: string }[];
  }
  const send = (by: LocalClient, so: number, title: string, seen?: number) =>
    by.upload<Sent>(
      seen === undefined ? path : `${path}?replace=true`,
      nameOf(so),
      pdf(title),
      undefined,
      seen === undefined ? undefined : `"${seen}"`,
    );
  interface Shown {
    readonly items: { id: string; revision: number; attachedBy: string }[];
  }
  const look = async (so: number) => {
    const answer = await keeper.get<Shown>(`${path}?number=${so}`);
    return { tag: answer.headers["etag"], scan: done(answer).items[0] };
  };

  expect(await bareStatus(standalone, "thu", `${path}?replace=true`, "multipart/form-data")).toEqual(needed);
  done(await send(keeper, 7, "trang 7"));
  const seen = await look(7);
  expect(seen.tag).toBe(`"${seen.scan?.revision}"`);
  done(await send(other, 8, "trang 8"));
  const { revision = -1 } = seen.scan ?? {};
  done(await send(other, 7, "trang 7, quét lại", revision));
  const stale = await send(keeper, 7, "trang 7, của người thứ hai", revision);
  expect([stale.status, stale.body.code]).toEqual([412, "revision-conflict"]);

  // In a zip the others go through: only what was replaced meanwhile waits for another look.
  const zip = forgeZip([
    { path: nameOf(7), content: pdf("trang 7, trong zip") },
    { path: nameOf(9), content: pdf("trang 9") },
    { path: "KS.2008.01.2008-03-17.009.pdf", content: pdf("trang 9, hai lần trong một zip") },
  ]);
  const zipped = await keeper.upload<Sent>(
    `${path}?replace=true`,
    "quet.zip",
    zip,
    undefined,
    `"${revision}"`,
  );
  expect(done(zipped).files).toMatchObject([
    { outcome: "refused", reason: "changed-meanwhile", number: "7" },
    { outcome: "attached", number: "9" },
    { outcome: "refused", reason: "changed-meanwhile", number: "9" },
  ]);
  const now = await look(7);
  expect(now.scan).toMatchObject({ attachedBy: "Người thu-2" });
  expect(now.scan?.id).not.toBe(seen.scan?.id);
  const again = await send(keeper, 7, "trang 7, của người thứ hai", now.scan?.revision);
  expect(done(again).files).toMatchObject([{ outcome: "attached" }]);
  await standalone.stop();
});

it("an import is written or dropped as it was seen", async () => {
  const { standalone, commune, person } = await startTestProvince();
  const keeper = await person("thu", [{ role: "book-keeper", unitId: commune }]);
  const other = await person("thu-2", [{ role: "book-keeper", unitId: commune }]);
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  done(await keeper.post("entry/v1/books", book));
  await standalone.settled();
  const cells = Object.entries({ ...birthFields(1), quyenSo: { raw: "01/2008" } });
  const csv = csvOf([Object.fromEntries(cells.map(([code, { raw }]) => [code, raw] as const))]);
  const place = { unitId: commune, openBatches: true };
  const wish = { mode: "good-rows-only" };
  for (const [first, second] of [
    ["discard", "confirm"],
    ["confirm", "discard"],
  ] as const) {
    const { importId } = await prepare(keeper, place, `${first}.csv`, csv);
    const path = `entry/v1/imports/${importId}`;
    for (const way of [first, second])
      expect(await bareStatus(standalone, "thu", `${path}/${way}`)).toEqual(needed);
    const seen = String((await keeper.get(path)).headers["etag"]);
    // That somebody looks at it is no change of it.
    for (const by of [keeper, other]) await previewOf(by, importId);
    done(await other.post(`${path}/${first}`, first === "confirm" ? wish : {}, undefined, seen));
    const stale = await keeper.post(`${path}/${second}`, second === "confirm" ? wish : {}, undefined, seen);
    expect([stale.status, stale.body["code"]]).toEqual([412, "revision-conflict"]);
    const { phase } = await settledImport(keeper, importId);
    expect(phase).toBe(first === "discard" ? "discarded" : "finished");
  }

  // Two people confirm one import, each in a way of their own: the second is told.
  const { importId } = await prepare(keeper, place, "hai-nguoi.csv", csv);
  const path = `entry/v1/imports/${importId}`;
  const shown = await keeper.get(path);
  const seen = String(shown.headers["etag"]);
  const { digest } = await previewOf(keeper, importId);
  expect((await previewOf(other, importId)).digest).toBe(digest);
  done(await other.post(`${path}/confirm`, wish, undefined, seen));
  await settledImport(keeper, importId);
  for (const mode of ["all-or-nothing", "good-rows-only"]) {
    const stale = await keeper.post(`${path}/confirm`, { mode, digest }, undefined, seen);
    expect([stale.status, stale.body["code"]], mode).toEqual([412, "revision-conflict"]);
  }
  // What was looked at is still what was written: nothing prepares an import a second time.
  expect((await previewOf(keeper, importId)).digest).toBe(digest);
  await standalone.stop();
});

it("a verdict is made from what the book was seen to be: its details and what it owes", async () => {
  const { standalone, keeper, checker, acceptor, bookId, checkSample } = await acceptedBook();
  const details = (changed: object) =>
    keeper.post(`entry/v1/books/${bookId}/details`, { ...changed, reason: "Đối chiếu bìa sổ" });
  done(await details({ pages: 9 }));
  await standalone.settled();
  const path = await checkSample();
  const { sample } = done(await checker.get<{ sample: { recordId: string }[] }>(path));
  const recordPath = `${path}/records/${sample[0]?.recordId}`;
  const shown = await checker.get<{ revision: number }>(recordPath);
  const seen = await acceptor.get<{ version: number; obstacles: object }>(`${path}/standing`);
  expect(done(seen).obstacles).toMatchObject({ accepted: [{ code: "reconciliation-open" }] });
  const tag = String(seen.headers["etag"]);
  expect(tag).toBe(`"${seen.body.version}"`);
  expect((await acceptor.get(path)).headers["etag"]).toBe(tag);

  const closed = [{ rule: "pages-differ", subject: "9/3", reason: "Tờ lót không quét" }];
  done(await keeper.post(`entry/v1/books/${bookId}/reconcile`, { closed }));
  done(await details({ office: "UBND xã Mai Lâm, huyện Thanh Lâm" }));
  await standalone.settled();
  for (const [way, body] of [
    ["accept", {}],
    ["return", { reason: "Sai nhiều" }],
    ["accept-after-fixes", { reason: "Sửa một tên" }],
  ] as const) {
    const answer = await acceptor.post(`${path}/${way}`, body, undefined, tag);
    expect([answer.status, answer.body["code"]], way).toEqual([412, "revision-conflict"]);
  }
  // What is checked is a case, which is as it was.
  const check = { recordRevision: shown.body.revision, marks: [] };
  done(await checker.post(`${recordPath}/check`, check, undefined, String(shown.headers["etag"])));
  const now = String((await acceptor.get(path)).headers["etag"]);
  const key = "nghiem-thu-1";
  done(await acceptor.post(`${path}/accept`, {}, key, now));
  // The same again is the same answer, whatever has happened since.
  await standalone.settled();
  done(await acceptor.post(`${path}/accept`, {}, key, now));
  await standalone.stop();
});

it("so is a verdict on a lot", async () => {
  const { standalone, keeper, acceptor, lotId, bookId } = await checkedLot();
  const path = `review/v1/lots/${lotId}`;
  const tag = String((await acceptor.get(path)).headers["etag"]);
  done(await keeper.post(`entry/v1/books/${bookId}/details`, { note: "Bìa rách", reason: "Đối chiếu" }));
  await standalone.settled();
  const verdict = { verdict: "returned", reason: "Sai nhiều" };
  const stale = await acceptor.post(`${path}/decide`, verdict, undefined, tag);
  expect([stale.status, stale.body["code"]]).toEqual([412, "revision-conflict"]);
  done(await acceptor.post(`${path}/decide`, verdict));
  await standalone.stop();
});
