import { fold } from "@sogoc/core";
import { describe, expect, it } from "vitest";
import { type BatchEvent, batchDecider } from "../domain/batch.ts";
import { type BookEvent, bookDecider } from "../domain/book.ts";
import { importBatchId } from "../domain/identity.ts";
import { findingsFor } from "../domain/judgement.ts";
import { problems } from "../problems.ts";
import { batchEvents, batchId } from "../testing/batch-events.ts";
import type { BookWithBatches } from "./book-lookup.ts";
import type { ImportRow } from "./import-row.ts";
import { locateRow } from "./locate-row.ts";
import type { RowProblem } from "./row-problem.ts";

const NOW = "2026-03-01T12:00:00.000Z";
const importing = { recordType: "KS", accountId: "nam", mayOpenBatches: false, now: NOW };

const row = (office = "UBND xã Bình An", so = "7"): ImportRow => ({
  sheet: "DL Import",
  row: 2,
  texts: [],
  fields: { so: { raw: so }, quyenSo: { raw: "01/2008" }, noiDangKy: { raw: office } },
  bookNumber: "01/2008",
  so,
  cellProblems: [],
});

const bookWith = (
  bookId: string,
  office: string,
  allotted: readonly string[] = [],
): BookWithBatches["book"] => {
  const data = {
    bookId,
    unitId: "u-1",
    recordType: "KS",
    bookNumber: "01/2008",
    openingYear: 2008,
    office,
  };
  const events: BookEvent[] = [
    { type: "BookRegistered", data },
    ...allotted.map((id): BookEvent => ({ type: "NumbersAllotted", data: { bookId, batchId: id } })),
  ];
  return fold(bookDecider, events);
};

const place = (
  bookId: string,
  office: string,
  batches: Readonly<Record<string, readonly BatchEvent[]>> = {},
): BookWithBatches => ({
  bookId,
  book: bookWith(bookId, office, Object.keys(batches)),
  batches: new Map(Object.entries(batches).map(([id, events]) => [id, fold(batchDecider, events)])),
});

const ofNam = { [batchId]: [batchEvents.opened, batchEvents.assigned] };

const said = (located: ReturnType<typeof locateRow>) =>
  "target" in located ? [located.target.bookId, located.target.batchId] : located.problem.rule;

describe("a row of a workbook", () => {
  it("goes into the batch of its number, of whoever imports", () => {
    expect(said(locateRow(row(), [place("b-1", "UBND xã Bình An", ofNam)], importing))).toEqual([
      "b-1",
      batchId,
    ]);
  });

  it("is refused where there is no such book, no number or no batch", () => {
    expect(said(locateRow(row(), [], importing))).toBe("book-unknown");
    expect(said(locateRow(row("", "bảy"), [place("b-1", "X", ofNam)], importing))).toBe(
      "registration-number-invalid",
    );
    expect(said(locateRow(row(), [place("b-1", "X")], importing))).toBe("no-batch");
  });

  it("waits for a batch to be opened only where that was asked for", () => {
    const asked = { ...importing, mayOpenBatches: true };
    expect(said(locateRow(row(), [place("b-1", "X")], asked))).toEqual(["b-1", undefined]);
  });

  it("is told apart by the office where merged communes hold books of one number", () => {
    const places = [place("b-1", "UBND xã Bình An", ofNam), place("b-2", "UBND xã Phú Mai", ofNam)];
    expect(said(locateRow(row("UBND xã Phú Mai"), places, importing))).toEqual(["b-2", batchId]);
    expect(said(locateRow(row("UBND"), places, importing))).toBe("book-ambiguous");
    expect(said(locateRow(row(""), places, importing))).toBe("book-ambiguous");
    // Both offices fit, or none is named: neither is a mismatch.
    for (const unclear of ["UBND", ""])
      expect(locateRow(row(unclear), places, importing)).toMatchObject({
        problem: { messageVi: expect.stringMatching(/chưa cho biết là sổ nào/u) },
      });
  });

  it("is refused where the batch is another's, or the lease has run out", () => {
    const places = [place("b-1", "X", ofNam)];
    expect(said(locateRow(row(), places, { ...importing, accountId: "hoa" }))).toBe(
      "batch-assigned-to-another",
    );
    expect(said(locateRow(row(), places, { ...importing, now: "2026-03-02T00:00:01.000Z" }))).toBe(
      "batch-lease-expired",
    );
  });

  it("says the same words as the refusal of whoever keys it", () => {
    const finished: BatchEvent = {
      type: "FirstKeyingFinished",
      data: { batchId, accountId: "nam", records: 3 },
    };
    const keyedTwice = { [batchId]: [...ofNam[batchId], finished] };
    const located = locateRow(row(), [place("b-1", "X", keyedTwice)], importing);
    expect(located).toMatchObject({
      problem: { rule: "first-keying-finished", messageVi: problems["first-keying-finished"].vi },
    });
    const { problem } = locateRow(row("", "bảy"), [place("b-1", "X")], importing) as { problem: RowProblem };
    const [keyed] = findingsFor(
      "KS",
      { so: { raw: "bảy" } },
      { bookNumber: "01/2008", openingYear: 2008, places: {} },
    );
    expect(problem).toMatchObject({
      rule: keyed?.rule,
      messageVi: keyed?.messageVi,
      messageEn: keyed?.messageEn,
    });
  });

  it("lets a fault of the program through: it is no refusal of the row", () => {
    const found = place("b-1", "X", ofNam);
    const batch = found.batches.get(batchId);
    if (!batch) throw new Error("the batch is there");
    Object.defineProperty(batch, "status", {
      get: () => {
        throw new TypeError("a fault of the program");
      },
    });
    expect(() => locateRow(row(), [found], importing)).toThrow(TypeError);
  });

  it("goes on with a batch that its own import began to open before it was cut off", () => {
    const own = importBatchId("i-1", "b-1");
    const cutOff = [place("b-1", "X", { [own]: [] })];
    expect(said(locateRow(row(), cutOff, { ...importing, importId: "i-1" }))).toEqual(["b-1", undefined]);
    expect(said(locateRow(row(), cutOff, { ...importing, importId: "i-2" }))).toBe("batch-unknown");
  });

  it("passes a batch over that was withdrawn, and is refused where that was its own", () => {
    const own = importBatchId("i-1", "b-1");
    const asked = { ...importing, mayOpenBatches: true };
    const withdrawn = [place("b-1", "X", { [own]: [batchEvents.opened, batchEvents.withdrawn] })];
    expect(said(locateRow(row(), withdrawn, asked))).toEqual(["b-1", undefined]);
    expect(said(locateRow(row(), withdrawn, importing))).toBe("no-batch");
    expect(said(locateRow(row(), withdrawn, { ...asked, importId: "i-1" }))).toBe("batch-withdrawn");
  });
});
