import type { Page, PageAsked } from "@sogoc/core";
import type { ScanReader, ScanView } from "../read-models/scans.ts";

interface ScansAsked extends PageAsked {
  readonly bookId: string;
  /** Canonical number of a case. */
  readonly number?: string | undefined;
}

/** Scans in force of a book, by the numbers of their cases. */
export const listScans = (
  scans: ScanReader,
  { bookId, number, limit, after }: ScansAsked,
): Promise<Page<ScanView>> =>
  scans.query({ where: { bookId, number }, orderBy: [{ column: "sortNumber" }], limit, after });
