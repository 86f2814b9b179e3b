import { type CommandContext, type CommandHandler, type ErrorCode, uuidFrom } from "@sogoc/core";
import type { BatchPolicy, DataOf } from "@sogoc/events";
import { batchDecider } from "../domain/batch.ts";
import { defaultPolicy } from "../domain/batch-policy.ts";
import { type BookCommand, bookDecider } from "../domain/book.ts";
import { followUp } from "./follow-up.ts";
import type { RegisteredBook } from "./load-book.ts";
import { type NumbersAccess, numbersGivenUp } from "./numbers-given-up.ts";

type BookOfBatch = Pick<RegisteredBook, "bookId" | "unitId" | "recordType" | "bookNumber">;

/** First and last registration number of a batch; left out, from the first or to the last. */
interface Numbers {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** What is asked for of a policy; the rest is as usual. */
type PolicyAsked = { readonly [Part in keyof BatchPolicy]?: BatchPolicy[Part] | undefined };

export const openBatchRefusals = [
  "batch-overlaps",
  "book-unknown",
  "numbers-keyed",
] as const satisfies readonly ErrorCode[];

interface BatchToOpen extends Numbers {
  readonly batchId: string;
  readonly policy: BatchPolicy;
  /** Locked batches in which none of these numbers was keyed. */
  readonly givenUpBy?: readonly string[];
}

/**
 * Allots the numbers, then opens the batch. A crash may come in between: with the same ids again it
 * goes on. Throws what `openBatchRefusals` names.
 */
export const allotAndOpen = async (
  commands: Pick<CommandHandler, "handle">,
  { bookId, unitId, recordType, bookNumber }: BookOfBatch,
  { batchId, from, to, givenUpBy, policy }: BatchToOpen,
  contexts: { readonly allot: CommandContext; readonly open: CommandContext },
) => {
  const allot: BookCommand = { type: "AllotNumbers", bookId, batchId, from, to, givenUpBy };
  await commands.handle(bookDecider, bookId, allot, contexts.allot);
  const data: DataOf<"BatchOpened"> = { batchId, bookId, unitId, recordType, bookNumber, from, to, policy };
  return commands.handle(batchDecider, batchId, { type: "OpenBatch", data }, contexts.open);
};

const withDefaults = (policy: PolicyAsked): BatchPolicy => ({
  keying: policy.keying ?? defaultPolicy.keying,
  sampleShare: policy.sampleShare ?? defaultPolicy.sampleShare,
  sampleMinimum: policy.sampleMinimum ?? defaultPolicy.sampleMinimum,
  errorLimit: policy.errorLimit ?? defaultPolicy.errorLimit,
  leaseHours: policy.leaseHours ?? defaultPolicy.leaseHours,
  acceptance: policy.acceptance,
});

interface OpenBatchAccess extends NumbersAccess {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
}

/**
 * Opens a batch for a book or a part of it; for numbers of a locked batch that were never keyed it
 * is a supplementary one. Throws what `openBatchRefusals` names, or `read-model-behind`.
 */
export const openBatch = async (
  access: OpenBatchAccess,
  book: BookOfBatch,
  { from, to, policy = {} }: Numbers & { readonly policy?: PolicyAsked | undefined },
  context: CommandContext,
) => {
  const batchId = uuidFrom("batch", book.bookId, context.commandId);
  const givenUpBy = await numbersGivenUp(access, book.bookId, { from, to });
  const opening = { batchId, from, to, givenUpBy, policy: withDefaults(policy) };
  const contexts = { allot: context, open: followUp(context, "open") };
  const handled = await allotAndOpen(access.commands, book, opening, contexts);
  return { handled, content: { batchId } };
};
