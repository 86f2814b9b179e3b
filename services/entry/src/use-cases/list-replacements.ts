import type { Directory } from "@sogoc/access";
import { type Acting, type CommandHandler, everyDocument, type PageAsked, refusalOf } from "@sogoc/core";
import { type BookFinding, findingsOfOffice, toBookRecord } from "@sogoc/registers";
import { bookDecider } from "../domain/book.ts";
import { requireMayDecideReplacement } from "../domain/replacement.ts";
import type { BatchReader } from "../read-models/batches.ts";
import type { BookReader, BookView } from "../read-models/books.ts";
import type { RecordReader } from "../read-models/records.ts";
import type { ReplacementReader, ReplacementView } from "../read-models/replacements.ts";
import { getHandsInCases } from "../steps/get-hands-in-cases.ts";
import { isSecondKeyer } from "../steps/require-not-second-keyer.ts";

interface ReplacementsAsked extends PageAsked {
  readonly unitIds: readonly string[];
  readonly status?: ReplacementView["status"] | undefined;
}

interface ListReplacementsDependencies {
  readonly commands: Pick<CommandHandler, "load">;
  readonly replacements: ReplacementReader;
  readonly books: BookReader;
  readonly records: RecordReader;
  readonly batches: BatchReader;
  readonly directory: Pick<Directory, "tree">;
}

/**
 * What the reconciliation of the book finds of the office that is asked for, by the same rules: its
 * cases stay as they are, whatever is decided. Undefined where no office is asked for, or it was
 * declined, and for whoever keys a batch of the book a second time: it quotes cases.
 */
const listOfficeFindings = async (
  { batches, records, directory }: Pick<ListReplacementsDependencies, "batches" | "directory" | "records">,
  { bookId, office, status }: ReplacementView,
  book: BookView | undefined,
  viewer: Acting,
): Promise<readonly BookFinding[] | undefined> => {
  if (office === undefined || status === "declined" || !book || book.unitId === null) return undefined;
  if (await isSecondKeyer(batches, viewer, { bookId })) return undefined;
  const ofBook = await everyDocument(records, { where: { bookId, status: "entered" } });
  const asked = { office, unitId: book.unitId, units: directory.tree().units };
  return findingsOfOffice(ofBook.map(toBookRecord), asked, book.openingYear);
};

/** Why whoever looks may not decide on a request that waits. */
const barredFrom = async (
  { commands, records }: Pick<ListReplacementsDependencies, "commands" | "records">,
  { id, bookId, status }: ReplacementView,
  viewer: Acting,
) => {
  if (status !== "waiting") return undefined;
  const { state } = await commands.load(bookDecider, bookId);
  const replacement = state.replacements.get(id);
  if (!replacement) return undefined;
  const handsInCases = await getHandsInCases(records, bookId, replacement.requested);
  return refusalOf(() =>
    requireMayDecideReplacement(replacement, { by: viewer.account, handsInCases }, viewer),
  );
};

/**
 * What was asked for of accepted books, newest first, each with its book, why whoever looks may not
 * decide on it where they may not, and of an office what the book would be found to have by it.
 */
export const listReplacements = async (
  dependencies: ListReplacementsDependencies,
  { unitIds, status, limit, after }: ReplacementsAsked,
  viewer: Acting,
) => {
  const { replacements, books } = dependencies;
  const page = await replacements.query({
    where: { unitId: { in: unitIds }, status },
    orderBy: [{ column: "requestedAt", descending: true }],
    limit,
    after,
  });
  const items = await Promise.all(
    page.items.map(async (replacement) => {
      const book = await books.find(replacement.bookId);
      const { recordType = "", bookNumber = "" } = book ?? {};
      const findings = await listOfficeFindings(dependencies, replacement, book, viewer);
      const otherOffices = findings && new Set(findings.flatMap(({ records }) => records)).size;
      const barred = await barredFrom(dependencies, replacement, viewer);
      return { replacement, recordType, bookNumber, findings, otherOffices, barred };
    }),
  );
  return { items, next: page.next };
};
