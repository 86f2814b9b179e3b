import { type Inspection, type InspectionState, lotPlan } from "@sogoc/acceptance";
import type { Directory } from "@sogoc/access";
import { CommandRejected, type ErrorCode, vietnamDay } from "@sogoc/core";
import type { LotReader } from "../read-models/lots.ts";
import { getNextInspection } from "../steps/get-next-inspection.ts";
import { type LimitsAccess, loadLimitsInForce } from "../steps/load-limits-in-force.ts";
import { loadWaitingBatch, type WaitingBatchReaders } from "../steps/load-waiting-batch.ts";

export interface MeasureLotAccess extends LimitsAccess, WaitingBatchReaders {
  readonly directory: Pick<Directory, "tree" | "unitOf">;
  readonly lots: LotReader;
}

/**
 * The unit whose people keyed it, where they are all of one; else the office that holds the books.
 */
const digitiserOf = (
  directory: Pick<Directory, "unitOf">,
  keyers: readonly string[],
  unitId: string,
): string => {
  const units = new Set(keyers.map((keyer) => directory.unitOf(keyer)));
  const [only] = units;
  return units.size === 1 && only !== undefined ? only : unitId;
};

export interface LotToMeasure {
  /** A batch named twice counts once. */
  readonly batchIds: readonly string[];
  /** Who forms the lot wants it inspected reduced. */
  readonly reduced?: boolean | undefined;
}

const inspectionOf = ({ inspection, reducible }: InspectionState, reduced: boolean): Inspection => {
  if (!reduced) return inspection;
  if (!reducible) throw new CommandRejected("reduced-not-earned");
  return "reduced";
};

export const measureLotRefusals = [
  "batch-not-waiting",
  "lot-mixed",
  "lot-of-two-rounds",
  "reduced-not-earned",
] as const satisfies readonly ErrorCode[];

/**
 * What a lot of these waiting batches would be, before a sample is drawn: its size, and the plan
 * that follows from it, from the limits in force and from past lots. Throws what
 * `measureLotRefusals` names, or `read-model-behind`.
 */
export const measureLot = async (
  access: MeasureLotAccess,
  { batchIds, reduced = false }: LotToMeasure,
  at: Date,
) => {
  const wanted = [...new Set(batchIds)].sort();
  const batches = await Promise.all(wanted.map((batchId) => loadWaitingBatch(access, batchId)));
  const [first] = batches;
  if (!first) throw new CommandRejected("batch-not-waiting");
  const { unitId, recordType } = first.submitted;
  const isOther = ({ submitted }: typeof first) =>
    submitted.unitId !== unitId || submitted.recordType !== recordType;
  if (batches.some(isOther)) throw new CommandRejected("lot-mixed");
  // How strictly lots are inspected follows from first inspections (ISO 2859-1, 9.3.1): a batch
  // that came back is inspected in a lot of its own kind.
  const isFirst = ({ submitted }: typeof first) => submitted.round === 1;
  if (batches.some((batch) => isFirst(batch) !== isFirst(first)))
    throw new CommandRejected("lot-of-two-rounds");
  const records = batches.flatMap((batch) => batch.records);
  const keyers = [...new Set(records.flatMap((record) => record.keyers))];
  const digitiserId = digitiserOf(access.directory, keyers, unitId);
  const next = await getNextInspection(access.lots, digitiserId);
  const { level, key, other } = await loadLimitsInForce(access, unitId, vietnamDay(at));
  const size = records.length;
  const plan = lotPlan(size, { level, key, other }, inspectionOf(next, reduced));
  return { batches, records, unitId, recordType, keyers, digitiserId, next, size, plan };
};
