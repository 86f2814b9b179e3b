import { createCommandHandler } from "@sogoc/core";
import { asGiven } from "@sogoc/core/testing";
import { type DomainEvent, schemaOfWritten } from "@sogoc/events";
import { expect, it } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook, answer } from "../support/accepted-book.ts";
import { wordsOf } from "../support/pdf-words.ts";

type Book = Awaited<ReturnType<typeof acceptedBook>>;

const wish = (recordId: string) => ({
  recordId,
  changes: { nksNoiSinh: { raw: "Xã Mai Lâm" } },
  reason: "Đối chiếu lại với sổ",
});
const request = async ({ keeper, standalone }: Book, recordId: string): Promise<string> => {
  const asked = await keeper.post<{ correctionId: string }>("review/v1/corrections", wish(recordId));
  await standalone.settled();
  return done(asked).correctionId;
};
const handOver = ({ manager, path }: Book, exportId: string, because?: string) =>
  manager.post(`${path}/packages`, because === undefined ? { exportId } : { exportId, because });
const refusal = async (book: Book, exportId: string) => {
  const { status, body } = await handOver(book, exportId);
  return [status, body["code"]];
};

/** What an earlier version, or another process, has written. */
const happened = async ({ ports, commune, person }: Book, stream: string, id: string, event: DomainEvent) => {
  const commands = createCommandHandler({ store: ports.store, schemaOf: schemaOfWritten });
  const earlier = await person(`truoc-${id.slice(-6)}`, []);
  await commands.handle(asGiven<DomainEvent>(stream), id, [event], {
    actor: { account: earlier.account?.id ?? "", name: "trước", roles: [], unit: commune },
    at: ports.clock.now(),
    commandId: ports.newId(),
    correlationId: ports.newId(),
  });
};

it("a case whose correction waits is not handed over, nor one that has changed since the package was made", async () => {
  const book = await acceptedBook();
  const { acceptor, recordIds, standalone, ledger, makePackage } = book;
  await book.accept();
  const [, second = ""] = recordIds;
  const before = await makePackage();
  const correctionId = await request(book, second);
  expect((await ledger()).ready).toMatchObject({
    notAccepted: 0,
    held: [{ recordId: second, number: "2", why: ["correction-waits"] }],
  });
  expect(await refusal(book, before)).toEqual([409, "correction-under-way"]);
  done(await acceptor.post(`review/v1/corrections/${correctionId}/approve`));
  await standalone.settled();
  expect((await ledger()).ready.held).toEqual([]);
  expect(await refusal(book, before)).toEqual([409, "package-outdated"]);
  done(await handOver(book, await makePackage()));
  await standalone.stop();
});

it("a book that owes an answer to a finding again is not handed over", async () => {
  const book = await acceptedBook();
  const { keeper, bookId, standalone, ledger, makePackage } = book;
  await book.accept();
  done(await keeper.post(`entry/v1/books/${bookId}/details`, { expectedCases: 4, reason: "Đếm lại" }));
  await standalone.settled();
  expect((await ledger()).ready).toMatchObject({ openFindings: 1 });
  const exportId = await makePackage();
  expect(await refusal(book, exportId)).toEqual([409, "reconciliation-open"]);
  const closed = [{ rule: "cases-expected-differ", subject: "4/3", reason: "Sổ chỉ có ba" }];
  done(await keeper.post(`entry/v1/books/${bookId}/reconcile`, { closed }));
  await standalone.settled();
  done(await handOver(book, exportId, "Kiểm kê đếm thừa"));
  await standalone.stop();
});

it("a book of which something is still being keyed owes its answers all the same when it goes out", async () => {
  const book = await acceptedBook();
  const { keeper, bookId, standalone, ledger, makePackage } = book;
  await book.accept();
  done(await keeper.post(`entry/v1/books/${bookId}/details`, { expectedCases: 4, reason: "Đếm lại" }));
  const opened = await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, from: 4, to: 4 });
  const { batchId } = done(opened);
  await standalone.settled();
  expect((await ledger()).ready).toMatchObject({
    notAccepted: 0,
    openBatches: [{ from: 4, to: 4 }],
    expected: 4,
    openFindings: 1,
  });
  const exportId = await makePackage();
  expect(await refusal(book, exportId)).toEqual([409, "batches-not-accepted"]);
  done(await keeper.post(`entry/v1/batches/${batchId}/withdraw`, { reason: "Mở nhầm" }));
  await standalone.settled();
  expect(await refusal(book, exportId)).toEqual([409, "reconciliation-open"]);
  await standalone.stop();
});

