import type { CommandContext, CommandHandler } from "@sogoc/core";
import { type LotState, lotDecider } from "../domain/lot.ts";
import { listBatchesOfOtherLots } from "../steps/list-batches-of-other-lots.ts";

interface DissolveLotDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
}

/**
 * Dissolves a lot that can never be decided, because another lot has some of its batches; its other
 * batches are free again. Does nothing to a lot that can go on or was decided.
 */
export const dissolveLot = async (
  { commands }: DissolveLotDependencies,
  formed: NonNullable<LotState["formed"]>,
  context: CommandContext,
): Promise<void> => {
  const { state } = await commands.load(lotDecider, formed.lotId);
  if (state.verdict || state.dissolved) return;
  const takenBatchIds = await listBatchesOfOtherLots(commands, formed);
  if (takenBatchIds.length === 0) return;
  await commands.handle(lotDecider, formed.lotId, { type: "DissolveLot", takenBatchIds }, context);
};
