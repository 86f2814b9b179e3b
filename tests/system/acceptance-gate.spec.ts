import { createPagePdf } from "@sogoc/files";
import { expect, it } from "vitest";
import { createLocalClient, done } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook } from "../support/accepted-book.ts";
import { oneOfEach } from "../support/one-of-each.ts";
import { wordsOf } from "../support/pdf-words.ts";
import { confirm, csvOf, prepare, previewOf } from "../support/test-import.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

type Book = Awaited<ReturnType<typeof acceptedBook>>;

interface Review {
  readonly id: string;
  readonly sample: readonly { readonly recordId: string; readonly checked: boolean }[];
}
interface Standing {
  readonly looks: { readonly sampled: number; readonly checked: number };
  readonly marks: readonly {
    readonly number: string;
    readonly standing: string;
    readonly notMended?: boolean;
  }[];
  readonly obstacles: { readonly accepted: readonly { readonly code: string }[] };
}

const why = { field: "nksHoTen", reason: "Đã đối chiếu bản gốc: sổ ghi như vậy" };
const critical = { field: "nksHoTen", severity: "critical", reason: "Sai tên so với sổ" };

const openReview = async ({ checker }: Pick<Book, "checker">): Promise<Review> => {
  const path = "review/v1/reviews?status=open";
  const [review] = done(await checker.get<{ items: Review[] }>(path)).items;
  if (!review) throw new Error("No review is open.");
  return review;
};

const check = async (
  { checker }: Pick<Book, "checker">,
  { id }: Review,
  recordId: string,
  marks: readonly object[] = [],
  withdrawn?: readonly { readonly field: string; readonly reason: string }[],
) => {
  const path = `review/v1/reviews/${id}/records/${recordId}`;
  const { revision } = done(await checker.get<{ revision: number }>(path));
  return checker.post(`${path}/check`, { recordRevision: revision, marks, withdrawn });
};

const standingOf = async ({ acceptor }: Pick<Book, "acceptor">, { id }: Review) =>
  done(await acceptor.get<Standing>(`review/v1/reviews/${id}/standing`));

/** The first round marks the last case as critically wrong, and gives the batch this verdict. */
const markedBook = async (verdict: "return" | "accept-after-fixes", mark: object) => {
  const book = await acceptedBook();
  const { acceptor, recordIds, standalone } = book;
  const review = await openReview(book);
  const last = recordIds.at(-1) ?? "";
  for (const id of recordIds) done(await check(book, review, id, id === last ? [mark] : []));
  done(await acceptor.post(`review/v1/reviews/${review.id}/${verdict}`, { reason: "Sai so với sổ" }));
  await standalone.settled();
  return { ...book, last };
};

const submitBatch = async ({ clerk, batchId, standalone }: Book): Promise<void> => {
  done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
  await standalone.settled();
};

it("a critical mark does not go away with its case, nor with what is keyed in its place", async () => {
  const book = await markedBook("return", critical);
  const { clerk, keeper, acceptor, batchId, bookId, last } = book;
  done(await clerk.post(`entry/v1/records/${last}/void`, { reason: "nhập nhầm" }));
  const duplicate = { suffix: "b", reason: "sổ ghi hai lần" };
  const again = { fields: birthFields("3"), duplicate };
  const keyed = await clerk.post<{ recordId: string }>(`entry/v1/batches/${batchId}/records`, again);
  const { recordId: inPlace } = done(keyed);
  await submitBatch(book);

  const review = await openReview(book);
  const asked = review.sample.map(({ recordId }) => recordId);
  expect(asked).toEqual(expect.arrayContaining([last, inPlace]));
  expect((await standingOf(book, review)).marks).toMatchObject([{ number: "3", standing: "unseen" }]);
  expect((await acceptor.post(`review/v1/reviews/${review.id}/accept`)).body["code"]).toBe(
    "sample-not-checked",
  );

  // The checker sees that the case is gone, and why; who voided it has no say in that.
  const sampled = done(
    await book.checker.get<{ status: string; voided: object }>(
      `review/v1/reviews/${review.id}/records/${last}`,
    ),
  );
  expect(sampled).toMatchObject({ status: "voided", voided: { reason: "nhập nhầm", by: "Người nam" } });
  for (const recordId of asked)
    done(await check(book, review, recordId, recordId === inPlace ? [critical] : []));
  const now = await standingOf(book, review);
  expect(now.marks).toMatchObject([
    { number: "3b", standing: "wrong" },
    { number: "3", standing: "voided" },
  ]);
  expect(now.obstacles.accepted.map(({ code }) => code)).toContain("critical-errors");

  // A letter without its number is a finding of the book, which somebody answers.
  const { findings } = done(
    await keeper.get<{ findings: { rule: string }[] }>(`reporting/v1/books/${bookId}/reconciliation`),
  );
  expect(findings.map(({ rule }) => rule)).toContain("suffix-alone");
  await book.standalone.stop();
});

