import { createPagePdf } from "@sogoc/files";
import { expect, it } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook, answer } from "../support/accepted-book.ts";
import { wordsOf } from "../support/pdf-words.ts";
import { birthFields } from "../support/test-province.ts";

type Book = Awaited<ReturnType<typeof acceptedBook>>;

interface Told {
  readonly type: string;
  readonly what: { readonly vi: string };
}

const handOver = ({ manager, path }: Book, exportId: string) =>
  manager.post(`${path}/packages`, { exportId });

/** Hands the whole book over, and hears that all of it is loaded. */
const loadAll = async (book: Book) => {
  done(await handOver(book, await book.makePackage()));
  done(await answer(book.manager, book.path, ["1,Thành công,", "2,Thành công,", "3,Thành công,"]));
  await book.standalone.settled();
};

/** Corrects an accepted record, by two people. */
const correct = async ({ keeper, acceptor, standalone }: Book, recordId: string) => {
  const wish = { recordId, changes: { nksNoiSinh: { raw: "Xã Mai Lâm" } }, reason: "Đối chiếu lại" };
  const { correctionId } = done(await keeper.post<{ correctionId: string }>("review/v1/corrections", wish));
  done(await acceptor.post(`review/v1/corrections/${correctionId}/approve`));
  await standalone.settled();
};

/** A case that turned up: keyed, checked and accepted in a batch of its own. */
const addFourth = async (book: Book, hasScan = true) => {
  const { keeper, clerk, acceptor, bookId, standalone } = book;
  const wish = { bookId, from: 4, to: 4 };
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", wish));
  done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  const pdf = createPagePdf({ title: "KHAI SINH 4", fields: [{ label: "Số", value: "4" }] });
  if (hasScan)
    done(await keeper.upload(`entry/v1/books/${bookId}/scans`, "KS.2008.01.2008-03-17.04.pdf", pdf));
  const fields = { ...birthFields("4"), nksNgaySinh: { raw: "02.03.2008" } };
  const entered = await clerk.post<{ recordId: string }>(`entry/v1/batches/${batchId}/records`, { fields });
  const { recordId } = done(entered);
  done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
  await standalone.settled();
  const reviewPath = await book.checkSample();
  return { recordId, accept: async () => done(await acceptor.post(`${reviewPath}/accept`)) };
};

const shelf = async ({ manager, standalone }: Book) => {
  await standalone.settled();
  const listed = await manager.get<{ items: { handover: object | null }[] }>("reporting/v1/books");
  return done(listed).items.map(({ handover }) => handover);
};
const onPaper = async ({ manager, bookId }: Book) =>
  wordsOf((await manager.get(`reporting/v1/books/${bookId}/handover.pdf`)).bytes);

it("what is corrected after its package was answered goes out again as a change, and nothing beside it", async () => {
  const book = await acceptedBook();
  const { manager, acceptor, standalone, ledger, makePackage, path, recordIds } = book;
  await book.accept();
  await loadAll(book);
  const [first = "", second = ""] = recordIds;
  await correct(book, second);

  expect(await ledger()).toMatchObject({
    figures: { records: 3, loaded: 2, refused: 0, unanswered: 0, changed: 1, additions: 0 },
    outstanding: [],
    supplement: [{ recordId: second, number: "2", kind: "change" }],
  });
  expect(await shelf(book)).toMatchObject([{ outstanding: 0, toSupplement: 1, accepted: false }]);
  expect(await onPaper(book)).toContain("Đã nạp 2 trên 3 trường hợp đã gửi");
  expect((await acceptor.post(`${path}/accept`)).body["code"]).toBe("handover-outdated");

  // What stood in the package and has not changed is not sent twice.
  const both = await handOver(book, await makePackage([first, second]));
  expect(both.body["code"]).toBe("record-not-outstanding");
  const supplement = await makePackage([second]);
  const exported = done(await manager.get<object>(`reporting/v1/exports/${supplement}/manifest.json`));
  expect(exported).toMatchObject({ delta: true, records: [{ recordId: second, kind: "change" }] });
  done(await handOver(book, supplement));
  expect(await ledger()).toMatchObject({
    figures: { packages: 2, records: 3, loaded: 2, unanswered: 1, changed: 0 },
    packages: [{ records: 3 }, { records: 1, supplement: { additions: 0, changes: 1 } }],
    supplement: [],
  });
  done(await answer(manager, path, ["2,Thành công,"]));
  done(await acceptor.post(`${path}/accept`));
  expect(await ledger()).toMatchObject({
    status: "accepted",
    figures: { records: 3, loaded: 3, changed: 0 },
  });
  await standalone.settled();
  expect(await onPaper(book)).toContain(
    "Gói 2 là gói bổ sung: 0 trường hợp nghiệm thu thêm, 1 trường hợp đã sửa",
  );
  await standalone.stop();
});

