import { type CommandContext, type CommandHandler, type ErrorCode, getSeenVersion } from "@sogoc/core";
import { type ReviewCommand, reviewDecider } from "../domain/review.ts";
import { verdictRefusals } from "../domain/verdict-refusals.ts";
import { countUnansweredFindings, type RuleReaders } from "../steps/count-unanswered-findings.ts";
import { getLimitSetters } from "../steps/get-limit-setters.ts";
import { getVerdictVersion, requireSeenVersion } from "../steps/get-verdict-version.ts";
import type { BookReaders } from "../steps/judge-book.ts";
import { listMarks, type MarkReaders, notMendedOf } from "../steps/list-marks.ts";
import { type BatchLimitsReaders, loadBatchLimits } from "../steps/load-batch-limits.ts";
import type { OpenedReview } from "../steps/load-review.ts";
import { requireMaySeeFirstKeyingsOfBook } from "../steps/require-may-see-first-keying.ts";

interface ReturnBatchDependencies extends BookReaders, MarkReaders, RuleReaders, BatchLimitsReaders {
  readonly commands: Pick<CommandHandler, "handle" | "findHandled" | "load">;
}

export const returnBatchRefusals = [
  ...verdictRefusals,
  "blind-keying",
  "marks-required",
] as const satisfies readonly ErrorCode[];

/**
 * Returns a batch: for the marks of its checks, for fields that have an earlier mark's value again,
 * for findings without an answer, or for limits laxer than its unit's, which then apply to the next
 * round. Throws what `returnBatchRefusals` names, `revision-conflict` where the review or its book
 * has changed since it was seen, or `read-model-behind`.
 */
export const returnBatch = async (
  dependencies: ReturnBatchDependencies,
  { opened, state, revision }: OpenedReview,
  reason: string,
  commandContext: CommandContext,
) => {
  const { reviewId, bookId } = opened;
  const { seen, context } = getSeenVersion(commandContext);
  const before = await dependencies.commands.findHandled(reviewDecider, reviewId, context);
  if (!before) {
    await requireMaySeeFirstKeyingsOfBook(dependencies, context.actor, bookId);
    const { status } = state;
    requireSeenVersion(seen, await getVerdictVersion(dependencies, { status, bookId, revision }));
  }
  const limits = await loadBatchLimits(dependencies, opened, context.at);
  const command: ReviewCommand = {
    type: "ReturnBatch",
    reason,
    unansweredCount: await countUnansweredFindings(dependencies, opened),
    notMended: notMendedOf(await listMarks(dependencies, { ...opened, state })),
    limitSetters: await getLimitSetters(dependencies, opened, limits),
    laxerLimits: limits?.laxer,
    accountId: context.actor.account,
  };
  const judgedContext = { ...context, expectedRevision: revision };
  const handled =
    before ?? (await dependencies.commands.handle(reviewDecider, reviewId, command, judgedContext));
  return { handled, content: { reviewId } };
};
