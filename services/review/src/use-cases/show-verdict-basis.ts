import { type Acting, type ErrorCode, refusalOf } from "@sogoc/core";
import { placesKnownBy } from "@sogoc/registers";
import { countOnePersonsWord } from "../domain/agreed-by-two.ts";
import { obstaclesByVerdict } from "../domain/gate.ts";
import { countNotMended } from "../domain/mark-state.ts";
import { figuresOf, gateFiguresOf, requireMayAccept, requireMayReturn } from "../domain/review.ts";
import { caseFindingsOf } from "../domain/rule-findings.ts";
import { countUnclearValues } from "../domain/unclear-values.ts";
import { versionOfVerdict } from "../domain/verdict-version.ts";
import type { ReviewReader } from "../read-models/reviews.ts";
import { countUnansweredFindings, type RuleReaders } from "../steps/count-unanswered-findings.ts";
import { getEarlierRounds } from "../steps/get-earlier-rounds.ts";
import { getKeyingOfBatch } from "../steps/get-keying-of-batch.ts";
import { getLimitSetters } from "../steps/get-limit-setters.ts";
import { getWhoGoesOn } from "../steps/get-who-goes-on.ts";
import { type BookReaders, judgeBook } from "../steps/judge-book.ts";
import { listCasesAddedTo } from "../steps/list-cases-added.ts";
import { listMarksAfter } from "../steps/list-marks.ts";
import { listOvertakenChecks } from "../steps/list-overtaken-checks.ts";
import { listRecordsOfBatch } from "../steps/list-records-of-batch.ts";
import { listUnmarkedChanges, type UnmarkedChangesDependencies } from "../steps/list-unmarked-changes.ts";
import { type BatchLimitsReaders, loadBatchLimits } from "../steps/load-batch-limits.ts";
import type { OpenedReview } from "../steps/load-review.ts";
import { newAccountsOf } from "../steps/new-accounts.ts";
import { requireMaySeeFirstKeyingsOfBook } from "../steps/require-may-see-first-keying.ts";
import { requireMaySeeMarkedCases } from "../steps/require-may-see-marked-cases.ts";

export const showVerdictBasisRefusals = [
  "blind-keying",
  "review-unknown",
] as const satisfies readonly ErrorCode[];

interface ShowVerdictBasisDependencies
  extends BookReaders,
    RuleReaders,
    BatchLimitsReaders,
    UnmarkedChangesDependencies {
  readonly directory: RuleReaders["directory"] & Parameters<typeof getWhoGoesOn>[0];
  readonly reviews: ReviewReader;
}

/** How many fields were changed that nobody had marked, and how many were looked at again. */
const countUnmarked = (
  unmarked: Awaited<ReturnType<typeof listUnmarkedChanges>>,
  { checks }: OpenedReview["state"],
) => {
  const count = (of: readonly (readonly [string, readonly object[]])[]) =>
    of.reduce((sum, [, changes]) => sum + changes.length, 0);
  const all = [...unmarked];
  return { fields: count(all), seen: count(all.filter(([recordId]) => checks.has(recordId))) };
};

/**
 * Everything that a verdict on a batch depends on at this moment: figures, limits and who set them,
 * every mark and what became of it, the counts of its book, unclear values, accounts that were new,
 * the obstacles to each acceptance, and why the reader may not decide, where they may not. The
 * number of open findings reveals something of every batch of the book, so whoever keys one of them
 * a second time sees nothing. Throws what `showVerdictBasisRefusals` names, or `read-model-behind`.
 */
export const showVerdictBasis = async (
  dependencies: ShowVerdictBasisDependencies,
  { opened, state, revision }: OpenedReview,
  reader: Acting,
  at: Date,
) => {
  await requireMaySeeFirstKeyingsOfBook(dependencies, reader, opened.bookId);
  const {
    counts: bookCounts,
    outstanding,
    seen,
    closers,
    statedValues,
  } = await judgeBook(dependencies, opened.bookId);
  const figures = figuresOf(state);
  const unansweredCount = await countUnansweredFindings(dependencies, opened);
  const earlier = await getEarlierRounds(dependencies, opened);
  const marks = await listMarksAfter(dependencies, earlier, { batchId: opened.batchId, state });
  await requireMaySeeMarkedCases(dependencies, reader, marks);
  const notMendedCount = countNotMended(marks);
  const { size: overtakenCount } = await listOvertakenChecks(dependencies, opened, state.checks);
  const casesAdded = await listCasesAddedTo(dependencies, { ...opened, status: state.status }, earlier);
  const records = await listRecordsOfBatch(dependencies.records, opened.batchId);
  const unmarked = await listUnmarkedChanges(dependencies, earlier, records);
  const keying = await getKeyingOfBatch(dependencies.keyedBatches, opened.batchId);
  const review = await dependencies.reviews.find(opened.reviewId);
  const gateFigures = gateFiguresOf(state, bookCounts, {
    unansweredCount,
    notMendedCount,
    overtakenCount,
    casesAdded,
  });
  const limits = await loadBatchLimits(dependencies, opened, at);
  const limitSetters = await getLimitSetters(dependencies, opened, limits);
  const stated = { earlierCheckers: earlier.checkers, limitSetters, closers, statedValues };
  const deciding = { account: reader.account, acting: reader };
  return {
    version: versionOfVerdict([revision], state.status === "open" ? [seen] : []),
    figures,
    checkCounts: gateFigures.checkCounts,
    limits,
    allowedWrongFields: Math.floor(opened.errorLimit * figures.fieldsChecked),
    bookCounts,
    outstanding,
    unansweredCount,
    notMendedCount,
    unmarkedChanges: countUnmarked(unmarked, state),
    overtakenCount,
    addedCount: casesAdded.recordIds.length,
    onePersonsWordCount: countOnePersonsWord(keying, records),
    unclear: countUnclearValues(records),
    letStand: caseFindingsOf(records, placesKnownBy(dependencies.directory.tree().units), "let-stand").length,
    newAccounts: newAccountsOf(records, review ? [review] : []),
    people: getWhoGoesOn(
      dependencies.directory,
      { unitId: opened.unitId, makers: [opened], checkers: state.checkers.accounts },
      reader,
      at,
    ),
    marks,
    again: gateFigures.checkCounts.toCheck - opened.sample.length,
    obstacles: obstaclesByVerdict(gateFigures),
    barred: {
      accepting: refusalOf(() => requireMayAccept(state, stated, deciding)),
      returning: refusalOf(() => requireMayReturn(state, stated, deciding)),
    },
  };
};
