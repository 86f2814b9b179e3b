import { type CommandContext, type CommandHandler, CommandRejected, type ErrorCode } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { type BookCommand, bookDecider } from "../domain/book.ts";
import type { BatchReader } from "../read-models/batches.ts";
import { loadBook } from "../steps/load-book.ts";
import { loadHasAcceptedBatch } from "../steps/load-is-accepted.ts";
import { requireNotAcceptorOfBook } from "../steps/require-not-acceptor-of-book.ts";
import { type ReadModelFreshness, requireReadModelsCurrent } from "../steps/require-read-models-current.ts";

export const changeBookDetailsRefusals = [
  "accepted-by-yourself",
  "book-accepted",
  "book-unknown",
  "reset-by-yourself",
] as const satisfies readonly ErrorCode[];

/**
 * Throws `book-accepted` where the office of an accepted book would change: it tells the book from
 * others of its number, and was accepted with it.
 */
const requireOfficeFree = async (
  commands: Pick<CommandHandler, "load">,
  bookId: string,
  office: string | undefined,
): Promise<void> => {
  if (office === undefined) return;
  const registered = await loadBook(commands, bookId);
  if (office !== registered.office && (await loadHasAcceptedBatch(commands, bookId)))
    throw new CommandRejected("book-accepted");
};

interface ChangeBookDetailsDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
  readonly batches: BatchReader;
  readonly freshnessOfAll: ReadModelFreshness;
}

/**
 * Changes details of a book; those left out stay as they are. Throws what
 * `changeBookDetailsRefusals` names, or `read-model-behind`.
 */
export const changeBookDetails = async (
  { commands, batches, freshnessOfAll }: ChangeBookDetailsDependencies,
  bookId: string,
  details: Omit<DataOf<"BookDetailsChanged">, "bookId">,
  context: CommandContext,
) => {
  await requireOfficeFree(commands, bookId, details.office);
  if (details.expectedCases !== undefined || details.pages !== undefined) {
    await requireReadModelsCurrent(freshnessOfAll);
    await requireNotAcceptorOfBook(batches, bookId, context);
  }
  const command: BookCommand = { type: "ChangeBookDetails", data: { bookId, ...details } };
  const handled = await commands.handle(bookDecider, bookId, command, context);
  return { handled, content: { bookId } };
};
