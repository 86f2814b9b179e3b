import type { CommandContext, CommandHandler } from "@sogoc/core";
import type { BatchPolicy, DataOf } from "@sogoc/events";
import type { NumberRange } from "@sogoc/registers";
import { batchDecider } from "../domain/batch.ts";
import { type BookCommand, bookDecider } from "../domain/book.ts";
import type { RegisteredBook } from "./load-book.ts";

export type BookOfBatch = Pick<RegisteredBook, "bookId" | "unitId" | "recordType" | "bookNumber">;

interface BatchToOpen extends NumberRange {
  readonly batchId: string;
  readonly policy: BatchPolicy;
  readonly secondCases?: true | undefined;
  /** Batches, locked or withdrawn or of second cases, that leave these numbers to this one. */
  readonly givenUpBy?: readonly string[];
}

/**
 * Allots the numbers and then opens the batch. After a crash in between, a repetition with the same
 * ids goes on. Throws `batch-overlaps`, `book-unknown` or `no-first-case`, or `invalid-request` for
 * a range that ends before it begins.
 */
export const allotAndOpen = async (
  commands: Pick<CommandHandler, "handle">,
  { bookId, unitId, recordType, bookNumber }: BookOfBatch,
  { batchId, from, to, givenUpBy, secondCases, policy }: BatchToOpen,
  contexts: { readonly allot: CommandContext; readonly open: CommandContext },
) => {
  const allot: BookCommand = { type: "AllotNumbers", bookId, batchId, from, to, givenUpBy, secondCases };
  await commands.handle(bookDecider, bookId, allot, contexts.allot);
  const keys = { batchId, bookId, unitId, recordType, bookNumber };
  const data: DataOf<"BatchOpened"> = { ...keys, from, to, secondCases, policy };
  return commands.handle(batchDecider, batchId, { type: "OpenBatch", data }, contexts.open);
};
