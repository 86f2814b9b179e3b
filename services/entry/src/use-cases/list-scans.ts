import type { Page, PageAsked } from "@sogoc/core";
import { parseCaseNumber } from "../domain/case-number.ts";
import type { ScanReader, ScanView } from "../read-models/scans.ts";
import type { RegisteredBook } from "../steps/load-book.ts";

interface ScansAsked extends PageAsked {
  /** Number of a case, as it stands on paper. */
  readonly so?: string | undefined;
}

/**
 * Scans in force of a book, by the numbers of their cases. A number finds the scan of that case
 * alone: `7`, `7b` and `7/2009` show three persons.
 */
export const listScans = (
  scans: ScanReader,
  { bookId, openingYear }: Pick<RegisteredBook, "bookId" | "openingYear">,
  { so, limit, after }: ScansAsked,
): Promise<Page<ScanView>> => {
  const number = so === undefined ? undefined : (parseCaseNumber(so, openingYear)?.number ?? so);
  return scans.query({
    where: { bookId, number },
    orderBy: [{ column: "sortNumber" }, { column: "number" }],
    limit,
    after,
  });
};
