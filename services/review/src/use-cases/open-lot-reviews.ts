import type { CommandContext } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { besideSample } from "../domain/beside-sample.ts";
import type { RecordReader } from "../read-models/records.ts";
import type { ReviewReader } from "../read-models/reviews.ts";
import { getEarlierRounds } from "../steps/get-earlier-rounds.ts";
import { listRecordsOfBatch, listVoidedOfBatch } from "../steps/list-records-of-batch.ts";
import { openReview, type ReviewOpening, type ReviewScope } from "./open-review.ts";

interface OpenLotReviewsAccess extends ReviewOpening {
  readonly records: RecordReader;
  readonly reviews: ReviewReader;
}

/**
 * Opens a review for each batch of a formed lot, with its part of the lot's sample and what earlier
 * rounds of it marked. `contextOf` gives the context of the command about a batch.
 */
export const openLotReviews = async (
  access: OpenLotReviewsAccess,
  { lotId, unitId, recordType, seed, sample, batches }: DataOf<"LotFormed">,
  contextOf: (batchId: string) => CommandContext,
): Promise<void> => {
  const { records: model } = access;
  for (const { batchId, bookId, round, digest } of batches) {
    const records = {
      entered: await listRecordsOfBatch(model, batchId),
      voided: await listVoidedOfBatch(model, batchId),
    };
    const drawn = sample.filter((one) => one.batchId === batchId).map(({ recordId }) => recordId);
    const again = besideSample(records, drawn, await getEarlierRounds(access, { batchId, bookId, round }));
    // The limit is the lot's; alone this review can be neither accepted nor returned.
    const scope: ReviewScope = { seed, sample: drawn, again, errorLimit: 0, lotId };
    const batch = { batchId, bookId, unitId, recordType, round, digest };
    await openReview(access, batch, records, scope, contextOf(batchId));
  }
};
