import type { PageAsked } from "@sogoc/core";
import type { ReviewView } from "../read-models/reviews.ts";
import { listCasesAdded } from "../steps/list-cases-added.ts";
import { listOvertakenChecks, type ShownReaders } from "../steps/list-overtaken-checks.ts";
import type { ReviewOfBook, ReviewReaders } from "./get-review.ts";

interface ReviewsAsked extends PageAsked {
  readonly unitIds: readonly string[];
  readonly status?: ReviewView["status"] | undefined;
  readonly batchId?: string | undefined;
}

/** A page of reviews, the newest first. */
export const listReviews = async (
  { reviews, books, keyedBatches, ...shown }: ReviewReaders & ShownReaders,
  { unitIds, status, batchId, limit, after }: ReviewsAsked,
): Promise<{ readonly items: readonly ReviewOfBook[]; readonly next: string | undefined }> => {
  const { items, next } = await reviews.query({
    where: { unitId: { in: unitIds }, status, batchId },
    orderBy: [{ column: "openedAt", descending: true }],
    limit,
    after,
  });
  const known = await books.findMany([...new Set(items.map(({ bookId }) => bookId))]);
  const batches = await keyedBatches.findMany([...new Set(items.map((review) => review.batchId))]);
  const listed: ReviewOfBook[] = [];
  for (const review of items) {
    const checks = review.status === "open" ? Object.entries(review.checks) : [];
    const overtaken = await listOvertakenChecks(
      { ...shown, reviews },
      { reviewId: review.id, bookId: review.bookId },
      checks,
    );
    const casesAdded = await listCasesAdded({ ...shown, reviews, keyedBatches }, review);
    const numbers = batches.get(review.batchId)?.opened ?? undefined;
    listed.push({ review, book: known.get(review.bookId), numbers, overtaken, casesAdded });
  }
  return { items: listed, next };
};
