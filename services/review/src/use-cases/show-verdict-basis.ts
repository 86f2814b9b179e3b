import { type Acting, type ErrorCode, refusalOf } from "@sogoc/core";
import { placesKnownBy } from "@sogoc/registers";
import { obstaclesByVerdict } from "../domain/gate.ts";
import { countNotMended } from "../domain/mark-state.ts";
import { figuresOf, gateFiguresOf, requireMayAccept, requireMayReturn } from "../domain/review.ts";
import { caseFindingsOf } from "../domain/rule-findings.ts";
import { countUnclearValues } from "../domain/unclear-values.ts";
import { versionOfVerdict } from "../domain/verdict-version.ts";
import type { ReviewReader } from "../read-models/reviews.ts";
import { countUnansweredFindings, type RuleReaders } from "../steps/count-unanswered-findings.ts";
import { getEarlierRounds } from "../steps/get-earlier-rounds.ts";
import { getLimitSetters } from "../steps/get-limit-setters.ts";
import { type BookReaders, judgeBook } from "../steps/judge-book.ts";
import { listMarksAfter } from "../steps/list-marks.ts";
import { listOvertakenBefore } from "../steps/list-overtaken-before.ts";
import { listOvertakenChecks } from "../steps/list-overtaken-checks.ts";
import { listRecordsOfBatch } from "../steps/list-records-of-batch.ts";
import { listWhoGoesOn } from "../steps/list-who-goes-on.ts";
import { type BatchLimitsReaders, loadBatchLimits } from "../steps/load-batch-limits.ts";
import type { OpenedReview } from "../steps/load-review.ts";
import { newAccountsOf } from "../steps/new-accounts.ts";
import { requireMaySeeFirstKeyingsOfBook } from "../steps/require-may-see-first-keying.ts";
import { requireMaySeeMarkedCases } from "../steps/require-may-see-marked-cases.ts";

export const showVerdictBasisRefusals = [
  "blind-keying",
  "review-unknown",
] as const satisfies readonly ErrorCode[];

interface ShowVerdictBasisDependencies extends BookReaders, RuleReaders, BatchLimitsReaders {
  readonly directory: RuleReaders["directory"] & Parameters<typeof listWhoGoesOn>[0];
  readonly reviews: ReviewReader;
}

/**
 * What a verdict on a batch rests on at this moment: figures, limits with who set them, every mark
 * and what became of it, the counts of its book, what its keyers said of values that are not as
 * clear as others, whose accounts were new when they made or checked it, what stands in the way of
 * either acceptance, and why the reader may not decide, where they may not. How many findings a
 * book has open tells of what is keyed in any of its batches: whoever keys one a second time sees
 * none of this. Throws what `showVerdictBasisRefusals` names, or `read-model-behind`.
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
    said,
  } = await judgeBook(dependencies, opened.bookId);
  const figures = figuresOf(state);
  const unansweredCount = await countUnansweredFindings(dependencies, opened);
  const earlier = await getEarlierRounds(dependencies, opened);
  const marks = await listMarksAfter(dependencies, earlier, { batchId: opened.batchId, state });
  await requireMaySeeMarkedCases(dependencies, reader, marks);
  const notMended = countNotMended(marks);
  const { size: overtaken } = await listOvertakenChecks(dependencies, opened, state.checks);
  const overtakenBefore = await listOvertakenBefore(dependencies, opened);
  const records = await listRecordsOfBatch(dependencies.records, opened.batchId);
  const review = await dependencies.reviews.find(opened.reviewId);
  const gateFigures = gateFiguresOf(state, bookCounts, {
    unansweredCount,
    notMended,
    overtaken,
    overtakenBefore,
  });
  const limitSetters = await getLimitSetters(dependencies, opened.batchId);
  const stated = { earlierCheckers: earlier.checkers, limitSetters, closers, said };
  const deciding = { account: reader.account, acting: reader };
  return {
    version: versionOfVerdict([revision], state.status === "open" ? [seen] : []),
    figures,
    checkCounts: gateFigures.checkCounts,
    limits: await loadBatchLimits(dependencies, opened, at),
    allowedWrongFields: Math.floor(opened.errorLimit * figures.fieldsChecked),
    bookCounts,
    outstanding,
    unansweredCount,
    notMended,
    overtaken,
    unclear: countUnclearValues(records),
    letStand: caseFindingsOf(records, placesKnownBy(dependencies.directory.tree().units), "let-stand").length,
    newAccounts: newAccountsOf(records, review ? [review] : []),
    people: listWhoGoesOn(
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