it("a case that is voided while marks are mended is looked at before the batch is accepted", async () => {
  const minor = { ...critical, severity: "minor" };
  const accepts = await acceptedBook(Array.from({ length: 20 }, (_, index) => String(index + 1)));
  const { acceptor, clerk, recordIds, standalone } = accepts;
  const first = await openReview(accepts);
  const last = first.sample.at(0)?.recordId ?? "";
  const unmarked = recordIds.find((id) => id !== last) ?? "";
  for (const { recordId } of first.sample)
    done(await check(accepts, first, recordId, recordId === last ? [minor] : []));
  const fixes = { reason: "Sửa một tên" };
  const given = await acceptor.post(`review/v1/reviews/${first.id}/accept-after-fixes`, fixes);
  expect(given.status).toBe(200);
  await standalone.settled();
  for (const id of [unmarked, last])
    done(await clerk.post(`entry/v1/records/${id}/void`, { reason: "nhập nhầm" }));
  await submitBatch(accepts);
  const review = await openReview(accepts);
  expect(review.sample.map(({ recordId }) => recordId).sort()).toEqual([unmarked, last].sort());
  const { looks, marks, obstacles } = await standingOf(accepts, review);
  expect(looks).toMatchObject({ sampled: 2, checked: 0 });
  expect(marks).toMatchObject([{ recordId: last, standing: "unseen" }]);
  expect(obstacles.accepted[0]).toMatchObject({ code: "sample-not-checked" });
  for (const id of [unmarked, last]) done(await check(accepts, review, id));
  expect((await standingOf(accepts, review)).marks).toMatchObject([{ recordId: last, standing: "voided" }]);
  await standalone.stop();
});

it("a case that was wrongly voided comes back to its clerk, who keys its number again", async () => {
  const book = await markedBook("return", critical);
  const { clerk, acceptor, batchId, recordIds, last, standalone } = book;
  const path = `entry/v1/batches/${batchId}`;
  const toMend = async () => done(await clerk.get<{ items: object[] }>(`${path}/records?marked=true`)).items;
  expect(await toMend()).toMatchObject([{ id: last, status: "entered", marks: [critical] }]);
  done(await clerk.post(`entry/v1/records/${last}/void`, { reason: "nhập nhầm" }));
  // Voiding it was the clerk's answer to the mark.
  expect(await toMend()).toEqual([]);
  await submitBatch(book);

  const second = await openReview(book);
  const there = { ...critical, reason: "Trường hợp này có trong sổ" };
  for (const { recordId } of second.sample)
    done(await check(book, second, recordId, recordId === last ? [there] : []));
  done(await acceptor.post(`review/v1/reviews/${second.id}/return`, { reason: "Hủy nhầm" }));
  await standalone.settled();
  expect(await toMend()).toMatchObject([{ id: last, number: "3", status: "voided", marks: [there] }]);
  expect(done(await clerk.get<{ marks: number }>(path)).marks).toBe(1);

  done(await clerk.post(`${path}/records`, { fields: birthFields("3") }));
  expect(await toMend()).toEqual([]);
  await submitBatch(book);
  const third = await openReview(book);
  expect(third.sample.map(({ recordId }) => recordId)).toContain(last);
  for (const id of recordIds) done(await check(book, third, id));
  expect((await standingOf(book, third)).marks).toMatchObject([{ recordId: last, standing: "unchanged" }]);
  // Its name is the one that was marked in the first round.
  const refused = await acceptor.post(`review/v1/reviews/${third.id}/accept`);
  expect([refused.status, refused.body["code"]]).toEqual([409, "marks-not-mended"]);
  done(await check(book, third, last, [], [why]));
  expect((await acceptor.post(`review/v1/reviews/${third.id}/accept`)).status).toBe(200);
  await standalone.stop();
});

