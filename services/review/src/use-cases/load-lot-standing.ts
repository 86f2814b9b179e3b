import { type CommandHandler, CommandRejected, digestOfLines } from "@sogoc/core";
import type { LotBookCounts } from "@sogoc/events";
import { lotFigures } from "../domain/lot-figures.ts";
import { type ReviewState, reviewDecider } from "../domain/review.ts";
import { type BookReaders, countBook } from "./count-book.ts";
import type { FormedLot } from "./load-lot.ts";

export interface LotStandingAccess extends BookReaders {
  readonly commands: Pick<CommandHandler, "load">;
}

/** The reviews of a lot, in the order of its batches. Throws `batch-not-waiting`. */
const loadReviews = (
  commands: Pick<CommandHandler, "load">,
  { lotId, batches }: FormedLot,
): Promise<readonly ReviewState[]> =>
  Promise.all(
    batches.map(async ({ reviewId }) => {
      const { state } = await commands.load(reviewDecider, reviewId);
      // Two people may have put one batch into two lots at the same moment: the second lot never
      // gets its reviews.
      if (state.opened && state.opened.lotId !== lotId) throw new CommandRejected("batch-not-waiting");
      return state;
    }),
  );

/**
 * The counts of the lot's books. One book at a time: a lot may hold five hundred, and all records
 * of a book are read for its counts.
 */
const countBooks = async (access: BookReaders, { batches }: FormedLot): Promise<readonly LotBookCounts[]> => {
  const bookCounts: LotBookCounts[] = [];
  for (const bookId of new Set(batches.map((batch) => batch.bookId))) {
    const counts = await countBook(access, bookId);
    if (counts) bookCounts.push(counts);
  }
  return bookCounts;
};

/** What a lot's reviews say at this moment, read from their streams. Throws `batch-not-waiting`. */
export const loadLotStanding = async (access: LotStandingAccess, lot: FormedLot) => {
  const reviews = await loadReviews(access.commands, lot);
  const sampledOf = (batchId: string) => lot.sample.filter((one) => one.batchId === batchId).length;
  const figures = lotFigures(
    lot.recordType,
    lot.batches.map(({ batchId }, index) => ({
      sampled: sampledOf(batchId),
      checks: [...(reviews[index]?.checks.values() ?? [])],
      rules: reviews[index]?.opened?.rules ?? { errors: 0, warnings: 0 },
    })),
  );
  return {
    figures,
    bookCounts: await countBooks(access, lot),
    progress: lot.batches.map(({ batchId }, index) => ({
      batchId,
      sampled: sampledOf(batchId),
      checked: reviews[index]?.checks.size ?? 0,
    })),
    checkers: [...new Set(reviews.flatMap(({ checkers }) => [...checkers]))],
    digest: digestOfLines(lot.batches.map((batch) => `${batch.batchId}@${batch.digest}`)),
  };
};
