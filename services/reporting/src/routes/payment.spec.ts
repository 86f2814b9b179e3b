import { afterAll, beforeAll, expect, it } from "vitest";
import * as make from "../testing/events.ts";
import { startWorld, viewer } from "../testing/world.ts";

/**
 * A book of twenty numbers in two batches, the first accepted; beside it a book that was scanned
 * and not keyed.
 */
let world: Awaited<ReturnType<typeof startWorld>>;
beforeAll(async () => {
  world = await startWorld();
  const { happen } = world;
  const sha = (letter: string) => letter.repeat(64);
  const scan = (scanId: string, number: string, fileName: string, pages: number) =>
    make.scanAttached({ scanId, number, fileName, pages, sha256: sha(scanId.slice(-1)) });
  await happen("book-book-a", [
    make.bookRegistered({ expectedCases: 20 }),
    scan("scan-1", "7", "KS.2008.01.2008-03-02.07.pdf", 2),
    scan("scan-2", "12", "KS.2008.01.2008-03-02.12.A3.pdf", 3),
    make.scanAttached({ scanId: "scan-3", kind: "cover", fileName: "bia.pdf", pages: 1, sha256: sha("3") }),
    make.scanAttached({
      scanId: "scan-4",
      kind: "whole-book",
      fileName: "so.pdf",
      pages: 40,
      sha256: sha("4"),
    }),
  ]);
  const second = { batchId: "batch-b", from: 11, to: 20 };
  await happen("batch-batch-a", [make.batchOpened({ from: 1, to: 10 })]);
  await happen("batch-batch-b", [make.batchOpened(second)]);
  await happen("record-record-a", [make.recordEntered()]);
  const fields = make.fieldsOf("12", "Trần Văn Bình");
  await happen("record-record-b", [
    make.recordEntered({ recordId: "record-b", batchId: "batch-b", number: "12", fields }),
  ]);
  await happen("batch-batch-a", [make.batchSubmitted(), make.batchLocked()]);
  const other = { bookId: "book-b", bookNumber: "02/2008", recordType: "KT" };
  await happen("book-book-b", [
    make.bookRegistered(other),
    make.scanAttached({
      bookId: "book-b",
      scanId: "scan-5",
      number: "1",
      fileName: "KT.2008.02.2008-03-02.01.A2.pdf",
      pages: 1,
      sha256: sha("5"),
    }),
  ]);
});
afterAll(() => world.stop());

const ask = async (query: string) => (await world.get(viewer, `/payment${query}`)).json();

it("only accepted batches: their records, and the scans of their numbers", async () => {
  const { items } = await ask("");
  expect(items).toMatchObject([
    { recordType: "KS", books: 1, records: 1, pages: { A4: 2 }, pagesA4: 2, unitName: "Xã Sơn Hạ" },
  ]);
  expect(items[0].pages).toEqual({ A4: 2 });
});

it("everything: also what was scanned and not keyed, covers never", async () => {
  const { items } = await ask("?acceptedOnly=false");
  expect(items).toMatchObject([
    { recordType: "KS", books: 1, records: 2, pages: { A3: 3, A4: 42 }, pagesA4: 48 },
    { recordType: "KT", books: 1, records: 0, fields: 0, pages: { A2: 1 }, pagesA4: 4 },
  ]);
});

it("counts by dated figures, and says which", async () => {
  const { counting } = await ask("?on=2026-03-01");
  expect(counting).toEqual({
    bands: [15, 50],
    acceptedOnly: true,
    a4Of: { A0: 16, A1: 8, A2: 4, A3: 2, A4: 1 },
  });
  expect((await ask("?bands=10,20&acceptedOnly=false")).counting).toMatchObject({
    bands: [10, 20],
    acceptedOnly: false,
  });
});

it("takes the file of the whole book in once the last batch is accepted", async () => {
  const second = { batchId: "batch-b" };
  await world.happen("batch-batch-b", [
    make.batchSubmitted(second),
    make.batchLocked({ ...second, reviewId: "r" }),
  ]);
  const { items } = await ask("");
  expect(items).toMatchObject([{ records: 2, pages: { A3: 3, A4: 42 }, pagesA4: 48 }]);
});
