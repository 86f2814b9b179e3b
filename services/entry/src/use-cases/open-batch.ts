import {
  type CommandContext,
  type CommandHandler,
  CommandRejected,
  type ErrorCode,
  uuidFrom,
} from "@sogoc/core";
import type { BatchPolicy } from "@sogoc/events";
import { usualPolicy } from "@sogoc/events";
import type { NumberRange } from "@sogoc/registers";
import { allotAndOpen, type BookOfBatch } from "../steps/allot-and-open.ts";
import { deriveContext } from "../steps/derive-context.ts";
import {
  type LoadBatchesGivingUpDependencies,
  loadBatchesGivingUp,
} from "../steps/load-batches-giving-up.ts";

/** The parts of a policy that are asked for; the others are as usual. */
type PolicyAsked = { readonly [Part in keyof BatchPolicy]?: BatchPolicy[Part] | undefined };

export const openBatchRefusals = [
  "batch-overlaps",
  "book-unknown",
  "no-first-case",
  "numbers-keyed",
] as const satisfies readonly ErrorCode[];

const withDefaults = (policy: PolicyAsked): BatchPolicy => ({
  keying: policy.keying ?? usualPolicy.keying,
  sampleShare: policy.sampleShare ?? usualPolicy.sampleShare,
  sampleMinimum: policy.sampleMinimum ?? usualPolicy.sampleMinimum,
  errorLimit: policy.errorLimit ?? usualPolicy.errorLimit,
  leaseHours: policy.leaseHours ?? usualPolicy.leaseHours,
  acceptance: policy.acceptance,
});

interface OpenBatchDependencies extends LoadBatchesGivingUpDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
}

interface BatchAsked extends NumberRange {
  readonly policy?: PolicyAsked | undefined;
  /** Only second cases of these numbers, as `3b`, whose first ones are accepted. */
  readonly secondCases?: true | undefined;
}

/**
 * Opens a batch for a book or a part of it, also a later batch: for numbers of a locked or
 * withdrawn batch without a case, or for second cases of those that have one. Throws what
 * `openBatchRefusals` names, `read-model-behind`, or `invalid-request` for second cases of no
 * range.
 */
export const openBatch = async (
  dependencies: OpenBatchDependencies,
  book: BookOfBatch,
  { from, to, policy = {}, secondCases }: BatchAsked,
  context: CommandContext,
) => {
  const batchId = uuidFrom("batch", book.bookId, context.commandId);
  if (secondCases && (from === undefined || to === undefined))
    throw new CommandRejected("invalid-request", {}, [{ pointer: "/from", detail: "from, to" }]);
  const givenUpBy = await loadBatchesGivingUp(dependencies, book.bookId, { from, to, secondCases });
  const opening = { batchId, from, to, givenUpBy, secondCases, policy: withDefaults(policy) };
  const contexts = { allot: context, open: deriveContext(context, "open") };
  const handled = await allotAndOpen(dependencies.commands, book, opening, contexts);
  return { handled, content: { batchId } };
};
