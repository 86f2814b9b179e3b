import type { PageAsked } from "@sogoc/core";
import { foldForSearch, formatBookNumber, parseBookNumber } from "@sogoc/registers";
import type { Dependencies } from "../dependencies.ts";
import { type BookLine, type BookLinesDependencies, listBookLines } from "../figures/book-lines.ts";
import type { Freshness } from "../figures/freshness.ts";

interface BooksAsked extends PageAsked {
  readonly scope: readonly string[];
  readonly recordType?: string | undefined;
  readonly phase?: number | undefined;
  /** As somebody types it: `1/2008` finds `01/2008`. */
  readonly bookNumber?: string | undefined;
}

const inOrderOfShelves = [
  { column: "unitId" },
  { column: "recordType" },
  { column: "openingYear" },
  { column: "bookNumber" },
] as const;

const canonical = (text: string): string => {
  const parsed = parseBookNumber(text);
  return parsed ? formatBookNumber(parsed) : foldForSearch(text);
};

/** A page of the books of a scope in the order of the shelves, and how current it is. */
export const listBooks = async (
  dependencies: Dependencies<"books" | "freshness"> & BookLinesDependencies,
  { scope, recordType, phase, bookNumber, limit, after }: BooksAsked,
): Promise<{ items: BookLine[]; next?: string | undefined; freshness: Freshness }> => {
  const freshness = await dependencies.freshness(["books", "batches", "scans", "handovers", "records"]);
  const page = await dependencies.books.query({
    where: {
      unitId: { in: scope },
      recordType,
      phase,
      bookNumber: bookNumber === undefined ? undefined : canonical(bookNumber),
    },
    orderBy: inOrderOfShelves,
    limit,
    after,
  });
  return { items: await listBookLines(dependencies, page.items), next: page.next, freshness };
};