it("page, shelf and paper count alike what is not loaded as it is now", async () => {
  const book = await acceptedBook();
  const { makePackage, manager, path, recordIds } = book;
  const [first = "", , third = ""] = recordIds;
  const told = async () => {
    const [line] = await shelf(book);
    const { figures } = await book.ledger();
    const { records = 0, loaded = 0, refused = 0, unanswered = 0, changed = 0 } = figures ?? {};
    // Whatever was sent is one of these.
    expect(loaded + refused + unanswered + changed).toBe(records);
    return [figures?.["notLoaded"], line && "notLoaded" in line && line.notLoaded, await onPaper(book)];
  };
  await book.accept();
  done(await handOver(book, await makePackage()));
  expect(await told()).toEqual([
    3,
    3,
    expect.stringContaining("Đã nạp 0 trên 3 trường hợp đã gửi; còn lại 3."),
  ]);
  done(await answer(manager, path, ["1,Thành công,", "2,Thành công,", "3,Lỗi,Thiếu nơi sinh"]));
  await correct(book, first);
  const both =
    "Đã nạp 1 trên 3 trường hợp đã gửi; còn lại 2, trong đó 1 đã đổi sau khi gửi, bản mới chưa nạp.";
  expect(await told()).toEqual([2, 2, expect.stringContaining(both)]);
  done(await manager.post(`${path}/confirm`, { recordId: third, reason: "Sổ ghi đúng như vậy" }));
  await book.standalone.settled();
  done(await handOver(book, await makePackage([first, third])));
  // They are on their way, and not loaded yet.
  expect(await told()).toEqual([
    2,
    2,
    expect.stringContaining("Đã nạp 1 trên 3 trường hợp đã gửi; còn lại 2."),
  ]);
  done(await answer(manager, path, ["1,Thành công,", "3,Thành công,"]));
  expect(await told()).toEqual([
    0,
    0,
    expect.stringContaining("Đã nạp 3 trên 3 trường hợp đã gửi; còn lại 0."),
  ]);
  await book.standalone.stop();
});

