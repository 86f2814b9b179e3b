import { everyDocument, type PageAsked } from "@sogoc/core";
import { foldForSearch, getRecordType } from "@sogoc/registers";
import type { BookReader } from "../read-models/books.ts";
import type { RecordReader } from "../read-models/records.ts";
import type { ReplacementReader, ReplacementView } from "../read-models/replacements.ts";

interface ReplacementsAsked extends PageAsked {
  readonly unitIds: readonly string[];
  readonly status?: ReplacementView["status"] | undefined;
}

interface ListReplacementsDependencies {
  readonly replacements: ReplacementReader;
  readonly books: BookReader;
  readonly records: RecordReader;
}

/**
 * How many cases of the book name another office than the one that is asked for, or none: they stay
 * as they are, whatever is decided. Undefined where no office is asked for, or it was declined.
 */
const countOtherOffices = async (
  records: RecordReader,
  { bookId, office, status }: ReplacementView,
  recordType: string,
): Promise<number | undefined> => {
  if (office === undefined || status === "declined" || recordType === "") return undefined;
  const { officeField } = getRecordType(recordType);
  const ofBook = await everyDocument(records, { where: { bookId, status: "entered" } });
  const asked = foldForSearch(office);
  return ofBook.filter(({ fields }) => {
    const named = fields[officeField];
    return !named || !("raw" in named) || foldForSearch(named.raw ?? "") !== asked;
  }).length;
};

/**
 * What was asked for of accepted books, newest first, each with its book and, where its office is,
 * how many of its cases name another.
 */
export const listReplacements = async (
  { replacements, books, records }: ListReplacementsDependencies,
  { unitIds, status, limit, after }: ReplacementsAsked,
) => {
  const page = await replacements.query({
    where: { unitId: { in: unitIds }, status },
    orderBy: [{ column: "requestedAt", descending: true }],
    limit,
    after,
  });
  const items = await Promise.all(
    page.items.map(async (replacement) => {
      const { recordType = "", bookNumber = "" } = (await books.find(replacement.bookId)) ?? {};
      const otherOffices = await countOtherOffices(records, replacement, recordType);
      return { replacement, recordType, bookNumber, otherOffices };
    }),
  );
  return { items, next: page.next };
};
