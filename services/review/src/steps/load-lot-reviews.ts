import { type CommandHandler, CommandRejected, digestOfLines, type Hands, joinHands } from "@sogoc/core";
import type { LotBookCounts } from "@sogoc/events";
import type { CasesNotKeyed } from "../domain/cases-not-keyed.ts";
import { countChecks } from "../domain/gate.ts";
import { makersIn } from "../domain/independence.ts";
import { lotFigures } from "../domain/lot-figures.ts";
import { countNotMended } from "../domain/mark-state.ts";
import {
  type CasesAdded,
  everyCaseToCheck,
  noCasesAdded,
  type ReviewState,
  reviewDecider,
  sampleChecks,
} from "../domain/review.ts";
import type { StatedValue } from "../domain/stated-values.ts";
import { type SeenOfBook, versionOfVerdict } from "../domain/verdict-version.ts";
import { countUnansweredFindings, type RuleReaders } from "./count-unanswered-findings.ts";
import { getEarlierRoundsAmong, listRoundsOfBook } from "./get-earlier-rounds.ts";
import { type BookReaders, judgeBook } from "./judge-book.ts";
import { listCasesAddedTo } from "./list-cases-added.ts";
import { listMarksAfter, type MarkReaders } from "./list-marks.ts";
import { listOvertakenChecks, type ShownReaders } from "./list-overtaken-checks.ts";
import type { FormedLot } from "./load-lot.ts";

export interface LoadLotReviewsDependencies extends BookReaders, MarkReaders, RuleReaders {
  readonly commands: Pick<CommandHandler, "load">;
}

interface LoadedReview {
  readonly state: ReviewState;
  /** -1 before it is opened. */
  readonly revision: number;
}

/** The reviews of a lot, in the order of its batches. Throws `lot-dissolved`. */
const loadReviews = (
  commands: Pick<CommandHandler, "load">,
  { lotId, batches }: FormedLot,
): Promise<readonly LoadedReview[]> =>
  Promise.all(
    batches.map(async ({ reviewId }) => {
      const { state, revision } = await commands.load(reviewDecider, reviewId);
      // Two people may have put one batch into two lots at the same moment; the second lot is
      // dissolved.
      if (state.opened && state.opened.lotId !== lotId) throw new CommandRejected("lot-dissolved");
      return { state, revision };
    }),
  );

/**
 * The counts of the lot's books, and who closed findings of them. Reads one book at a time, since
 * all its records are read and a lot may contain five hundred books.
 */
const judgeBooks = async (dependencies: BookReaders, { batches }: FormedLot) => {
  const bookCounts: LotBookCounts[] = [];
  const closers: Hands[] = [];
  const statedValues: StatedValue[] = [];
  const outstanding: (CasesNotKeyed & { readonly bookId: string })[] = [];
  const seenOfBooks: SeenOfBook[] = [];
  for (const bookId of new Set(batches.map((batch) => batch.bookId))) {
    const judged = await judgeBook(dependencies, bookId);
    bookCounts.push(judged.counts);
    closers.push(judged.closers);
    statedValues.push(...judged.statedValues);
    if (judged.outstanding) outstanding.push({ ...judged.outstanding, bookId });
    seenOfBooks.push(judged.seen);
  }
  return { bookCounts, outstanding, seenOfBooks, closers: joinHands(closers), statedValues };
};

const sumUnansweredFindings = async (
  dependencies: RuleReaders,
  reviews: readonly ReviewState[],
): Promise<number> => {
  let unansweredCount = 0;
  for (const { opened } of reviews) unansweredCount += await countUnansweredFindings(dependencies, opened);
  return unansweredCount;
};

/**
 * The marks of every review of the lot, each with its batch, everybody who checked anything of it
 * in an earlier round, and what each review has to look at since it was opened.
 */
