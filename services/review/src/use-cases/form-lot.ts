import { drawSample } from "@sogoc/acceptance";
import {
  type CommandContext,
  CommandRejected,
  type ErrorCode,
  systemActor,
  uuidFrom,
  withoutExpectation,
} from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { lotIdOf, reviewIdOf } from "../domain/identity.ts";
import { handsForEvent, makersOf } from "../domain/independence.ts";
import { lotDecider } from "../domain/lot.ts";
import { type MeasureLotDependencies, measureLot, measureLotRefusals } from "./measure-lot.ts";
import { type OpenLotReviewsDependencies, openLotReviews } from "./open-lot-reviews.ts";

export interface FormLotDependencies extends MeasureLotDependencies, OpenLotReviewsDependencies {
  readonly commands: OpenLotReviewsDependencies["commands"];
  readonly directory: MeasureLotDependencies["directory"];
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

/** Draws the sample of the lot by a fresh seed. Throws as `formLot` does. */
const assembleLot = async (
  dependencies: FormLotDependencies,
  { batchIds, resumedBecause, reducedBecause }: LotWish,
  at: Date,
): Promise<AssembledLot> => {
  const wanted = { batchIds, reduced: reducedBecause !== undefined };
  const { batches, records, next, ...measured } = await measureLot(dependencies, wanted, at);
  if (next.stopped && resumedBecause === undefined) throw new CommandRejected("inspection-stopped");
  const seed = dependencies.newId();
  const { arbiters, passwordHands } = makersOf(records);
  const batchOf = new Map(records.map(({ id, batchId }) => [id, batchId]));
  const sample = drawSample([...batchOf.keys()], measured.plan.sampleSize, seed);
  return {
    ...measured,
    seed,
    arbiters,
    ...handsForEvent(passwordHands),
    sample: sample.map((recordId) => ({ batchId: batchOf.get(recordId) ?? "", recordId })),
    batches: batches.map(({ batchId, submitted }) => {
      const { bookId, bookNumber, round, recordCount, digest } = submitted;
      const reviewId = reviewIdOf(batchId, round);
      return { batchId, bookId, bookNumber, reviewId, round, records: recordCount, digest };
    }),
  };
};

/**
 * Forms a lot of waiting batches; a repeated command forms no second one. Which batches wait is
 * read from a read model. If another lot took one of them in the meantime, this lot is dissolved at
 * once, before anybody hears of it. Throws what `formLotRefusals` names, or `read-model-behind`.
 */
export const formLot = async (dependencies: FormLotDependencies, wish: LotWish, context: CommandContext) => {
  const lotId = lotIdOf(context.commandId);
  const { resumedBecause, reducedBecause } = wish;
  const { state } = await dependencies.commands.load(lotDecider, lotId);
  if (state.dissolved) throw new CommandRejected("batch-not-waiting");
  const formed = state.formed ?? (await assembleLot(dependencies, wish, context.at));
  const data: DataOf<"LotFormed"> = {
    ...formed,
    lotId,
    resumedBecause,
    reducedBecause,
    formedBy: context.actor.account,
  };
  const handled = await dependencies.commands.handle(lotDecider, lotId, { type: "FormLot", data }, context);
  // Reviews are opened in the system's name, so that nobody chooses what is checked.
  const contextOf = (about: string): CommandContext => ({
    ...withoutExpectation(context),
    actor: systemActor(formed.unitId),
    commandId: uuidFrom(context.commandId, "lot-review", about),
  });
  const isWhole = await openLotReviews(dependencies, data, contextOf);
  if (!isWhole) throw new CommandRejected("batch-not-waiting");
  return { handled, content: { lotId } };
};