it("says mended only of what was changed", async () => {
  const book = await markedBook("return", critical);
  const { clerk, recordIds, last } = book;
  const changes = { meHoTen: { raw: "Trần Thị Hoà" } };
  done(await clerk.post(`entry/v1/records/${last}/correct`, { changes, reason: "đối chiếu" }));
  await submitBatch(book);
  const review = await openReview(book);
  for (const id of recordIds) done(await check(book, review, id));
  expect((await standingOf(book, review)).marks).toMatchObject([{ number: "3", standing: "unchanged" }]);
  await book.standalone.stop();
});

it.each<[string, readonly string[]]>([
  ["untouched", []],
  ["changed and changed back", ["Nguyễn Văn Khác", "as it was"]],
])("a field that comes back %s is accepted once somebody says why it is right", async (_how, names) => {
  const book = await markedBook("return", critical);
  const { acceptor, checker, clerk, recordIds, last, batchId, standalone } = book;
  const readings = done(
    await clerk.get<{ items: { id: string; fields: { nksHoTen: { raw: string } } }[] }>(
      `entry/v1/batches/${batchId}/records`,
    ),
  );
  const first = readings.items.find(({ id }) => id === last)?.fields.nksHoTen.raw;
  for (const name of names) {
    const changes = { nksHoTen: { raw: name === "as it was" ? first : name } };
    done(await clerk.post(`entry/v1/records/${last}/correct`, { changes, reason: "đối chiếu" }));
  }
  await submitBatch(book);
  const review = await openReview(book);
  const path = `review/v1/reviews/${review.id}`;
  const sampled = done(await checker.get<{ earlier: object[] }>(`${path}/records/${last}`));
  expect(sampled.earlier).toEqual([{ ...critical, notMended: true }]);
  for (const id of recordIds) done(await check(book, review, id));
  const { marks, obstacles } = await standingOf(book, review);
  expect(marks).toMatchObject([{ number: "3", standing: "unchanged", notMended: true }]);
  expect(obstacles.accepted).toEqual([{ code: "marks-not-mended", figures: { marks: 1 } }]);
  for (const [way, body] of [
    ["accept", {}],
    ["accept-after-fixes", { reason: "chỉ một ô" }],
  ] as const) {
    const refused = await acceptor.post(`${path}/${way}`, body);
    expect([refused.status, refused.body["code"]]).toEqual([409, "marks-not-mended"]);
  }
  done(await check(book, review, last, [], [why]));
  expect((await standingOf(book, review)).marks).toMatchObject([
    { number: "3", standing: "withdrawn", because: why.reason },
  ]);
  done(await acceptor.post(`${path}/accept`));
  await standalone.settled();
  const history = done(
    await acceptor.get<{ items: { what: { vi: string }; why?: string }[] }>(
      `reporting/v1/records/${last}/history`,
    ),
  );
  expect(history.items.map((item) => item.why)).toContain(why.reason);
  await standalone.stop();
});

it.each<[string, (raw: string) => string]>([
  ["in capitals", (raw) => raw.toUpperCase()],
  ["with other spaces", (raw) => raw.replaceAll(" ", "  ")],
])("a marked name that comes back %s is not mended, until a checker says so", async (_how, spelled) => {
  const book = await markedBook("return", critical);
  const { acceptor, clerk, recordIds, last, batchId, standalone } = book;
  type Keyed = { items: { id: string; fields: { nksHoTen: { raw: string } } }[] };
  const { items } = done(await clerk.get<Keyed>(`entry/v1/batches/${batchId}/records`));
  const raw = spelled(items.find(({ id }) => id === last)?.fields.nksHoTen.raw ?? "");
  const changes = { nksHoTen: { raw } };
  done(await clerk.post(`entry/v1/records/${last}/correct`, { changes, reason: "đã sửa" }));
  await submitBatch(book);
  const review = await openReview(book);
  for (const id of recordIds) done(await check(book, review, id));
  expect((await standingOf(book, review)).marks).toMatchObject([{ standing: "unchanged", notMended: true }]);
  const refused = await acceptor.post(`review/v1/reviews/${review.id}/accept`);
  expect([refused.status, refused.body["code"]]).toEqual([409, "marks-not-mended"]);
  // Where the spelling was the complaint, a checker takes the mark back.
  done(await check(book, review, last, [], [{ field: "nksHoTen", reason: "Đã viết đúng chữ hoa" }]));
  expect((await acceptor.post(`review/v1/reviews/${review.id}/accept`)).status).toBe(200);
  await standalone.stop();
});

