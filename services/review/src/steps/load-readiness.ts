import { everyDocument } from "@sogoc/core";
import type { ReviewReader } from "../read-models/reviews.ts";
import type { SubmittedRecordReader } from "../read-models/submitted-records.ts";

export interface ReadinessReaders {
  readonly records: SubmittedRecordReader;
  readonly reviews: ReviewReader;
}

/** How many records a book has now, and how many of them no accepted batch holds. */
export const loadReadiness = async ({ records: model, reviews }: ReadinessReaders, bookId: string) => {
  const records = await everyDocument(model, { where: { bookId, status: "entered" } });
  const batchIds = [...new Set(records.map(({ batchId }) => batchId))];
  const accepted = await everyDocument(reviews, {
    where: { batchId: { in: batchIds }, status: "accepted" },
  });
  const done = new Set(accepted.map(({ batchId }) => batchId));
  return {
    inBook: records.length,
    notAccepted: records.filter(({ batchId }) => !done.has(batchId)).length,
  };
};
