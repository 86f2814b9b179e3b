import { drawSample } from "@sogoc/acceptance";
import { type CommandContext, type CommandHandler, CommandRejected, type ErrorCode } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { lotIdOf, reviewIdOf } from "../domain/identity.ts";
import { makersOf } from "../domain/independence.ts";
import { lotDecider } from "../domain/lot.ts";
import { type MeasureLotAccess, measureLot, measureLotRefusals } from "./measure-lot.ts";

export interface FormLotAccess extends MeasureLotAccess {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
  readonly newId: () => string;
}

export interface LotWish {
  readonly batchIds: readonly string[];
  /** Why lots go on after five returned ones. */
  readonly resumedBecause?: string | undefined;
  /** Why the lot is inspected reduced; without it, it never is. */
  readonly reducedBecause?: string | undefined;
}

export const formLotRefusals = [
  ...measureLotRefusals,
  "inspection-stopped",
] as const satisfies readonly ErrorCode[];

type AssembledLot = Omit<DataOf<"LotFormed">, "lotId" | "formedBy" | "resumedBecause" | "reducedBecause">;

/** The lot with its sample, drawn by a fresh seed. Throws as `formLot` does. */
const assembleLot = async (
  access: FormLotAccess,
  { batchIds, resumedBecause, reducedBecause }: LotWish,
  at: Date,
): Promise<AssembledLot> => {
  const wanted = { batchIds, reduced: reducedBecause !== undefined };
  const { batches, records, next, ...measured } = await measureLot(access, wanted, at);
  if (next.stopped && resumedBecause === undefined) throw new CommandRejected("inspection-stopped");
  const seed = access.newId();
  const { arbiters, resetBy } = makersOf(records);
  const batchOf = new Map(records.map(({ id, batchId }) => [id, batchId]));
  const sample = drawSample([...batchOf.keys()], measured.plan.sampleSize, seed);
  return {
    ...measured,
    seed,
    arbiters,
    resetBy,
    sample: sample.map((recordId) => ({ batchId: batchOf.get(recordId) ?? "", recordId })),
    batches: batches.map(({ batchId, submitted }) => {
      const { bookId, bookNumber, round, recordCount, digest } = submitted;
      const reviewId = reviewIdOf(batchId, round);
      return { batchId, bookId, bookNumber, reviewId, round, records: recordCount, digest };
    }),
  };
};

/**
 * Forms a lot of waiting batches; said twice, it is the lot of the first time. Throws what
 * `formLotRefusals` names, or `read-model-behind`.
 */
export const formLot = async (access: FormLotAccess, wish: LotWish, context: CommandContext) => {
  const lotId = lotIdOf(context.commandId);
  const { resumedBecause, reducedBecause } = wish;
  const { state } = await access.commands.load(lotDecider, lotId);
  const formed = state.formed ?? (await assembleLot(access, wish, context.at));
  const data: DataOf<"LotFormed"> = {
    ...formed,
    lotId,
    resumedBecause,
    reducedBecause,
    formedBy: context.actor.account,
  };
  const handled = await access.commands.handle(lotDecider, lotId, { type: "FormLot", data }, context);
  return { handled, content: { lotId } };
};