it("a marked date written another way is not mended", async () => {
  const mark = { ...critical, field: "nksNgaySinh", reason: "Sổ ghi ngày 11" };
  const book = await markedBook("return", mark);
  const { acceptor, clerk, recordIds, last, standalone } = book;
  const changes = { nksNgaySinh: { raw: "1/3/2008" } };
  done(await clerk.post(`entry/v1/records/${last}/correct`, { changes, reason: "đã sửa", accepted: [] }));
  await submitBatch(book);
  const review = await openReview(book);
  for (const id of recordIds) done(await check(book, review, id));
  expect((await standingOf(book, review)).marks).toMatchObject([{ standing: "unchanged", notMended: true }]);
  const refused = await acceptor.post(`review/v1/reviews/${review.id}/accept`);
  expect([refused.status, refused.body["code"]]).toEqual([409, "marks-not-mended"]);
  await standalone.stop();
});

it("what came back as it was goes back once more, to be mended by its clerk", async () => {
  const book = await markedBook("return", critical);
  const { acceptor, clerk, recordIds, last, batchId, standalone } = book;
  await submitBatch(book);
  const second = await openReview(book);
  for (const id of recordIds) done(await check(book, second, id));
  done(await acceptor.post(`review/v1/reviews/${second.id}/return`, { reason: "Chưa sửa" }));
  await standalone.settled();
  const toMend = await clerk.get<{ items: object[] }>(`entry/v1/batches/${batchId}/records?marked=true`);
  expect(done(toMend).items).toMatchObject([{ id: last, marks: [critical] }]);
  // A round that said nothing of it settles nothing: it is looked at again.
  await submitBatch(book);
  const third = await openReview(book);
  for (const id of recordIds) done(await check(book, third, id));
  expect((await standingOf(book, third)).obstacles.accepted).toMatchObject([{ code: "marks-not-mended" }]);
  await standalone.stop();
});

it("a finding is closed only while it stands, and not while its numbers are being keyed", async () => {
  const test = await startTestProvince();
  const { commune, person, standalone } = test;
  const keeper = await person("thu", [{ role: "book-keeper", unitId: commune }]);
  const clerk = await person("nam", [{ role: "clerk", unitId: commune }]);
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(
    await keeper.post<{ bookId: string }>("entry/v1/books", { ...book, expectedCases: 5 }),
  );
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId }));
  done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  const close = (rule: string, subject: string) =>
    keeper.post(`entry/v1/books/${bookId}/reconcile`, { closed: [{ rule, subject, reason: "Sổ bỏ số" }] });
  const early = async () => {
    const refused = await close("number-gap", "2–3");
    expect([refused.status, refused.body["code"]]).toEqual([409, "finding-not-standing"]);
  };
  await early();
  for (const so of [1, 4, 5])
    done(await clerk.post(`entry/v1/batches/${batchId}/records`, { fields: birthFields(so) }));
  // It stands by now, and may settle by itself: the clerk is still at it.
  await early();
  done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
  await standalone.settled();
  expect((await close("cases-expected-differ", "5/4")).status).toBe(409);
  for (const [rule, subject] of [
    ["number-gap", "2–3"],
    ["cases-expected-differ", "5/3"],
  ] as const)
    done(await close(rule, subject));
  await standalone.stop();
});

