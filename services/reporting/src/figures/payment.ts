import { allPages, type WhereOf } from "@sogoc/core";
import { type PaymentCounting, parseScanFileName } from "@sogoc/registers";
import { z } from "zod";
import type { Dependencies } from "../dependencies.ts";
import type { BookView } from "../read-models/book-view.ts";
import type { FieldLengthsView } from "../read-models/field-lengths.ts";
import type { ScanView } from "../read-models/scans.ts";
import { type CountedBatch, countsScan } from "./payment-scans.ts";
import { unitNameOf } from "./scope.ts";

/** Work of one unit, book type and year, as contracts count it. */
export const PaymentLine = z.object({
  unitId: z.string(),
  unitName: z.string(),
  recordType: z.string(),
  openingYear: z.int(),
  books: z.int().describe("Books of which a record or a page is counted."),
  records: z.int(),
  fields: z.int().describe("Fields that are not empty."),
  bands: z
    .array(z.int())
    .describe("The same by length: up to the first limit, up to the second, …, above the last."),
  pages: z
    .record(z.string(), z.int())
    .describe("Scanned pages by paper size; without a size in the name, A4."),
  pagesA4: z.number().describe("All pages converted to A4."),
});
export type PaymentLine = z.infer<typeof PaymentLine>;

export interface PaymentQuestion {
  readonly scope: readonly string[];
  /** Upper ends of the length bands, in characters, rising. */
  readonly bands: readonly number[];
  /** A4 pages that a page of each size stands for. */
  readonly a4Of: PaymentCounting["a4"]["sizes"];
  /** Only records of accepted batches, and the scans of their cases. */
  readonly acceptedOnly: boolean;
}

type Line = PaymentLine & { readonly bookIds: Set<string> };
type PaymentKey = Pick<PaymentLine, "unitId" | "recordType" | "openingYear">;

const BOOKS_AT_A_TIME = 200;

const bandOf = (length: number, bands: readonly number[]): number => {
  const at = bands.findIndex((upTo) => length <= upTo);
  return at < 0 ? bands.length : at;
};

/** Lines by unit, book type and year, made when something of theirs is counted first. */
const createLines = (dependencies: Dependencies<"clock" | "directory">, { bands, a4Of }: PaymentQuestion) => {
  const lines = new Map<string, Line>();
  const lineOf = (bookId: string, { unitId, recordType, openingYear }: PaymentKey): Line => {
    const key = `${unitId} ${recordType} ${openingYear}`;
    const line = lines.get(key) ?? {
      unitId,
      unitName: unitNameOf(dependencies, unitId),
      recordType,
      openingYear,
      books: 0,
      records: 0,
      fields: 0,
      bands: Array.from({ length: bands.length + 1 }, () => 0),
      pages: {},
      pagesA4: 0,
      bookIds: new Set<string>(),
    };
    lines.set(key, line);
    line.bookIds.add(bookId);
    line.books = line.bookIds.size;
    return line;
  };
  return {
    addRecord(row: FieldLengthsView) {
      const line = lineOf(row.bookId, row);
      line.records++;
      for (const length of Object.values(row.lengths)) {
        line.fields++;
        const band = bandOf(length, bands);
        line.bands[band] = (line.bands[band] ?? 0) + 1;
      }
    },
    addScan({ book }: BookView, { bookId, fileName, pages }: ScanView) {
      if (!book) return;
      const line = lineOf(bookId, book);
      const size = parseScanFileName(fileName).name?.paperSize ?? "A4";
      line.pages[size] = (line.pages[size] ?? 0) + pages;
      line.pagesA4 += pages * (a4Of[size] ?? 1);
    },
    all: () => [...lines.values()].map(({ bookIds: _, ...line }): PaymentLine => line),
  };
};
type Lines = ReturnType<typeof createLines>;

const addRecords = async (
  dependencies: Dependencies<"batches" | "fieldLengths">,
  lines: Lines,
  question: PaymentQuestion,
): Promise<void> => {
  const accepted = new Map<string, boolean>();
  const isAccepted = async (batchId: string) => {
    const known = accepted.get(batchId) ?? (await dependencies.batches.find(batchId))?.state === "accepted";
    accepted.set(batchId, known);
    return known;
  };
  const where = { unitId: { in: question.scope }, status: "entered" } satisfies WhereOf<
    typeof dependencies.fieldLengths
  >;
  for await (const page of allPages(dependencies.fieldLengths, { where })) {
    for (const row of page) {
      if (question.acceptedOnly && !(await isAccepted(row.batchId))) continue;
      lines.addRecord(row);
    }
  }
};

/** Batches by the book that they are of. */
const listBatchesOfBooks = async ({ batches }: Dependencies<"batches">, bookIds: readonly string[]) => {
  const ofBooks = new Map<string, CountedBatch[]>();
  for await (const page of allPages(batches, { where: { bookId: { in: bookIds } } })) {
    for (const { bookId, state, opening } of page) {
      if (bookId === null || !opening) continue;
      const { from, to, secondCases } = opening;
      const one = { from, to, secondCases, accepted: state === "accepted" };
      ofBooks.set(bookId, [...(ofBooks.get(bookId) ?? []), one]);
    }
  }
  return ofBooks;
};

const addScans = async (
  dependencies: Dependencies<"batches" | "books" | "scans">,
  lines: Lines,
  question: PaymentQuestion,
): Promise<void> => {
  const { scope, acceptedOnly } = question;
  const where = { unitId: { in: scope } } satisfies WhereOf<typeof dependencies.books>;
  for await (const books of allPages(dependencies.books, { where }, BOOKS_AT_A_TIME)) {
    const byId = new Map(books.map((book) => [book.id, book]));
    const batches = await listBatchesOfBooks(dependencies, [...byId.keys()]);
    for await (const page of allPages(dependencies.scans, { where: { bookId: { in: [...byId.keys()] } } })) {
      for (const scan of page) {
        const book = byId.get(scan.bookId);
        if (!book || scan.kind === "cover") continue;
        if (!acceptedOnly || countsScan(scan, batches.get(scan.bookId) ?? [], book.expected))
          lines.addScan(book, scan);
      }
    }
  }
};

/**
 * Made from read models that follow from events alone: asked again as of the same position, the
 * same figures.
 *
 * Pages: a case's scan counts with the batch that its number belongs to. With `acceptedOnly` that
 * batch is accepted; the pages of a whole-book file, which nobody can tell apart by case, count
 * once all of the book is accepted. Covers are not counted, as contracts name cases and pages.
 * Without `acceptedOnly` every case and whole-book scan counts, keyed or not.
 */
export const paymentLines = async (
  dependencies: Dependencies<"batches" | "books" | "clock" | "directory" | "fieldLengths" | "scans">,
  question: PaymentQuestion,
): Promise<readonly PaymentLine[]> => {
  const lines = createLines(dependencies, question);
  await addRecords(dependencies, lines, question);
  await addScans(dependencies, lines, question);
  return lines
    .all()
    .sort(
      (a, b) =>
        a.unitName.localeCompare(b.unitName, "vi") ||
        (a.recordType < b.recordType ? -1 : a.recordType > b.recordType ? 1 : a.openingYear - b.openingYear),
    );
};
