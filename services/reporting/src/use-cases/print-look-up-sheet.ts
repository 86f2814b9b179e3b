import { logReading } from "@sogoc/access";
import { type CommandContext, CommandRejected, type ErrorCode } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import { lookUpSheet } from "../documents/look-up-sheet.ts";
import { currentEvents, type RecordAt, recordAt } from "../history/record-at.ts";
import { countLookUpSheet } from "../steps/count-partial-export.ts";
import { getBook } from "../steps/get-book.ts";
import { hasWholeBook } from "../steps/has-whole-book.ts";
import { requireMaySeeFirstKeying } from "../steps/require-may-see-first-keying.ts";

export const printLookUpSheetRefusals = [
  "blind-keying",
  "blob-missing",
  "book-unknown",
  "record-unknown",
  "sheets-amount-to-book",
  "sheets-of-a-day",
] as const satisfies readonly ErrorCode[];

type RequireNotWholeBookDependencies = Dependencies<"batches" | "blobs" | "books" | "commands" | "exports">;

/**
 * Counts a sheet of paper with the other partial exports of its book, and with those of the
 * person's day, but for whoever has the whole book. Throws `book-unknown`, `sheets-amount-to-book`
 * and `sheets-of-a-day`.
 */
const requireNotWholeBook = async (
  dependencies: RequireNotWholeBookDependencies,
  { id: recordId, bookId }: RecordAt,
  context: CommandContext,
): Promise<void> => {
  const book = await getBook(dependencies, bookId);
  const tooMuch = await countLookUpSheet(dependencies, { bookId, recordId, book }, context);
  if (tooMuch === undefined || (await hasWholeBook(dependencies, book, context))) return;
  throw new CommandRejected(tooMuch);
};

/**
 * A record on paper, for looking up, as a PDF. `origin` is the address of the server, for example
 * `https://so-goc.example`. Whoever looks is recorded first. Throws what `printLookUpSheetRefusals`
 * names.
 */
export const printLookUpSheet = async (
  dependencies: RequireNotWholeBookDependencies & Dependencies<"clock" | "directory" | "store">,
  recordId: string,
  origin: string,
  context: CommandContext,
): Promise<Buffer> => {
  const events = await dependencies.store.readStream(`record-${recordId}`);
  const record = recordAt(currentEvents(events));
  if (!record) throw new CommandRejected("record-unknown");
  await requireMaySeeFirstKeying(dependencies, context.actor, record.batchId);
  await requireNotWholeBook(dependencies, record, context);
  await logReading(dependencies.commands, context, [record.id], "look-up");
  const hash = events.at(-1)?.metadata.hash ?? "";
  // Behind "#" no server sees it: the page lays it beside the log by itself.
  const address = `${origin}/tra-cuu/${recordId}#${hash}`;
  return lookUpSheet(dependencies, record, { address, hash });
};
