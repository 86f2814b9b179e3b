import { CommandRejected } from "@sogoc/core";
import type { ReconciledBook, ReconciledBookReader } from "../read-models/books.ts";
import type { ReviewReader, ReviewView } from "../read-models/reviews.ts";

export interface ReviewReaders {
  readonly reviews: ReviewReader;
  readonly books: ReconciledBookReader;
}

/** A review with the book that its batch is of, where this service has heard of it. */
export interface ReviewOfBook {
  readonly review: ReviewView;
  readonly book: ReconciledBook | undefined;
}

/** One review as the read model has it. Throws `review-unknown`. */
export const getReview = async (
  { reviews, books }: ReviewReaders,
  reviewId: string,
): Promise<ReviewOfBook> => {
  const review = await reviews.find(reviewId);
  if (!review) throw new CommandRejected("review-unknown");
  return { review, book: await books.find(review.bookId) };
};
