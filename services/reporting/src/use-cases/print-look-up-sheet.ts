import { logReading } from "@sogoc/access";
import { type CommandContext, CommandRejected, type ErrorCode } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import { lookUpSheet } from "../documents/look-up-sheet.ts";
import { currentEvents, type RecordAt, recordAt } from "../history/record-at.ts";
import { getBook } from "../steps/get-book.ts";
import { hasWholeBook } from "../steps/has-whole-book.ts";
import { requireMaySeeFirstKeying } from "../steps/require-may-see-first-keying.ts";
import { takeSheet } from "../steps/take-few-records.ts";

export const printLookUpSheetRefusals = [
  "blind-keying",
  "blob-missing",
  "book-unknown",
  "record-unknown",
  "sheets-amount-to-book",
] as const satisfies readonly ErrorCode[];

type CountSheetDependencies = Dependencies<"batches" | "blobs" | "books" | "commands" | "exports">;

/**
 * Sheets of paper are counted with what is taken of a book a few records at a time, but for whoever
 * has the book. Throws `book-unknown` and `sheets-amount-to-book`.
 */
const countSheet = async (
  dependencies: CountSheetDependencies,
  { id: recordId, bookId }: RecordAt,
  context: CommandContext,
): Promise<void> => {
  const book = await getBook(dependencies, bookId);
  if (await takeSheet(dependencies, { bookId, recordId, book }, context)) return;
  if (await hasWholeBook(dependencies, book, context)) return;
  throw new CommandRejected("sheets-amount-to-book");
};

/**
 * A record on paper, for looking up, as a PDF. `origin` is the address of the server, for example
 * `https://so-goc.example`. Whoever looks is recorded first. Throws what `printLookUpSheetRefusals`
 * names.
 */
export const printLookUpSheet = async (
  dependencies: CountSheetDependencies & Dependencies<"clock" | "directory" | "store">,
  recordId: string,
  origin: string,
  context: CommandContext,
): Promise<Buffer> => {
  const events = await dependencies.store.readStream(`record-${recordId}`);
  const record = recordAt(currentEvents(events));
  if (!record) throw new CommandRejected("record-unknown");
  await requireMaySeeFirstKeying(dependencies, context.actor, record.batchId);
  await countSheet(dependencies, record, context);
  await logReading(dependencies.commands, context, [record.id], "look-up");
  const hash = events.at(-1)?.metadata.hash ?? "";
  // Behind "#" no server sees it: the page lays it beside the log by itself.
  const address = `${origin}/tra-cuu/${recordId}#${hash}`;
  return lookUpSheet(dependencies, record, { address, hash });
};