it("a case accepted after the book was accepted as loaded opens it again, and goes out as an addition", async () => {
  const book = await acceptedBook();
  const { manager, acceptor, standalone, ledger, makePackage, path } = book;
  await book.accept();
  await loadAll(book);
  done(await acceptor.post(`${path}/accept`));
  await standalone.settled();
  expect(await onPaper(book)).toContain("dữ liệu của sổ đã nạp đủ");
  const by = acceptor.account?.name;
  const acceptances = async () => done(await manager.get<{ acceptances: object[] }>(path)).acceptances;
  const [first] = await acceptances();
  expect(first).toMatchObject({ by, packages: 1 });
  expect(first).not.toHaveProperty("overtaken");

  const fourth = await addFourth(book);
  expect(await acceptances()).toMatchObject([{ by, packages: 1, overtaken: true }]);
  expect((await ledger()).ready.notAccepted).toBe(1);
  await fourth.accept();
  await standalone.settled();
  expect(await ledger()).toMatchObject({
    status: "accepted",
    figures: { records: 3, loaded: 3, additions: 1 },
    supplement: [{ recordId: fourth.recordId, number: "4", kind: "addition" }],
  });
  expect(await shelf(book)).toMatchObject([{ toSupplement: 1, accepted: true }]);
  const paper = await onPaper(book);
  expect(paper).not.toContain("dữ liệu của sổ đã nạp đủ");
  expect(paper).toContain("1 trường hợp được nghiệm thu thêm và 0 trường hợp đã sửa");

  done(await handOver(book, await makePackage([fourth.recordId])));
  expect(await ledger()).toMatchObject({
    status: "in-work",
    figures: { records: 4, loaded: 3, unanswered: 1 },
    packages: [{ records: 3 }, { records: 1, supplement: { additions: 1, changes: 0 } }],
  });
  done(await answer(manager, path, ["4,Lỗi,Thiếu nơi sinh"]));
  expect(await ledger()).toMatchObject({ figures: { records: 4, loaded: 3, refused: 1 } });
  done(await manager.post(`${path}/confirm`, { recordId: fourth.recordId, reason: "Sổ ghi đúng như vậy" }));
  await standalone.settled();
  done(await handOver(book, await makePackage([fourth.recordId])));
  done(await answer(manager, path, ["4,Thành công,"]));
  done(await acceptor.post(`${path}/accept`));
  await standalone.settled();
  expect(await ledger()).toMatchObject({ status: "accepted", figures: { records: 4, loaded: 4 } });
  expect(await acceptances()).toMatchObject([
    { packages: 1, overtaken: true },
    { by, packages: 3 },
  ]);
  const told = async (recordId: string | undefined) => {
    const history = await manager.get<{ items: Told[] }>(`reporting/v1/records/${recordId}/history`);
    return done(history)
      .items.filter(({ type }) => type === "HandoverAccepted")
      .map(({ what }) => what.vi);
  };
  expect(await told(book.recordIds[0])).toEqual([
    expect.stringContaining("lần 1; sau đó có thay đổi và đã nghiệm thu lại"),
    expect.stringMatching(/lần 2\.$/),
  ]);
  // It was not there at the first.
  expect(await told(fourth.recordId)).toEqual([expect.not.stringContaining("lần")]);
  const atLast = await onPaper(book);
  expect(atLast).toContain("Đã nạp 4 trên 4 trường hợp đã gửi");
  expect(atLast).toContain("đến gói 1: nạp 3 trường hợp; sau đó có gói bổ sung");
  await standalone.stop();
});

it("a case that is not accepted yet keeps no later package, and a supplement waits for nothing that is being keyed", async () => {
  const book = await acceptedBook();
  const { keeper, manager, acceptor, bookId, ledger, makePackage, path, recordIds, standalone } = book;
  await book.accept();
  await loadAll(book);
  const [, second = ""] = recordIds;
  await correct(book, second);
  const details = { expectedCases: 5, reason: "Đếm lại sổ" };
  done(await keeper.post(`entry/v1/books/${bookId}/details`, details));
  const wish = { bookId, from: 5, to: 5 };
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", wish));
  const fourth = await addFourth(book);
  expect((await ledger()).ready).toMatchObject({ notAccepted: 1, openBatches: [{ from: 4 }, { from: 5 }] });
  done(await handOver(book, await makePackage([second])));
  done(await answer(manager, path, ["2,Thành công,"]));
  await standalone.settled();

  // One is missing, and a clerk has its number: nobody could close that before it is keyed.
  await fourth.accept();
  await standalone.settled();
  expect((await ledger()).ready).toMatchObject({ notAccepted: 0, openFindings: 0 });
  done(await handOver(book, await makePackage([fourth.recordId])));
  done(await answer(manager, path, ["4,Thành công,"]));
  await standalone.settled();
  expect((await acceptor.post(`${path}/accept`)).body["code"]).toBe("batches-not-accepted");
  done(await keeper.post(`entry/v1/batches/${batchId}/withdraw`, { reason: "Không có số 5" }));
  await standalone.settled();
  expect((await acceptor.post(`${path}/accept`)).body["code"]).toBe("reconciliation-open");
  await standalone.stop();
});

