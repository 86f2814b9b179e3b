import type { PageAsked } from "@sogoc/core";
import type { BookReader } from "../read-models/books.ts";
import type { ReplacementReader, ReplacementView } from "../read-models/replacements.ts";

interface ReplacementsAsked extends PageAsked {
  readonly unitIds: readonly string[];
  readonly status?: ReplacementView["status"] | undefined;
}

/** What was asked for of accepted books, newest first, each with its book. */
export const listReplacements = async (
  { replacements, books }: { readonly replacements: ReplacementReader; readonly books: BookReader },
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
      return { replacement, recordType, bookNumber };
    }),
  );
  return { items, next: page.next };
};