it("a book owes the same wherever it is asked, with a second case of a number and an office written otherwise", async () => {
  const test = await startTestProvince();
  const { commune, person, standalone } = test;
  const keeper = await person("thu", [{ role: "book-keeper", unitId: commune }]);
  const clerk = await person("nam", [{ role: "clerk", unitId: commune }]);
  const acceptor = await person("duyet", [{ role: "acceptor", unitId: commune }]);
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(
    await keeper.post<{ bookId: string }>("entry/v1/books", { ...book, expectedCases: 4 }),
  );
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId }));
  done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  const key = (so: number, other: object = {}, duplicate?: object) =>
    clerk.post(`entry/v1/batches/${batchId}/records`, {
      fields: { ...birthFields(so), ...other },
      duplicate,
    });
  done(await key(1));
  done(await key(2, { noiDangKy: { raw: "UBND xã Mai Lam" } }));
  done(await key(3));
  done(await key(3, {}, { suffix: "b", reason: "Sổ ghi hai lần" }));
  done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
  await standalone.settled();

  interface Found {
    readonly rule: string;
    readonly subject: string;
    readonly closed: string | null;
  }
  const told = async () =>
    done(await keeper.get<{ findings: Found[] }>(`reporting/v1/books/${bookId}/reconciliation`)).findings;
  const [review] = done(await acceptor.get<{ items: { id: string }[] }>("review/v1/reviews")).items;
  const owed = async () =>
    done(
      await acceptor.get<{ bookCounts: { openFindings: number } }>(
        `review/v1/reviews/${review?.id}/standing`,
      ),
    ).bookCounts.openFindings;
  expect((await told()).map(({ rule, subject }) => [rule, subject])).toEqual([
    ["cases-expected-differ", "4/3"],
  ]);
  expect(await owed()).toBe(1);
  // The second case of number 3 stands for no number 4, wherever what is keyed is compared.
  const standing = await acceptor.get(`review/v1/reviews/${review?.id}/standing`);
  expect(done(standing)).toMatchObject({
    outstanding: { inBatches: [], inNone: 1 },
    bookCounts: { expected: 4, records: 4, ownNumbers: 3 },
  });
  const shelved = { items: [{ records: 4, ownNumbers: 3, standing: "inWork" }] };
  expect(done(await keeper.get("entry/v1/books"))).toMatchObject(shelved);
  expect(done(await keeper.get("reporting/v1/books"))).toMatchObject(shelved);
  expect(done(await keeper.get("reporting/v1/dashboard"))).toMatchObject({
    totals: { expected: 4, records: 4, recordsOfExpected: 3, beyondExpected: 0 },
  });
  const findings = done(
    await acceptor.get<{ findings: { rule: string }[] }>(`review/v1/reviews/${review?.id}/findings`),
  ).findings.map(({ rule }) => rule);
  expect(findings).not.toContain("duplicate-registration");
  expect(findings).not.toContain("number-gap");
  const closed = (await told()).map(({ rule, subject }) => ({ rule, subject, reason: "Sổ ghi hai lần" }));
  done(await keeper.post(`entry/v1/books/${bookId}/reconcile`, { closed }));
  await standalone.settled();
  expect(await owed()).toBe(0);
  await standalone.stop();
});

it("a mark is of a field that the case has, once, and of nothing that cannot be mended", async () => {
  const book = await acceptedBook();
  const { recordIds, clerk, acceptor, standalone } = book;
  const review = await openReview(book);
  const [first = ""] = recordIds;
  const wrong = async (...fields: readonly string[]) =>
    (
      await check(
        book,
        review,
        first,
        fields.map((field) => ({ ...critical, field })),
      )
    ).body["code"];
  expect(await wrong("abc")).toBe("field-unknown");
  expect(await wrong("meHoTen", "meHoTen")).toBe("field-marked-twice");
  expect(await wrong("quyenSo")).toBe("field-not-correctable");
  // A wrong number is mended by voiding the case and keying it again, and looked at again so.
  for (const id of recordIds)
    done(await check(book, review, id, id === first ? [{ ...critical, field: "so" }] : []));
  done(await acceptor.post(`review/v1/reviews/${review.id}/return`, { reason: "Sai số" }));
  await standalone.settled();
  done(await clerk.post(`entry/v1/records/${first}/void`, { reason: "sai số" }));
  await submitBatch(book);
  const again = await openReview(book);
  expect(again.sample.map(({ recordId }) => recordId)).toContain(first);
  await standalone.stop();
});

