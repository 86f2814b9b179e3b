import { between, everyDocument, type WhereOf } from "@sogoc/core";
import { type CaseRange, isSecondCase } from "@sogoc/registers";
import type { BookReader } from "../read-models/books.ts";
import { byNumber, type RecordReader } from "../read-models/records.ts";

interface GetKeyedNumbersDependencies {
  readonly records: RecordReader;
  readonly books: BookReader;
}

/** Which numbers of a batch have a case, and what its book says of its numbers. */
export interface KeyedNumbers {
  /** Canonical, as `7`, `7b`, `7/2009`; a voided case leaves its number free. */
  readonly numbers: readonly string[];
  /** Numbers of second cases in the range of the batch, of any batch of the book. */
  readonly secondCaseNumbers: readonly string[];
  /** Year of the numbers that bear none. */
  readonly openingYear: number;
  /** Cases that the inventory counts in the book. */
  readonly expectedCases: number | undefined;
}

/**
 * Returns the numbers, and nothing else of a case. For a batch of second cases they are those of
 * the whole book in its range: a letter that an earlier batch has used is not free.
 */
export const getKeyedNumbers = async (
  { records, books }: GetKeyedNumbersDependencies,
  batch: CaseRange & { readonly batchId: string; readonly bookId: string },
): Promise<KeyedNumbers> => {
  const { batchId, bookId, from, to, secondCases } = batch;
  const where = { bookId, sortNumber: between(from, to), status: "entered" } satisfies WhereOf<
    typeof records
  >;
  const inRange = await everyDocument(records, { where, orderBy: byNumber });
  const book = await books.find(bookId);
  const numbersOf = (some: typeof inRange) => some.map(({ number }) => number);
  return {
    numbers: numbersOf(secondCases ? inRange : inRange.filter((one) => one.batchId === batchId)),
    secondCaseNumbers: numbersOf(inRange).filter(isSecondCase),
    openingYear: book?.openingYear ?? 0,
    expectedCases: book?.expectedCases,
  };
};
