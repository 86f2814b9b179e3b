import { type Inspection, type InspectionState, lotPlan } from "@sogoc/acceptance";
import { type Directory, nameOn } from "@sogoc/access";
import { CommandRejected, type ErrorCode, vietnamDay } from "@sogoc/core";
import { limitSettersForEvent } from "../domain/independence.ts";
import { getNextInspection, type InspectionReaders } from "../steps/get-next-inspection.ts";
import { getWaitingBatch, type WaitingBatchReaders } from "../steps/get-waiting-batch.ts";
import { type LoadLimitsDependencies, loadLimitsInForce } from "../steps/load-limits-in-force.ts";

export interface MeasureLotDependencies
  extends LoadLimitsDependencies,
    WaitingBatchReaders,
    InspectionReaders {
  readonly directory: Pick<Directory, "tree" | "unitOf">;
}

type LoadedBatch = Awaited<ReturnType<typeof getWaitingBatch>>;

/**
 * The units of everybody who keyed a batch, sent its workbook or had another hand in it. The unit
 * at that time counts: somebody who moves does not take earlier work along. People of no known unit
 * count as people of the batch's unit.
 */
const digitisersOfBatch = (
  directory: Pick<Directory, "unitOf">,
  { records, submitted }: LoadedBatch,
): readonly string[] => {
  const units = records.flatMap(({ keyers, keyerUnits }) =>
    keyers.map((keyer) => keyerUnits[keyer] ?? directory.unitOf(keyer)),
  );
  return [...new Set(units.map((unitId) => unitId ?? submitted.unitId))].sort();
};

/**
 * The units whose people keyed a lot. They must be the same in each of its batches, since each unit
 * is inspected by its own record. Throws `lot-of-two-digitisers`, with the units of every batch
 * that differs from the first.
 */
const getDigitisers = (
  directory: Pick<Directory, "tree" | "unitOf">,
  batches: readonly LoadedBatch[],
  day: string,
): readonly string[] => {
  const { units } = directory.tree();
  const nameOf = (unitId: string) => {
    const unit = units.get(unitId);
    return unit ? nameOn(unit, day) : unitId;
  };
  const known = batches.map((batch) => ({ batch, digitisers: digitisersOfBatch(directory, batch) }));
  const [first] = known;
  const digitisers = first?.digitisers ?? [];
  const others = known.filter((one) => one.digitisers.join(" ") !== digitisers.join(" "));
  if (others.length > 0) {
    const problems = [...(first ? [first] : []), ...others].map(({ batch, digitisers: of }) => {
      const { bookNumber, recordCount } = batch.submitted;
      const names = of.map(nameOf).join(", ");
      return {
        pointer: `/batchIds/${batch.batchId}`,
        detail: `Sổ ${bookNumber}, ${recordCount} trường hợp: ${names} nhập`,
        detailEn: `Book ${bookNumber}, ${recordCount} cases: keyed by ${names}`,
      };
    });
    throw new CommandRejected("lot-of-two-digitisers", { batches: others.length }, problems);
  }
  return digitisers;
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
  "lot-of-two-digitisers",
  "lot-of-two-rounds",
  "reduced-not-earned",
] as const satisfies readonly ErrorCode[];

/**
 * The size and the plan of a lot of these waiting batches, by the limits in force and by past lots;
 * no sample is drawn yet. Throws what `measureLotRefusals` names, or `read-model-behind`.
 */
export const measureLot = async (
  dependencies: MeasureLotDependencies,
  { batchIds, reduced = false }: LotToMeasure,
  at: Date,
) => {
  const wanted = [...new Set(batchIds)].sort();
  const batches = await Promise.all(wanted.map((batchId) => getWaitingBatch(dependencies, batchId)));
  const [first] = batches;
  if (!first) throw new CommandRejected("batch-not-waiting");
  const { unitId, recordType } = first.submitted;
  const isOther = ({ submitted }: typeof first) =>
    submitted.unitId !== unitId || submitted.recordType !== recordType;
  if (batches.some(isOther)) throw new CommandRejected("lot-mixed");
  // Only first inspections decide how strictly lots are inspected (ISO 2859-1, 9.3.1), so batches
  // that were returned are inspected in lots of their own.
  const isFirst = ({ submitted }: typeof first) => submitted.round === 1;
  if (batches.some((batch) => isFirst(batch) !== isFirst(first)))
    throw new CommandRejected("lot-of-two-rounds");
  const records = batches.flatMap((batch) => batch.records);
  const keyers = [...new Set(records.flatMap((record) => record.keyers))];
  const digitisers = getDigitisers(dependencies.directory, batches, vietnamDay(at));
  const [only = unitId, another] = digitisers;
  const next = await getNextInspection(dependencies, { units: digitisers, keyers });
  const { level, key, other, setters } = await loadLimitsInForce(dependencies, unitId, vietnamDay(at));
  const size = records.length;
  const plan = lotPlan(size, { level, key, other }, inspectionOf(next, reduced));
  return {
    batches,
    records,
    unitId,
    recordType,
    keyers,
    digitiserId: another === undefined ? only : unitId,
    digitiserIds: another === undefined ? undefined : [...digitisers],
    next,
    size,
    plan,
    ...limitSettersForEvent(setters),
  };
};