it("a book is not accepted as loaded while one of its cases is not accepted, or is about to be corrected", async () => {
  const book = await acceptedBook();
  const { keeper, acceptor, standalone, path, recordIds } = book;
  await book.accept();
  await loadAll(book);
  const [first = ""] = recordIds;
  const wish = { recordId: first, changes: { nksNoiSinh: { raw: "Xã Mai Lâm" } }, reason: "Đối chiếu lại" };
  const { correctionId } = done(await keeper.post<{ correctionId: string }>("review/v1/corrections", wish));
  await standalone.settled();
  expect((await acceptor.post(`${path}/accept`)).body["code"]).toBe("correction-under-way");
  done(await acceptor.post(`review/v1/corrections/${correctionId}/decline`, { reason: "Sổ ghi đúng" }));
  await standalone.settled();
  const fourth = await addFourth(book);
  expect((await acceptor.post(`${path}/accept`)).body["code"]).toBe("book-not-accepted");
  await fourth.accept();
  await standalone.settled();
  expect((await acceptor.post(`${path}/accept`)).body["code"]).toBe("handover-outdated");
  await standalone.stop();
});

const nameOf = (number: number) => `KS.2008.01.2008-03-17.0${number}.pdf`;
const scanOf = (title: string) => createPagePdf({ title, fields: [] });

/** What two people exchange of an accepted book. */
const exchangeScan = async ({ keeper, acceptor, bookId, standalone }: Book, number: number) => {
  const path = `entry/v1/books/${bookId}`;
  const sent = keeper.upload<{ exchangeId: string }>(
    `${path}/scan-exchanges?why=wrong-page`,
    nameOf(number),
    scanOf(`ảnh đúng ${number}`),
  );
  done(await acceptor.post(`${path}/exchanges/${done(await sent).exchangeId}/approve`, {}));
  await standalone.settled();
};
const exchangeOffice = async ({ keeper, acceptor, bookId, standalone }: Book) => {
  const path = `entry/v1/books/${bookId}`;
  const wish = { office: "UBND xã Mai Lâm, huyện Thanh Lâm", reason: "Theo bìa sổ" };
  const { exchangeId } = done(await keeper.post<{ exchangeId: string }>(`${path}/office-exchanges`, wish));
  done(await acceptor.post(`${path}/exchanges/${exchangeId}/approve`, {}));
  await standalone.settled();
};

it.each<[string, (book: Book) => Promise<void>]>([
  ["a scan was exchanged", (book) => exchangeScan(book, 1)],
  ["the office was exchanged", exchangeOffice],
])("no package goes out that was made before %s", async (_what, exchange) => {
  const book = await acceptedBook();
  await book.accept();
  const before = await book.makePackage();
  await exchange(book);
  const refused = await handOver(book, before);
  expect([refused.status, refused.body["code"]]).toEqual([409, "package-outdated"]);
  done(await handOver(book, await book.makePackage()));
  expect((await book.ledger()).figures).toMatchObject({ records: 3, changed: 0 });
  await book.standalone.stop();
});

it("a scan that is exchanged after the package was loaded goes out again with its case, and nothing beside it", async () => {
  const book = await acceptedBook();
  const { acceptor, manager, ledger, makePackage, path, recordIds, standalone } = book;
  await book.accept();
  await loadAll(book);
  await exchangeScan(book, 1);
  const [first = ""] = recordIds;
  expect(await ledger()).toMatchObject({
    figures: { loaded: 2, changed: 1 },
    supplement: [{ recordId: first, number: "1", kind: "change" }],
  });
  expect(await shelf(book)).toMatchObject([{ toSupplement: 1 }]);
  expect((await acceptor.post(`${path}/accept`)).body["code"]).toBe("handover-outdated");
  // A package of corrections that is overtaken is refused as well.
  const early = await makePackage([first]);
  await exchangeOffice(book);
  expect((await handOver(book, early)).body["code"]).toBe("package-outdated");
  // The office is that of every case.
  expect(await ledger()).toMatchObject({ figures: { changed: 3 } });
  const all = await makePackage(recordIds);
  // All of the book leaves once more: a second person is asked, though all of it was loaded before.
  done(await acceptor.post(`reporting/v1/exports/${all}/approve`));
  const made = done(await manager.get<object>(`reporting/v1/exports/${all}/manifest.json`));
  expect(made).toMatchObject({ records: recordIds.map((recordId) => ({ recordId, kind: "change" })) });
  done(await handOver(book, all));
  // What the national database says of it once more is what it said of the first package.
  const lines = ["1,Thành công,lần hai", "2,Thành công,", "3,Thành công,"];
  expect((await answer(manager, path, lines)).body).toMatchObject({
    code: "answer-of-earlier-package",
    params: { package: 1 },
  });
  const word = { sameAs: "1", doubted: "1", because: "đã gọi hỏi, kết quả lần hai" };
  done(await answer(manager, path, lines, undefined, word));
  done(await acceptor.post(`${path}/accept`, { doubted: 1 }));
  expect(await ledger()).toMatchObject({
    status: "accepted",
    figures: { loaded: 3, changed: 0 },
    supplement: [],
  });
  await standalone.stop();
});