it("what the rules find in a workbook is seen before it is confirmed, and answered before it is accepted", async () => {
  const test = await startTestProvince();
  const { commune, standalone } = test;
  const { keeper, clerk, checker, acceptor } = await oneOfEach(test);
  const people = { checker };
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId }));
  done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  const rows = [1, 2].map((so) => {
    const cells = { ...birthFields(so), quyenSo: { raw: "01/2008" }, meNgaySinh: { raw: "2005" } };
    return Object.fromEntries(Object.entries(cells).map(([code, { raw }]) => [code, raw]));
  });
  const { importId, good } = await prepare(clerk, { unitId: commune }, "so.csv", csvOf(rows));
  expect(good).toBe(2);
  const mode = "good-rows-only";
  const unseen = await clerk.post(`entry/v1/imports/${importId}/confirm`, { mode });
  expect([unseen.status, unseen.body["code"]]).toEqual([409, "preview-unseen"]);
  // What a colleague has seen says nothing of what this person has.
  await previewOf(keeper, importId);
  expect((await clerk.post(`entry/v1/imports/${importId}/confirm`, { mode })).status).toBe(409);
  expect(await confirm(clerk, importId)).toMatchObject({ written: 2 });

  const submit = async () => {
    done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
    await standalone.settled();
  };
  const accept = async (review: Review) => acceptor.post(`review/v1/reviews/${review.id}/accept`);
  await submit();
  const first = await openReview(people);
  for (const { recordId } of first.sample) done(await check(people, first, recordId));
  expect((await accept(first)).body["code"]).toBe("findings-open");
  const back = { reason: "Còn cảnh báo chưa ai trả lời" };
  done(await acceptor.post(`review/v1/reviews/${first.id}/return`, back));
  await standalone.settled();

  interface Case {
    readonly id: string;
    readonly fields: Record<string, { readonly raw: string }>;
  }
  const waiting = async () =>
    done(await clerk.get<{ items: Case[] }>(`entry/v1/batches/${batchId}/records?unanswered=true`)).items;
  expect(await waiting()).toHaveLength(2);
  for (const { id, fields: stored } of await waiting()) {
    const fields = Object.fromEntries(Object.entries(stored).map(([code, { raw }]) => [code, { raw }]));
    const { findings } = done(
      await clerk.post<{ findings: { rule: string; fields: string[]; severity: string }[] }>(
        `entry/v1/batches/${batchId}/check`,
        { fields },
      ),
    );
    for (const { rule, fields: named, severity } of findings) {
      if (severity === "info") continue;
      const accepted = [{ rule, fields: named, reason: "Sổ ghi như vậy" }];
      done(await clerk.post(`entry/v1/records/${id}/let-stand`, { accepted }));
    }
  }
  await standalone.settled();
  expect(await waiting()).toEqual([]);
  await submit();
  const second = await openReview(people);
  for (const { recordId } of second.sample) done(await check(people, second, recordId));
  expect((await accept(second)).status).toBe(200);
  await standalone.stop();
});

it("a checker whose account the unit's administrator has just reset checks nothing for now", async () => {
  const book = await acceptedBook();
  const { standalone, commune, person, checker, recordIds } = book;
  const lead = await person("chinh", [{ role: "unit-admin", unitId: commune }]);
  const review = await openReview(book);
  const reset = `accounts/v1/accounts/${checker.account?.id}/password-reset`;
  const { temporaryPassword } = done(await lead.post<{ temporaryPassword: string }>(reset));
  await standalone.settled();
  const api = createLocalClient(standalone.server);
  const first = await api.signIn("kiem", temporaryPassword);
  const newPassword = "chiem-tai-khoan-2";
  done(await first.post("accounts/v1/password", { currentPassword: temporaryPassword, newPassword }));
  const taken = await api.signIn("kiem", newPassword);
  const refused = await check({ checker: taken }, review, recordIds[0] ?? "");
  expect([refused.status, refused.body["code"]]).toEqual([403, "account-held"]);
  await standalone.stop();
});

