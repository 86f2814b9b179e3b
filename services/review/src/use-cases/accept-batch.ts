import type { Directory } from "@sogoc/access";
import { type CommandContext, type CommandHandler, type ErrorCode, getSeenVersion } from "@sogoc/core";
import { type AcceptingVerdict, gateRefusals } from "../domain/gate.ts";
import { countNotMended } from "../domain/mark-state.ts";
import { type ReviewCommand, reviewDecider } from "../domain/review.ts";
import { verdictRefusals } from "../domain/verdict-refusals.ts";
import { versionOfVerdict } from "../domain/verdict-version.ts";
import { countUnansweredFindings, type RuleReaders } from "../steps/count-unanswered-findings.ts";
import { getEarlierRounds } from "../steps/get-earlier-rounds.ts";
import { getLimitSetters } from "../steps/get-limit-setters.ts";
import { requireSeenVersion } from "../steps/get-verdict-version.ts";
import { type BookReaders, judgeBook } from "../steps/judge-book.ts";
import { listCasesAddedTo } from "../steps/list-cases-added.ts";
import { listMarksAfter, type MarkReaders } from "../steps/list-marks.ts";
import { listOvertakenChecks } from "../steps/list-overtaken-checks.ts";
import { type BatchLimitsReaders, loadBatchLimits } from "../steps/load-batch-limits.ts";
import type { OpenedReview } from "../steps/load-review.ts";
import { requireMaySeeFirstKeyingsOfBook } from "../steps/require-may-see-first-keying.ts";

interface AcceptBatchDependencies extends BookReaders, MarkReaders, RuleReaders, BatchLimitsReaders {
  readonly commands: Pick<CommandHandler, "handle" | "findHandled" | "load">;
  readonly directory: Pick<Directory, "tree">;
}

export interface BatchAcceptance {
  /** After fixes: marked fields go back to be mended, and are checked again. */
  readonly verdict: AcceptingVerdict;
  readonly note?: string | undefined;
  /** Whether whoever accepts confirms limits that are laxer than the unit's. */
  readonly acceptsLaxerLimits?: boolean | undefined;
}

export const acceptBatchRefusals = [
  ...gateRefusals,
  ...verdictRefusals,
  "blind-keying",
  "closed-by-yourself",
  "error-limit-exceeded",
  "laxer-limits",
] as const satisfies readonly ErrorCode[];

/**
 * Accepts a batch by its checks and by what its book says at this moment. Throws what
 * `acceptBatchRefusals` names, `revision-conflict` where any of that is not what was seen, or
 * `read-model-behind`.
 */
export const acceptBatch = async (
  dependencies: AcceptBatchDependencies,
  { opened, state, revision }: OpenedReview,
  { verdict, note, acceptsLaxerLimits }: BatchAcceptance,
  commandContext: CommandContext,
) => {
  const { reviewId, bookId, batchId } = opened;
  const { seen, context } = getSeenVersion(commandContext);
  const {
    counts: bookCounts,
    closers,
    statedValues,
    seen: seenOfBook,
  } = await judgeBook(dependencies, bookId);
  const earlier = await getEarlierRounds(dependencies, opened);
  const limits = await loadBatchLimits(dependencies, opened, context.at);
  const command: ReviewCommand = {
    type: "AcceptBatch",
    verdict,
    note,
    bookCounts,
    closers,
    statedValues,
    unansweredCount: await countUnansweredFindings(dependencies, opened),
    notMendedCount: countNotMended(await listMarksAfter(dependencies, earlier, { batchId, state })),
    overtakenCount: (await listOvertakenChecks(dependencies, opened, state.checks)).size,
    casesAdded: await listCasesAddedTo(dependencies, { ...opened, status: state.status }, earlier),
    earlierCheckers: earlier.checkers,
    limitSetters: await getLimitSetters(dependencies, opened, limits),
    laxerLimits: limits?.laxer,
    acceptsLaxerLimits,
    accountId: context.actor.account,
  };
  const before = await dependencies.commands.findHandled(reviewDecider, reviewId, context);
  const books = state.status === "open" ? [seenOfBook] : [];
  if (!before) {
    await requireMaySeeFirstKeyingsOfBook(dependencies, context.actor, bookId);
    requireSeenVersion(seen, versionOfVerdict([revision], books));
  }
  // The command was judged by the review at this revision.
  const judgedContext = { ...context, expectedRevision: revision };
  const handled =
    before ?? (await dependencies.commands.handle(reviewDecider, reviewId, command, judgedContext));
  return { handled, content: { reviewId } };
};
