import { CommandRejected, type PageAsked } from "@sogoc/core";
import type { ReconciledBook, ReconciledBookReader } from "../read-models/books.ts";
import type { ReviewReader, ReviewView } from "../read-models/reviews.ts";

interface ReviewReaders {
  readonly reviews: ReviewReader;
  readonly books: ReconciledBookReader;
}

interface ReviewsAsked extends PageAsked {
  readonly unitIds: readonly string[];
  readonly status?: ReviewView["status"] | undefined;
  readonly batchId?: string | undefined;
}

/** A review with the book that its batch is of, where this service has heard of it. */
export interface ReviewOfBook {
  readonly review: ReviewView;
  readonly book: ReconciledBook | undefined;
}

/** A page of reviews, the newest first. */
export const listReviews = async (
  { reviews, books }: ReviewReaders,
  { unitIds, status, batchId, limit, after }: ReviewsAsked,
): Promise<{ readonly items: readonly ReviewOfBook[]; readonly next: string | undefined }> => {
  const { items, next } = await reviews.query({
    where: { unitId: { in: unitIds }, status, batchId },
    orderBy: [{ column: "openedAt", descending: true }],
    limit,
    after,
  });
  const known = await books.findMany([...new Set(items.map(({ bookId }) => bookId))]);
  return { items: items.map((review) => ({ review, book: known.get(review.bookId) })), next };
};

/** One review as the read model has it. Throws `review-unknown`. */
export const getReview = async (
  { reviews, books }: ReviewReaders,
  reviewId: string,
): Promise<ReviewOfBook> => {
  const review = await reviews.find(reviewId);
  if (!review) throw new CommandRejected("review-unknown");
  return { review, book: await books.find(review.bookId) };
};