it("a first scan of a case that went out without one is a change of it", async () => {
  const book = await acceptedBook();
  const { keeper, acceptor, bookId, standalone } = book;
  await book.accept();
  const fourth = await addFourth(book, false);
  const reconciliation = `reporting/v1/books/${bookId}/reconciliation`;
  const told = await keeper.get<{ findings: { rule: string; subject: string }[] }>(reconciliation);
  const closed = done(told).findings.map(({ rule, subject }) => ({ rule, subject, reason: "Sổ như vậy" }));
  done(await keeper.post(`entry/v1/books/${bookId}/reconcile`, { closed }));
  await standalone.settled();
  await fourth.accept();
  await standalone.settled();
  const attach = (number: number) =>
    keeper.upload(`entry/v1/books/${bookId}/scans`, nameOf(number), scanOf(`ảnh đầu ${number}`));
  done(await handOver(book, await book.makePackage()));
  done(
    await answer(
      book.manager,
      book.path,
      [1, 2, 3, 4].map((so) => `${so},Thành công,`),
    ),
  );
  done(await attach(4));
  await standalone.settled();
  expect(await book.ledger()).toMatchObject({
    figures: { loaded: 3, changed: 1 },
    supplement: [{ recordId: fourth.recordId, number: "4", kind: "change" }],
  });
  expect(await shelf(book)).toMatchObject([{ toSupplement: 1 }]);
  expect((await acceptor.post(`${book.path}/accept`)).body["code"]).toBe("handover-outdated");
  // Its history tells of it, and that of the others, whose scans they were accepted with, does not.
  const scansTold = async (recordId: string | undefined) => {
    const history = `reporting/v1/records/${recordId}/history`;
    const { items } = done(await acceptor.get<{ items: { type: string; what: { vi: string } }[] }>(history));
    return items.filter(({ type }) => type === "ScanAttached").map(({ what }) => what.vi);
  };
  expect(await scansTold(fourth.recordId)).toEqual([
    "Gắn ảnh quét đầu tiên của trường hợp, sau khi đã nghiệm thu.",
  ]);
  expect(await scansTold(book.recordIds[0])).toEqual([]);
  await standalone.stop();
});

it("a note by decision made after the package was loaded makes its case go out again", async () => {
  const book = await acceptedBook();
  const { acceptor, manager, ledger, makePackage, path, recordIds, standalone } = book;
  await book.accept();
  await loadAll(book);
  const [, second = ""] = recordIds;
  const decision = { number: "12/QĐ-UBND", day: "2026-02-03", issuedBy: "UBND xã Mai Lâm" };
  done(await manager.post(`entry/v1/records/${second}/annotate`, { text: "Cải chính họ mẹ", decision }));
  expect(await shelf(book)).toMatchObject([{ toSupplement: 1 }]);
  expect(await ledger()).toMatchObject({
    figures: { loaded: 2, changed: 1 },
    supplement: [{ recordId: second, number: "2", kind: "change" }],
  });
  expect((await acceptor.post(`${path}/accept`)).body["code"]).toBe("handover-outdated");
  expect((await book.askForPackage([second])).body.code).toBe("changes-not-confirmed");
  // What holds neither the note nor anything else of that kind is made as before.
  const other = await makePackage([recordIds[0] ?? ""]);
  expect((await handOver(book, other)).body["code"]).toBe("record-not-outstanding");
  // Whoever wrote it does not confirm it; whoever accepts the result may.
  expect((await book.confirmChanges(manager)).body["code"]).toBe("supplemented-by-yourself");
  done(await book.confirmChanges());
  done(await handOver(book, await makePackage([second])));
  done(await answer(manager, path, ["2,Thành công,"]));
  done(await acceptor.post(`${path}/accept`));
  expect(await ledger()).toMatchObject({ status: "accepted", figures: { loaded: 3 }, supplement: [] });
  await standalone.stop();
});

