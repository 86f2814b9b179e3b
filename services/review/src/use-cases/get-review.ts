import { CommandRejected } from "@sogoc/core";
import type { BatchKeyingReader, KeyedNumbers } from "../read-models/batch-keying.ts";
import type { BookReader, BookView } from "../read-models/books.ts";
import type { ReviewReader, ReviewView } from "../read-models/reviews.ts";
import { listOvertakenBefore } from "../steps/list-overtaken-before.ts";
import { listOvertakenChecks, type ShownReaders } from "../steps/list-overtaken-checks.ts";

export interface ReviewReaders {
  readonly reviews: ReviewReader;
  readonly books: BookReader;
  readonly keyedBatches: BatchKeyingReader;
}

/** A review with the book that its batch is of, where this service has heard of it. */
export interface ReviewOfBook {
  readonly review: ReviewView;
  readonly book: BookView | undefined;
  /** Which numbers of the book its batch is about, as it was opened. */
  readonly numbers: KeyedNumbers | undefined;
  /** Records that another scan shows since they were checked. */
  readonly overtaken: ReadonlySet<string>;
  /** Records that another scan shows since an earlier round found them right. */
  readonly overtakenBefore: readonly string[];
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
  const overtakenBefore =
    review.status === "open" ? await listOvertakenBefore({ ...shown, reviews }, review) : [];
  const numbers = (await keyedBatches.find(review.batchId))?.opened ?? undefined;
  return { review, book: await books.find(review.bookId), numbers, overtaken, overtakenBefore };
};
