import type { CommandContext, CommandHandler } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { besideSample } from "../domain/beside-sample.ts";
import { lotDecider } from "../domain/lot.ts";
import { leftToLookAt, reviewDecider } from "../domain/review.ts";
import type { ReviewReader } from "../read-models/reviews.ts";
import type { ScanReader } from "../read-models/scans.ts";
import { getEarlierRoundsAsShown } from "../steps/get-earlier-rounds-as-shown.ts";
import { getKeyingOfBatch } from "../steps/get-keying-of-batch.ts";
import { getAvailability, listBatchesOfOtherLots } from "../steps/list-batches-of-other-lots.ts";
import { listRecordsOfBatch, listVoidedOfBatch } from "../steps/list-records-of-batch.ts";
import { openReview, type ReviewOpening, type ReviewScope } from "./open-review.ts";

export interface OpenLotReviewsDependencies extends ReviewOpening {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
  readonly reviews: ReviewReader;
  readonly scans: ScanReader;
}

/** Opens the review of one batch, unless that belongs to another lot. */
const openOne = async (
  dependencies: OpenLotReviewsDependencies,
  lot: DataOf<"LotFormed">,
  batch: DataOf<"LotFormed">["batches"][number],
  context: CommandContext,
): Promise<void> => {
  const { lotId, unitId, recordType, seed, sample } = lot;
  const { batchId, bookId, reviewId, round, digest } = batch;
  const availability = await getAvailability(dependencies.commands, lotId, reviewId);
  if (availability === "own" || availability === "of-another-lot") return;
  const records = {
    entered: await listRecordsOfBatch(dependencies.records, batchId),
    voided: await listVoidedOfBatch(dependencies.records, batchId),
    keying: await getKeyingOfBatch(dependencies.keyedBatches, batchId),
  };
  const drawn = sample.filter((one) => one.batchId === batchId).map(({ recordId }) => recordId);
  const earlier = await getEarlierRoundsAsShown(dependencies, { batchId, bookId, round });
  const beside = besideSample(records, drawn, earlier) ?? [];
  // Marks and drawn records of the dissolved lot are not lost.
  const left = leftToLookAt((await dependencies.commands.load(reviewDecider, reviewId)).state);
  const again = [...new Set([...beside, ...left.filter((recordId) => !drawn.includes(recordId))])];
  // The lot has the limit; the review of a part is neither accepted nor returned alone.
  const scope: ReviewScope = {
    seed,
    sample: drawn,
    again: again.length > 0 ? again : undefined,
    errorLimit: 0,
    lotId,
  };
  const review = { batchId, bookId, unitId, recordType, round, digest };
  const insteadOfLot = availability === "free" ? undefined : availability.insteadOfLot;
  await openReview(dependencies, review, records, scope, context, insteadOfLot);
};

/**
 * Opens a review for each batch of a formed lot, with its part of the lot's sample and the marks of
 * its earlier rounds. A batch belongs to the lot that opens its review first. Of two lots that were
 * formed of the same batch at the same moment, one goes on; the other is dissolved, and its other
 * batches are free again. Answers whether the lot goes on. `contextOf` gives the context of the
 * command on a batch, or on the lot.
 */
export const openLotReviews = async (
  dependencies: OpenLotReviewsDependencies,
  lot: DataOf<"LotFormed">,
  contextOf: (about: string) => CommandContext,
): Promise<boolean> => {
  const { lotId } = lot;
  // Every lot opens its batches in the same order, so that of several lots with the same batches
  // one gets them all.
  for (const batch of lot.batches.toSorted((one, other) => (one.batchId < other.batchId ? -1 : 1))) {
    await openOne(dependencies, lot, batch, contextOf(batch.batchId));
    const takenBatchIds = await listBatchesOfOtherLots(dependencies.commands, { lotId, batches: [batch] });
    if (takenBatchIds.length === 0) continue;
    const command = { type: "DissolveLot", takenBatchIds } as const;
    await dependencies.commands.handle(lotDecider, lotId, command, contextOf(lotId));
    return false;
  }
  return true;
};