it.each(["share", "lot"] as const)(
  "a mark goes with its case into the batch in which it is keyed again: %s",
  async (acceptance) => {
    const book = await markedBook("return", critical);
    const { clerk, keeper, checker, acceptor, bookId, last, standalone } = book;
    done(await clerk.post(`entry/v1/records/${last}/void`, { reason: "nhập nhầm" }));
    await submitBatch(book);
    // The first batch is accepted: that the case is gone was looked at.
    const second = await openReview(book);
    for (const { recordId } of second.sample) done(await check(book, second, recordId));
    const owed = { rule: "file-without-record", subject: "KS.2008.01.2008-03-17.03.pdf", reason: "Nhập sau" };
    done(await keeper.post(`entry/v1/books/${bookId}/reconcile`, { closed: [owed] }));
    await standalone.settled();
    done(await acceptor.post(`review/v1/reviews/${second.id}/accept`));
    await standalone.settled();

    // The number comes back in a batch of its own, as it was when it was marked.
    const wish = { bookId, from: 3, to: 3, policy: { acceptance } };
    const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", wish));
    done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
    done(await clerk.post(`entry/v1/batches/${batchId}/records`, { fields: birthFields("3") }));
    await submitBatch({ ...book, batchId });
    const lotId =
      acceptance === "share"
        ? undefined
        : done(await acceptor.post<{ lotId: string }>("review/v1/lots", { batchIds: [batchId] })).lotId;
    await standalone.settled();
    const third = await openReview(book);
    const one = `review/v1/reviews/${third.id}/records/${last}`;
    expect(done(await checker.get<{ earlier: object[] }>(one)).earlier).toEqual([
      { ...critical, notMended: true },
    ]);
    done(await check(book, third, last));
    expect((await standingOf(book, third)).marks).toMatchObject([{ number: "3", notMended: true }]);
    const accept = () =>
      lotId === undefined
        ? acceptor.post(`review/v1/reviews/${third.id}/accept`)
        : acceptor.post(`review/v1/lots/${lotId}/decide`, { verdict: "accepted" });
    expect((await accept()).body["code"]).toBe("marks-not-mended");
    done(await check(book, third, last, [], [why]));
    expect((await accept()).status).toBe(200);
    await standalone.settled();
    const { ready } = await book.ledger();
    expect(ready).toMatchObject({ notAccepted: 0, held: [] });
    if (lotId !== undefined) {
      const minutes = await acceptor.get(`reporting/v1/lots/${lotId}/minutes.pdf`);
      expect(await wordsOf(minutes.bytes)).toContain(`Đã bỏ dấu: ${why.reason}`);
    }
    await standalone.stop();
  },
);

/** Somebody who keeps the books and accepts, as in a small commune. */
const keepsAndAccepts = ({ person, commune }: Book) =>
  person("kiem-nhiem", [
    { role: "book-keeper", unitId: commune },
    { role: "acceptor", unitId: commune },
  ]);

it("who closed a finding of the book accepts on it once somebody else has said the same", async () => {
  const book = await acceptedBook();
  const { keeper, bookId, standalone } = book;
  const both = await keepsAndAccepts(book);
  done(await keeper.post(`entry/v1/books/${bookId}/details`, { expectedCases: 4, reason: "Đếm lại sổ" }));
  await standalone.settled();
  const path = await book.checkSample();
  const closed = [{ rule: "cases-expected-differ", subject: "4/3", reason: "Sổ chỉ có ba" }];
  done(await both.post(`entry/v1/books/${bookId}/reconcile`, { closed }));
  await standalone.settled();
  const refused = await both.post(`${path}/accept`);
  expect([refused.status, refused.body["code"]]).toEqual([403, "closed-by-yourself"]);
  done(await keeper.post(`entry/v1/books/${bookId}/reconcile`, { closed }));
  await standalone.settled();
  done(await both.post(`${path}/accept`));
  await standalone.stop();
});

it("who changed how many cases the inventory says there are does not accept on that", async () => {
  const book = await acceptedBook();
  const { keeper, bookId, standalone } = book;
  const both = await keepsAndAccepts(book);
  const count = (by: typeof keeper, expectedCases: number) =>
    by.post(`entry/v1/books/${bookId}/details`, { expectedCases, reason: "Đếm lại sổ" });
  done(await count(keeper, 4));
  const path = await book.checkSample();
  done(await count(both, 3));
  await standalone.settled();
  expect((await both.post(`${path}/accept`)).body["code"]).toBe("closed-by-yourself");
  done(await count(keeper, 3));
  await standalone.settled();
  done(await both.post(`${path}/accept`));
  await standalone.stop();
});

