import { CommandRejected } from "@sogoc/core";
import type { CasesAdded } from "../domain/review.ts";
import type { BatchKeyingReader, KeyedNumbers } from "../read-models/batch-keying.ts";
import type { BookReader, BookView } from "../read-models/books.ts";
import type { ReviewReader, ReviewView } from "../read-models/reviews.ts";
import { listCasesAdded } from "../steps/list-cases-added.ts";
import { listOvertakenChecks, type ShownReaders } from "../steps/list-overtaken-checks.ts";

export interface ReviewReaders {
  readonly reviews: ReviewReader;
  readonly books: BookReader;
  readonly keyedBatches: BatchKeyingReader;
}

/** A review with its book, where this service has heard of the book. */
export interface ReviewOfBook {
  readonly review: ReviewView;
  readonly book: BookView | undefined;
  /** The numbers of its batch, as the batch was opened. */
  readonly numbers: KeyedNumbers | undefined;
  /** Records whose scan was replaced since this round checked them. */
  readonly overtaken: ReadonlySet<string>;
  readonly casesAdded: CasesAdded;
}

/** One review as the read model has it. Throws `review-unknown`. */
export const getReview = async (
  { reviews, books, keyedBatches, ...shown }: ReviewReaders & ShownReaders,
  reviewId: string,
): Promise<ReviewOfBook> => {
  const review = await reviews.find(reviewId);
  if (!review) throw new CommandRejected("review-unknown");
  const checks = review.status === "open" ? Object.entries(review.checks) : [];
  const overtaken = await listOvertakenChecks(
    { ...shown, reviews },
    { reviewId: review.id, bookId: review.bookId },
    checks,
  );
  const casesAdded = await listCasesAdded({ ...shown, reviews, keyedBatches }, review);
  const numbers = (await keyedBatches.find(review.batchId))?.opened ?? undefined;
  return { review, book: await books.find(review.bookId), numbers, overtaken, casesAdded };
};
