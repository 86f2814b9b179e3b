import { drawSample, sampleSize } from "@sogoc/acceptance";
import type { Directory } from "@sogoc/access";
import { type CommandContext, type CommandHandler, digestOfRevisions } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { placesKnownBy } from "@sogoc/registers";
import { stricterOf } from "../domain/batch-limits.ts";
import {
  type BatchRecords,
  besideSample,
  changedWhileMending,
  type EarlierRounds,
} from "../domain/beside-sample.ts";
import { reviewIdOf } from "../domain/identity.ts";
import { handsForEvent, makersOf } from "../domain/independence.ts";
import { reviewDecider } from "../domain/review.ts";
import { countFindings, countUnanswered, findingsOfBatch } from "../domain/rule-findings.ts";
import type { BatchKeyingReader } from "../read-models/batch-keying.ts";
import type { RecordReader, RecordView } from "../read-models/records.ts";
import type { ReviewReader } from "../read-models/reviews.ts";
import type { ScanReader } from "../read-models/scans.ts";
import { getEarlierRoundsAsShown } from "../steps/get-earlier-rounds-as-shown.ts";
import { listCasesBesideBatch } from "../steps/list-cases-beside-batch.ts";
import { listRecordsOfBatch, listVoidedOfBatch } from "../steps/list-records-of-batch.ts";

type Submitted = DataOf<"BatchSubmitted">;

/** A batch as its review names it. */
type BatchToReview = Pick<Submitted, "batchId" | "bookId" | "unitId" | "recordType" | "round" | "digest">;

/** Which part of its batch a review checks, and by which limit. */
export type ReviewScope = Pick<
  DataOf<"ReviewOpened">,
  "seed" | "sample" | "again" | "errorLimit" | "lotId" | "fixesOnly"
>;

export interface ReviewOpening {
  readonly commands: Pick<CommandHandler, "handle">;
  readonly records: RecordReader;
  readonly keyedBatches: BatchKeyingReader;
  readonly directory: Pick<Directory, "tree">;
}

/**
 * Opens the review of one round of a batch. A review that is open already stays as it is, unless it
 * was opened for the dissolved lot `insteadOfLot`.
 */
export const openReview = async (
  { commands, directory, records: recordModel, keyedBatches }: ReviewOpening,
  batch: BatchToReview,
  { entered: records, voided }: Pick<BatchRecords<RecordView>, "entered" | "voided">,
  scope: ReviewScope,
  context: CommandContext,
  insteadOfLot?: string,
): Promise<void> => {
  const { batchId, bookId, unitId, recordType, round, digest } = batch;
  const reviewId = reviewIdOf(batchId, round);
  const places = placesKnownBy(directory.tree().units);
  // Whoever voided a case counts as a maker of the batch, even if an earlier round found the
  // voiding right.
  const { keyers, arbiters, passwordHands } = makersOf([...records, ...voided]);
  const others = await listCasesBesideBatch({ records: recordModel, keyedBatches }, batch);
  const data: DataOf<"ReviewOpened"> = {
    reviewId,
    batchId,
    bookId,
    unitId,
    recordType,
    round,
    digest,
    keyers,
    arbiters,
    ...handsForEvent(passwordHands),
    population: records.length,
    ...scope,
    rules: {
      ...countFindings(findingsOfBatch(records, others, places)),
      open: countUnanswered(records, places),
    },
  };
  await commands.handle(reviewDecider, reviewId, { type: "OpenReview", data, insteadOfLot }, context);
};

interface OpenReviewDependencies extends ReviewOpening {
  readonly reviews: ReviewReader;
  readonly scans: ScanReader;
  readonly newId: () => string;
}

/**
 * The records of a batch as they were submitted. Undefined where a later round has begun: then this
 * one has its verdict and needs no review. Throws where the records known here are not those that
 * were submitted.
 */
const findSubmitted = async (
  { records: model, reviews }: OpenReviewDependencies,
  { batchId, round, digest }: Submitted,
): Promise<readonly RecordView[] | undefined> => {
  const records = await listRecordsOfBatch(model, batchId);
  const atHand = records.map(({ id, contentRevision }) => ({ id, revision: contentRevision }));
  if (digestOfRevisions(atHand) === digest) return records;
  const known = await reviews.query({ where: { batchId }, limit: 100 });
  if (known.items.some((review) => review.round >= round)) return undefined;
  throw new Error("the records at hand are not those that were submitted");
};

/**
 * What a round checks. A mending round checks the marked fields' records and those that were
 * changed since. Any other round has a sample: first the records that an earlier sample had and
 * nobody checked, so that nobody can return a batch until its sample misses the errors; then
 * others, up to the sample's size. After a return for limits laxer than the unit's, the stricter
 * limits apply, and everything that was drawn so far stays in the sample. `again` are the records
 * to check besides the sample (`besideSample`).
 */
const scopeOfRound = (
  { policy }: Submitted,
  records: BatchRecords,
  earlier: EarlierRounds,
  seed: string,
): ReviewScope => {
  const { mendingSince: fixesSince } = earlier;
  if (fixesSince !== undefined) {
    const sample = changedWhileMending(records.entered, fixesSince, earlier).map(({ id }) => id);
    const again = besideSample(records, sample, earlier);
    return { seed, sample, again, errorLimit: 0, fixesOnly: true };
  }
  const ids = records.entered.map(({ id }) => id);
  const { limits = policy, drawn = new Set() } = earlier.stricter ?? {};
  const { sampleShare, sampleMinimum, errorLimit } = stricterOf(policy, limits);
  const size = sampleSize(ids.length, sampleShare, sampleMinimum);
  const stays = (id: string) => drawn.has(id) || earlier.notLookedAt.sampled.has(id);
  const left = ids.filter(stays);
  const others = ids.filter((id) => !stays(id));
  const sample = [...left, ...drawSample(others, Math.max(0, size - left.length), seed)];
  return { seed, sample, again: besideSample(records, sample, earlier), errorLimit };
};

/**
 * Opens the review of a submitted batch: runs the rules on all records, and draws a sample by a
 * recorded seed. A batch that is accepted in a lot gets its review with the lot, except in a
 * mending round.
 */
export const openReviewOfSubmission = async (
  dependencies: OpenReviewDependencies,
  submitted: Submitted,
  context: CommandContext,
): Promise<void> => {
  const { batchId, policy } = submitted;
  const earlier = await getEarlierRoundsAsShown(dependencies, submitted);
  if (policy.acceptance === "lot" && earlier.mendingSince === undefined) return;
  const entered = await findSubmitted(dependencies, submitted);
  if (!entered) return;
  const voided = await listVoidedOfBatch(dependencies.records, batchId);
  const records = { entered, voided, keying: policy.keying };
  const scope = scopeOfRound(submitted, records, earlier, dependencies.newId());
  await openReview(dependencies, submitted, records, scope, context);
};