const scanName = "KS.2008.01.2008-03-17.01.pdf";
const otherScan = (title: string) => createPagePdf({ title, fields: [] });

it.each(["share", "lot"] as const)(
  "a case whose scan is replaced after its check is looked at again: %s",
  async (way) => {
    const test = await startTestProvince();
    const { commune, standalone } = test;
    const { keeper, clerk, checker, acceptor } = await oneOfEach(test);
    const wish = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
    const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", wish));
    const scans = `entry/v1/books/${bookId}/scans`;
    const first = await keeper.upload(scans, scanName, otherScan("ảnh cũ"));
    done(first);
    const policy = { acceptance: way };
    const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, policy }));
    done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
    const recordIds: string[] = [];
    for (const so of ["1", "2"]) {
      const dates = { ngayDangKy: { raw: "17.03.2008" }, nksNgaySinh: { raw: "01.03.2008" } };
      const fields = { ...birthFields(so), ...dates };
      const keyed = await clerk.post<{ recordId: string }>(`entry/v1/batches/${batchId}/records`, { fields });
      recordIds.push(done(keyed).recordId);
    }
    done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
    await standalone.settled();
    const { lotId = "" } =
      way === "lot"
        ? done(await acceptor.post<{ lotId: string }>("review/v1/lots", { batchIds: [batchId] }))
        : {};
    const told = await keeper.get<{ findings: { rule: string; subject: string }[] }>(
      `reporting/v1/books/${bookId}/reconciliation`,
    );
    const closed = done(told).findings.map(({ rule, subject }) => ({ rule, subject, reason: "Sổ như vậy" }));
    if (closed.length > 0) done(await keeper.post(`entry/v1/books/${bookId}/reconcile`, { closed }));
    await standalone.settled();
    const people = { checker };
    const review = await openReview(people);
    for (const id of recordIds) done(await check(people, review, id));
    const path = `review/v1/reviews/${review.id}`;
    const verdict = () =>
      way === "lot"
        ? acceptor.post(`review/v1/lots/${lotId}/decide`, { verdict: "accepted" })
        : acceptor.post(`${path}/accept`);
    const page = async () =>
      done(
        await acceptor.get<{ looks?: object; overtaken: number; progress?: object }>(
          way === "lot" ? `review/v1/lots/${lotId}` : `${path}/standing`,
        ),
      );
    expect(await page()).toMatchObject({ overtaken: 0 });

    const [one = "", two = ""] = recordIds;
    const sampled = `${path}/records/${one}`;
    const before = done(await checker.get<{ revision: number; version: number }>(sampled));
    done(await keeper.upload(`${scans}?replace=true`, scanName, otherScan("ảnh khác hẳn")));
    await standalone.settled();
    expect(await page()).toMatchObject({ overtaken: 1 });
    const refused = await verdict();
    expect([refused.status, refused.body["code"]]).toEqual([409, "sample-not-checked"]);
    const now = done(await checker.get<{ version: number }>(sampled));
    expect(now).toMatchObject({ checked: false, scanChanged: true });
    expect(now.version).toBeGreaterThan(before.version);
    type Shown = { sample: { recordId: string; checked: boolean; scanChanged?: boolean }[] };
    const shown = done(await checker.get<Shown>(path)).sample.find(({ recordId }) => recordId === one);
    expect(shown).toMatchObject({ checked: false, scanChanged: true });

    // A first scan of a case that was checked without one.
    done(await check(people, review, one));
    expect(await page()).toMatchObject({ overtaken: 0 });
    done(await keeper.upload(scans, scanName.replace(".01.pdf", ".02.pdf"), otherScan("ảnh đầu")));
    await standalone.settled();
    expect(await page()).toMatchObject({ overtaken: 1 });
    expect((await verdict()).body["code"]).toBe("sample-not-checked");
    done(await check(people, review, two));
    const accepted = await verdict();
    expect([accepted.status, accepted.body["code"]]).toEqual([200, undefined]);
    await standalone.stop();
  },
);