it("the cover of a book that is exchanged after the package was loaded goes out with the next one", async () => {
  const book = await acceptedBook();
  const { keeper, acceptor, manager, ledger, makePackage, path, recordIds, bookId, standalone } = book;
  await book.accept();
  await loadAll(book);
  const cover = "Cover.xamailam.CMC.A3.2008.01.pdf";
  done(await keeper.upload(`entry/v1/books/${bookId}/scans`, cover, scanOf("bìa sổ")));
  await standalone.settled();
  const [first = "", second = ""] = recordIds;
  expect(await shelf(book)).toMatchObject([{ toSupplement: 1 }]);
  // Its case is loaded as it stands, and goes along: an answer is given by case.
  expect(await ledger()).toMatchObject({
    figures: { loaded: 3, changed: 0 },
    coverChanged: true,
    supplement: [{ recordId: first, number: "1", kind: "cover" }],
  });
  expect(await onPaper(book)).toContain("ảnh bìa sổ đã thay; ảnh mới chưa gửi");
  expect((await acceptor.post(`${path}/accept`)).body["code"]).toBe("handover-outdated");
  await correct(book, second);
  expect(await ledger()).toMatchObject({
    coverChanged: true,
    supplement: [{ recordId: second, kind: "change" }],
  });
  expect((await book.askForPackage([second])).body).toMatchObject({
    code: "changes-not-confirmed",
    errors: [{ pointer: "/book" }],
  });
  done(await book.confirmChanges());
  const supplement = await makePackage([second]);
  const made = done(await manager.get<object>(`reporting/v1/exports/${supplement}/manifest.json`));
  expect(made).toMatchObject({ files: [{ kind: "cover" }, { kind: "case", number: "2" }] });
  done(await handOver(book, supplement));
  done(await answer(manager, path, ["2,Thành công,"]));
  expect(await ledger()).toMatchObject({
    coverChanged: false,
    packages: [{}, { supplement: { additions: 0, changes: 1, cover: true } }],
    supplement: [],
  });
  await standalone.settled();
  expect(await onPaper(book)).toContain("kèm ảnh bìa sổ đã thay");
  done(await acceptor.post(`${path}/accept`));
  await standalone.stop();
});

it("who wrote a note or attached a cover after the hand-over does not accept the supplement", async () => {
  const book = await acceptedBook();
  const { acceptor, commune, makePackage, manager, path, person, recordIds, standalone } = book;
  await book.accept();
  await loadAll(book);
  const roles = ["data-manager", "book-keeper", "acceptor"] as const;
  const everybody = roles.map((role) => ({ role, unitId: commune }));
  const noting = await person("ghi-chu", everybody);
  const covering = await person("thay-bia", everybody);
  const [first = ""] = recordIds;
  const decision = { number: "12/QĐ-UBND", day: "2020-01-01", issuedBy: "UBND huyện Thanh Lâm" };
  const text = "Cải chính họ tên: NGUYỄN VĂN SAI";
  done(await noting.post(`entry/v1/records/${first}/annotate`, { text, decision }));
  const cover = "Cover.xamailam.CMC.A3.2008.01.pdf";
  done(await covering.upload(`entry/v1/books/${book.bookId}/scans`, cover, scanOf("bìa sổ")));
  await standalone.settled();
  done(await book.confirmChanges());
  done(await handOver(book, await makePackage([first])));
  done(await answer(manager, path, ["1,Thành công,"]));
  const code = "supplemented-by-yourself";
  for (const one of [noting, covering]) {
    expect(done(await one.get(path))).toMatchObject({ barred: { code } });
    expect((await one.post(`${path}/accept`)).body["code"]).toBe(code);
  }
  expect(done(await acceptor.get<{ barred?: object }>(path)).barred).toBeUndefined();
  done(await acceptor.post(`${path}/accept`));
  // What somebody else has judged keeps nobody from the supplement that comes after it.
  await correct(book, first);
  done(await handOver(book, await makePackage([first])));
  const word = { sameAs: "2", because: "kết quả của gói 3" };
  done(await answer(manager, path, ["1,Thành công,"], undefined, word));
  done(await noting.post(`${path}/accept`));
  await standalone.stop();
});

