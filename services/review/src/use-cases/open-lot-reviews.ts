import type { CommandContext, CommandHandler, ReadModelReader } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { recordsOfBatch } from "../read-models/records-of-batch.ts";
import type { SubmittedRecord } from "../read-models/submitted-records.ts";
import { type Look, openReview } from "./open-review.ts";

interface OpenLotReviewsAccess {
  readonly commands: Pick<CommandHandler, "handle">;
  readonly records: ReadModelReader<SubmittedRecord>;
}

/**
 * Opens a review for each batch of a formed lot, with its part of the lot's sample. `contextOf`
 * gives the context of the command about a batch.
 */
export const openLotReviews = async (
  { commands, records: model }: OpenLotReviewsAccess,
  { lotId, unitId, recordType, seed, sample, batches }: DataOf<"LotFormed">,
  contextOf: (batchId: string) => CommandContext,
): Promise<void> => {
  for (const { batchId, bookId, round, digest } of batches) {
    const records = await recordsOfBatch(model, batchId);
    const drawn = sample.filter((one) => one.batchId === batchId).map(({ recordId }) => recordId);
    // The limit is the lot's; alone this review can be neither accepted nor returned.
    const look: Look = { seed, sample: drawn, errorLimit: 0, lotId };
    const batch = { batchId, bookId, unitId, recordType, round, digest };
    await openReview(commands, batch, records, look, contextOf(batchId));
  }
};
