import { type CommandContext, type CommandHandler, type ErrorCode, uuidFrom } from "@sogoc/core";
import type { BatchPolicy } from "@sogoc/events";
import type { NumberRange } from "@sogoc/registers";
import { defaultPolicy } from "../domain/batch-policy.ts";
import { allotAndOpen, type BookOfBatch } from "../steps/allot-and-open.ts";
import { followUp } from "../steps/follow-up.ts";
import { loadNumbersGivenUp, type NumbersAccess } from "../steps/load-numbers-given-up.ts";

/** What is asked for of a policy; the rest is as usual. */
type PolicyAsked = { readonly [Part in keyof BatchPolicy]?: BatchPolicy[Part] | undefined };

export const openBatchRefusals = [
  "batch-overlaps",
  "book-unknown",
  "numbers-keyed",
] as const satisfies readonly ErrorCode[];

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
  { from, to, policy = {} }: NumberRange & { readonly policy?: PolicyAsked | undefined },
  context: CommandContext,
) => {
  const batchId = uuidFrom("batch", book.bookId, context.commandId);
  const givenUpBy = await loadNumbersGivenUp(access, book.bookId, { from, to });
  const opening = { batchId, from, to, givenUpBy, policy: withDefaults(policy) };
  const contexts = { allot: context, open: followUp(context, "open") };
  const handled = await allotAndOpen(access.commands, book, opening, contexts);
  return { handled, content: { batchId } };
};