it("what nobody has settled goes out with a word, which the package keeps", async () => {
  const book = await acceptedBook();
  const { batchId, bookId, commune, checker, acceptor, manager, recordIds } = book;
  const { path, standalone, ledger, makePackage } = book;
  // An earlier version accepted what came back as it was; the first round marked the third case.
  const [, , third = ""] = recordIds;
  const { items } = done(await checker.get<{ items: { id: string }[] }>("review/v1/reviews"));
  const reviewId = items[0]?.id ?? "";
  const one = `review/v1/reviews/${reviewId}/records/${third}`;
  const { revision } = done(await checker.get<{ revision: number }>(one));
  const marks = [{ field: "nksHoTen", severity: "minor", reason: "Sai dấu" }];
  done(await checker.post(`${one}/check`, { recordRevision: revision, marks }));
  const looked = { records: 3, sampled: 3, checked: 3, wrongRecords: 1 };
  const figures = { ...looked, fieldsChecked: 30, wrongFields: 1, ruleErrors: 0, ruleWarnings: 0 };
  const place = { reviewId, batchId, bookId, unitId: commune, recordType: "KS", round: 1 };
  const decidedBy = acceptor.account?.id ?? "";
  const accepted: DomainEvent = { type: "BatchAccepted", data: { ...place, figures, decidedBy } };
  await happened(book, "review", reviewId, accepted);
  await standalone.settled();
  expect((await ledger()).ready).toMatchObject({
    notAccepted: 0,
    held: [{ recordId: third, why: ["mark-not-mended"] }],
  });
  const exportId = await makePackage();
  expect(await refusal(book, exportId)).toEqual([409, "cases-not-let-go"]);
  const because = "Đã đối chiếu lại từng ô với sổ";
  done(await handOver(book, exportId, because));
  expect((await ledger()).packages).toMatchObject([{ letGo: { marks: 1, findings: 0, because } }]);

  // Of what comes back, a package of corrections says what it leaves out and why.
  done(await answer(manager, path, ["1,Lỗi,Thiếu", "2,Lỗi,Thiếu", "3,Lỗi,Thiếu"]));
  const [first = "", second = ""] = recordIds;
  await request(book, second);
  for (const recordId of [first, second])
    done(await manager.post(`${path}/confirm`, { recordId, reason: "Sổ ghi đúng như vậy" }));
  await standalone.settled();
  expect(await refusal(book, await makePackage([first, second]))).toEqual([409, "correction-under-way"]);
  done(await handOver(book, await makePackage([first])));
  expect((await ledger()).packages[1]).toMatchObject({
    records: 1,
    leftOut: { correctionWaits: 1, refusalNotAnswered: 1, notChosen: 0 },
  });
  await standalone.settled();
  const ledgerOnPaper = await wordsOf((await manager.get(`reporting/v1/books/${bookId}/handover.pdf`)).bytes);
  expect(ledgerOnPaper).toContain(`Gói 1 có 1 trường hợp còn ô bị đánh dấu`);
  expect(ledgerOnPaper).toContain(`lý do vẫn bàn giao: ${because}.`);
  expect(ledgerOnPaper).toContain("Không vào gói 2: 1 trường hợp chưa trả lời, 1 chờ sửa");
  await standalone.stop();
});

it("a batch that came back keeps its book from being handed over, and says which cases", async () => {
  const book = await acceptedBook();
  const { checker, acceptor, recordIds, standalone, ledger, makePackage } = book;
  const reviewPath = await book.checkSample();
  const [first = ""] = recordIds;
  const one = `${reviewPath}/records/${first}`;
  const { revision } = done(await checker.get<{ revision: number }>(one));
  const marks = [{ field: "nksHoTen", severity: "major", reason: "Sai tên" }];
  done(await checker.post(`${one}/check`, { recordRevision: revision, marks }));
  done(await acceptor.post(`${reviewPath}/return`, { reason: "Sai tên" }));
  await standalone.settled();
  const { ready } = await ledger();
  expect(ready.notAccepted).toBe(3);
  expect(ready.held.map(({ why }) => why)).toEqual([
    ["returned", "mark-not-mended"],
    ["returned"],
    ["returned"],
  ]);
  const made = await makePackage();
  done(await acceptor.post(`reporting/v1/exports/${made}/approve`));
  expect(await refusal(book, made)).toEqual([409, "book-not-accepted"]);
  await standalone.stop();
});
