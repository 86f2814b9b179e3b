import { drawSample, lotPlan } from "@sogoc/acceptance";
import { CommandRejected } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { localDay } from "@sogoc/http";
import { getWaiting, limitsFor, nextInspection, reviewIdOf } from "./lot-parts.ts";
import type { ReviewParts } from "./review-parts.ts";

type Assembled = Omit<DataOf<"LotFormed">, "lotId" | "formedBy" | "resumedBecause">;

/**
 * The unit whose people keyed it, where they are all of one; else the office that holds the books.
 */
const digitiserOf = (parts: ReviewParts, keyers: readonly string[], unitId: string): string => {
  const units = new Set(keyers.map((keyer) => parts.http.directory.unitOf(keyer)));
  const [only] = units;
  return units.size === 1 && only !== undefined ? only : unitId;
};

/**
 * What a lot of these waiting batches would be, before a sample is drawn: its size, and the plan
 * that follows from it, from the limits in force and from past lots. Throws `batch-not-waiting`,
 * `lot-mixed`, `read-model-behind`.
 */
export const measureLot = async (parts: ReviewParts, batchIds: readonly string[], at: Date) => {
  const batches = await Promise.all(batchIds.map((batchId) => getWaiting(parts, batchId)));
  const [first] = batches;
  if (!first) throw new CommandRejected("batch-not-waiting");
  const { unitId, recordType } = first.submitted;
  const isOther = ({ submitted }: typeof first) =>
    submitted.unitId !== unitId || submitted.recordType !== recordType;
  if (batches.some(isOther)) throw new CommandRejected("lot-mixed");
  const records = batches.flatMap((batch) => batch.records);
  const keyers = [...new Set(records.flatMap((record) => record.keyers))];
  const digitiserId = digitiserOf(parts, keyers, unitId);
  const next = await nextInspection(parts, digitiserId);
  const { level, key, other } = await limitsFor(parts, unitId, localDay(at));
  const size = records.length;
  const plan = lotPlan(size, { level, key, other }, next.inspection);
  return { batches, records, unitId, recordType, keyers, digitiserId, next, size, plan };
};

/**
 * The lot as it is formed, with the sample by a fresh seed. Throws `batch-not-waiting`,
 * `lot-mixed`, `inspection-stopped`, `read-model-behind`.
 */
export const assembleLot = async (
  parts: ReviewParts,
  batchIds: readonly string[],
  at: Date,
  resumedBecause: string | undefined,
): Promise<Assembled> => {
  const { batches, records, next, ...measured } = await measureLot(parts, batchIds, at);
  if (next.stopped && resumedBecause === undefined) throw new CommandRejected("inspection-stopped");
  const seed = parts.ports.newId();
  const batchOf = new Map(records.map(({ id, batchId }) => [id, batchId]));
  const sample = drawSample([...batchOf.keys()], measured.plan.sampleSize, seed);
  return {
    ...measured,
    seed,
    arbiters: [...new Set(records.flatMap((record) => record.arbiters))],
    sample: sample.map((recordId) => ({ batchId: batchOf.get(recordId) ?? "", recordId })),
    batches: batches.map(({ batchId, submitted }) => {
      const { bookId, bookNumber, round, recordCount, digest } = submitted;
      const reviewId = reviewIdOf(batchId, round);
      return { batchId, bookId, bookNumber, reviewId, round, records: recordCount, digest };
    }),
  };
};
