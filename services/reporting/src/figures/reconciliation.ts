import { allPages } from "@sogoc/core";
import type { FieldValues } from "@sogoc/events";
import {
  type BookCounts,
  type BookRecord,
  getRecordType,
  keyFields,
  type ReconciliationFinding,
  reconcileBook,
} from "@sogoc/registers";
import type { RecordRow } from "../read-models/records.ts";
import type { ScanRow } from "../read-models/scans.ts";
import type { RegisteredBook, ReportingParts } from "../reporting-parts.ts";

export interface Reconciliation {
  readonly counts: BookCounts & { readonly voided: number; readonly hasCover: boolean };
  readonly findings: readonly ReconciliationFinding[];
  /** Registration number by record id, so that findings can be read. */
  readonly numbers: ReadonlyMap<string, string>;
}

/**
 * The key columns alone: a book's numbers have four digits at most, so that all of them fit in
 * memory.
 */
const toBookRecord = (row: RecordRow): BookRecord => {
  const recordType = getRecordType(row.recordType);
  const { number, book, page, date } = keyFields(recordType);
  const fields: FieldValues = { [book]: { raw: row.bookNumber } };
  for (const code of [page, date]) {
    const value = code === undefined ? undefined : row.kept[code];
    if (code !== undefined && value) fields[code] = value;
  }
  // The number as it makes the case unique: with the suffix of a second case under one number.
  fields[number] = { raw: row.number };
  return {
    id: row.id,
    recordType,
    fields,
    confirmed: row.duplicate ? ["duplicate-registration"] : undefined,
  };
};

/** The whole book against its inventory and its scans, as `reconcileBook` sees it. */
export const reconcile = async (parts: ReportingParts, book: RegisteredBook): Promise<Reconciliation> => {
  const records: BookRecord[] = [];
  const numbers = new Map<string, string>();
  let voided = 0;
  for await (const page of allPages(parts.records, {
    where: { bookId: book.id },
    orderBy: [{ column: "sortNumber" }],
  })) {
    for (const row of page) {
      if (row.status === "voided") {
        voided++;
        continue;
      }
      records.push(toBookRecord(row));
      numbers.set(row.id, row.number);
    }
  }
  const scans: ScanRow[] = [];
  for await (const page of allPages(parts.scans, { where: { bookId: book.id } })) scans.push(...page);
  const cases = scans.filter(({ kind }) => kind === "case");
  const files = cases.map(({ fileName: name, sha256, pages }) => ({ name, sha256, pages }));
  const scannedPages = scans
    .filter(({ kind }) => kind !== "cover")
    .reduce((sum, { pages }) => sum + pages, 0);
  const { bookNumber, openingYear } = book.book;
  const inventoried = {
    bookNumber,
    openingYear,
    expectedCases: book.expected === null ? undefined : book.expected,
    pages: book.pages === null ? undefined : book.pages,
  };
  const { counts, findings } = reconcileBook(inventoried, records, files, scannedPages);
  return {
    counts: { ...counts, voided, hasCover: scans.some(({ kind }) => kind === "cover") },
    findings,
    numbers,
  };
};