const getRoundsOfLot = async (
  dependencies: LoadLotReviewsDependencies,
  lot: FormedLot,
  reviews: readonly ReviewState[],
) => {
  const marks: (Awaited<ReturnType<typeof listMarksAfter>>[number] & { readonly batchId: string })[] = [];
  const earlierCheckers: Hands[] = [];
  const added: CasesAdded[] = [];
  const books = new Map<string, Awaited<ReturnType<typeof listRoundsOfBook>>>();
  for (const [index, batch] of lot.batches.entries()) {
    const { batchId, bookId } = batch;
    const state = reviews[index] ?? reviewDecider.initialState();
    const ofBook = books.get(bookId) ?? (await listRoundsOfBook(dependencies.reviews, bookId));
    books.set(bookId, ofBook);
    const earlier = await getEarlierRoundsAmong(ofBook, dependencies, batch);
    const found = await listMarksAfter(dependencies, earlier, { batchId, state });
    marks.push(...found.map((mark) => ({ ...mark, batchId })));
    earlierCheckers.push(earlier.checkers);
    const { opened, status } = state;
    added.push(opened ? await listCasesAddedTo(dependencies, { ...opened, status }, earlier) : noCasesAdded);
  }
  return { marks, earlierCheckers, added };
};

/** How many checks of each batch were made beside a scan that has been replaced. */
const countOvertaken = async (
  dependencies: ShownReaders,
  lot: FormedLot,
  reviews: readonly ReviewState[],
): Promise<readonly number[]> => {
  const counts: number[] = [];
  for (const [index, batch] of lot.batches.entries()) {
    const found = await listOvertakenChecks(dependencies, batch, reviews[index]?.checks ?? []);
    counts.push(found.size);
  }
  return counts;
};

/**
 * Each batch of the lot with its review; before that is opened, the batch has only its part of the
 * sample to check.
 */
const partsOf = (lot: FormedLot, reviews: readonly ReviewState[], added: readonly CasesAdded[]) =>
  lot.batches.map(({ batchId }, index) => {
    const review = reviews[index] ?? reviewDecider.initialState();
    const sampled = lot.sample.filter((one) => one.batchId === batchId).length;
    const toCheck = review.opened
      ? everyCaseToCheck(review.opened, review.checks.keys(), added[index] ?? noCasesAdded).length
      : sampled;
    return { batchId, review, sampled, toCheck };
  });

/**
 * Everything that a verdict on a lot depends on, by the streams of its reviews. Throws
 * `lot-dissolved`, `read-model-behind`.
 */
export const loadLotReviews = async (dependencies: LoadLotReviewsDependencies, lot: FormedLot) => {
  const loaded = await loadReviews(dependencies.commands, lot);
  const reviews = loaded.map(({ state }) => state);
  const { marks, earlierCheckers, added } = await getRoundsOfLot(dependencies, lot, reviews);
  const parts = partsOf(lot, reviews, added);
  const toCheck = parts.reduce((sum, part) => sum + part.toCheck, 0);
  const overtaken = await countOvertaken(dependencies, lot, reviews);
  const sumOvertaken = overtaken.reduce((sum, ofBatch) => sum + ofBatch, 0);
  const { seenOfBooks, ...judgedBooks } = await judgeBooks(dependencies, lot);
  return {
    version: versionOfVerdict(
      loaded.map(({ revision }) => revision),
      seenOfBooks,
    ),
    figures: lotFigures(
      lot.recordType,
      parts.map(({ sampled, review }) => ({
        sampled,
        checks: sampleChecks(review),
        rules: review.opened?.rules ?? { errors: 0, warnings: 0 },
      })),
    ),
    checkCounts: countChecks(
      toCheck,
      reviews.flatMap(({ checks }) => [...checks.values()]),
      sumOvertaken,
    ),
    overtakenCount: sumOvertaken,
    addedCount: added.reduce((sum, { recordIds }) => sum + recordIds.length, 0),
    /** Only then it is known everything that has to be checked. */
    allOpen: reviews.every(({ opened }) => opened !== undefined),
    /** The counts of its books, and who closed findings of them that persist. */
    ...judgedBooks,
    unansweredCount: await sumUnansweredFindings(dependencies, reviews),
    /** Every mark with what became of it. */
    marks,
    notMendedCount: countNotMended(marks),
    progress: parts.map(({ batchId, toCheck, review }, index) => ({
      batchId,
      toCheck,
      checked: review.checks.size - (overtaken[index] ?? 0),
      keptBack: review.afterVerdict,
    })),
    makers: reviews.flatMap(({ opened }) => (opened ? [makersIn(opened)] : [])),
    /** Of this round and of earlier ones: what they found right is accepted as well. */
    checkers: joinHands([...reviews.map(({ checkers }) => checkers), ...earlierCheckers]),
    digest: digestOfLines(lot.batches.map((batch) => `${batch.batchId}@${batch.digest}`)),
  };
};