it("a late line of the first package is asked about beside the values of both, and decides nothing by itself", async () => {
  const book = await acceptedBook();
  const { manager, acceptor, bookId, path, recordIds, standalone } = book;
  await book.accept();
  done(await handOver(book, await book.makePackage()));
  done(await answer(manager, path, ["1,Thành công,", "2,Thành công,"]));
  const [, , third = ""] = recordIds;
  await correct(book, third);
  done(await handOver(book, await book.makePackage([third])));
  const file = Buffer.from("Số đăng ký,Trạng thái,Lý do\n3,Thành công,\n");
  const preview = await manager.upload<{ matched: object }>(`${path}/answers/preview`, "kq.csv", file);
  expect(done(preview).matched).toMatchObject({
    ofEither: [
      {
        number: "3",
        row: 2,
        package: 1,
        changes: [{ field: "nksNoiSinh", after: { raw: "Xã Mai Lâm" } }],
      },
    ],
  });
  const late = ["3,Thành công,"];
  expect((await answer(manager, path, late)).body["code"]).toBe("answer-of-which-package");
  const word = { whose: "earlier", because: "Tệp của gói đầu về muộn" };
  expect(done(await answer(manager, path, late, undefined, word))).toMatchObject({ loaded: 0 });
  await standalone.settled();
  expect((await acceptor.post(`${path}/accept`, {})).body["code"]).toBe("answer-outstanding");
  expect(done(await acceptor.get<{ answers: object[] }>(path)).answers[1]).toMatchObject({
    ofEither: { of: "earlier", cases: [{ number: "3", says: "loaded", package: 1 }] },
  });
  const { bytes } = await acceptor.get(`reporting/v1/books/${bookId}/handover.pdf`);
  expect(await wordsOf(bytes)).toContain("ghi là của gói trước, không tính cho bản đã đổi");
  await standalone.stop();
});

it("a late line of a case whose scan was exchanged between two packages is asked about as well", async () => {
  const book = await acceptedBook();
  const { manager, acceptor, path, recordIds, standalone } = book;
  await book.accept();
  done(await handOver(book, await book.makePackage()));
  done(await answer(manager, path, ["1,Thành công,", "2,Thành công,"]));
  const [, , third = ""] = recordIds;
  await exchangeScan(book, 3);
  done(await handOver(book, await book.makePackage([third])));
  const late = ["3,Thành công,"];
  const file = Buffer.from(["Số đăng ký,Trạng thái,Lý do", ...late, ""].join("\n"));
  const preview = await manager.upload<{ matched: object }>(`${path}/answers/preview`, "kq.csv", file);
  expect(done(preview).matched).toMatchObject({
    ofEither: [{ number: "3", package: 1, last: 2, differs: ["scan"], changes: [] }],
  });
  expect((await answer(manager, path, late)).body["code"]).toBe("answer-of-which-package");
  const word = { whose: "last", because: "Bên nhận xác nhận đã có ảnh mới" };
  done(await answer(manager, path, late, undefined, word));
  await standalone.settled();
  done(await acceptor.post(`${path}/accept`, {}));
  await standalone.stop();
});
