import { type Acting, type CommandHandler, everyDocument, type PageAsked, refusalOf } from "@sogoc/core";
import { foldForSearch, getRecordType } from "@sogoc/registers";
import { bookDecider } from "../domain/book.ts";
import { requireMayDecideReplacement } from "../domain/replacement.ts";
import type { BookReader } from "../read-models/books.ts";
import type { RecordReader } from "../read-models/records.ts";
import type { ReplacementReader, ReplacementView } from "../read-models/replacements.ts";
import { getHandsInCases } from "../steps/get-hands-in-cases.ts";

interface ReplacementsAsked extends PageAsked {
  readonly unitIds: readonly string[];
  readonly status?: ReplacementView["status"] | undefined;
}

interface ListReplacementsDependencies {
  readonly commands: Pick<CommandHandler, "load">;
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

/** Why whoever asks may not decide on a request that waits. */
const barredFrom = async (
  { commands, records }: Pick<ListReplacementsDependencies, "commands" | "records">,
  { id, bookId, status }: ReplacementView,
  asker: Acting,
) => {
  if (status !== "waiting") return undefined;
  const { state } = await commands.load(bookDecider, bookId);
  const replacement = state.replacements.get(id);
  if (!replacement) return undefined;
  const handsInCases = await getHandsInCases(records, bookId, replacement.requested);
  return refusalOf(() =>
    requireMayDecideReplacement(replacement, { by: asker.account, handsInCases }, asker),
  );
};

/**
 * What was asked for of accepted books, newest first, each with its book, why whoever asks may not
 * decide on it where they may not, and of an office how many cases of the book name another.
 */
export const listReplacements = async (
  dependencies: ListReplacementsDependencies,
  { unitIds, status, limit, after }: ReplacementsAsked,
  asker: Acting,
) => {
  const { replacements, books, records } = dependencies;
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
      const barred = await barredFrom(dependencies, replacement, asker);
      return { replacement, recordType, bookNumber, otherOffices, barred };
    }),
  );
  return { items, next: page.next };
};
