import { everyDocument } from "@sogoc/core";
import type { BookReader } from "../read-models/books.ts";
import type { RecordReader } from "../read-models/records.ts";

interface KeyedNumbersAccess {
  readonly records: RecordReader;
  readonly books: BookReader;
}

/** Which numbers of a batch have a case, and what its book says of its numbers. */
export interface KeyedNumbers {
  /** Canonical, as `7`, `7b`, `7/2009`; a voided case leaves its number free. */
  readonly numbers: readonly string[];
  /** A number without a year is of this one. */
  readonly openingYear: number;
  /** Cases that the inventory counts in the book. */
  readonly expectedCases: number | undefined;
}

/** The numbers alone: nothing of a case is read. */
export const listKeyedNumbers = async (
  { records, books }: KeyedNumbersAccess,
  { batchId, bookId }: { readonly batchId: string; readonly bookId: string },
): Promise<KeyedNumbers> => {
  const where = { batchId, status: "entered" as const };
  const keyed = await everyDocument(records, { where, orderBy: [{ column: "sortNumber" }] });
  const book = await books.find(bookId);
  return {
    numbers: keyed.map(({ number }) => number),
    openingYear: book?.openingYear ?? 0,
    expectedCases: book?.expectedCases,
  };
};
