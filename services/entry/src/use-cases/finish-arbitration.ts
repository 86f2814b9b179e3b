import type { CommandContext, ErrorCode } from "@sogoc/core";
import { requireArbiter } from "../domain/batch.ts";
import type { Batch } from "../steps/load-batch.ts";
import { type EndStageDependencies, endStage } from "./end-stage.ts";

export const finishArbitrationRefusals = [
  "batch-already-submitted",
  "batch-unknown",
  "differences-open",
  "keyed-by-yourself",
  "no-arbitration",
] as const satisfies readonly ErrorCode[];

/**
 * Submits a batch whose differences are all decided. Throws what `finishArbitrationRefusals` names,
 * or `read-model-behind`.
 */
export const finishArbitration = async (
  dependencies: EndStageDependencies,
  { state, opened: { batchId } }: Pick<Batch, "state" | "opened">,
  context: CommandContext,
) => {
  requireArbiter(state, context.actor.account);
  return endStage(dependencies, batchId, "arbiter", context);
};
