import type { CommandContext, CommandHandler } from "@sogoc/core";
import { type LotState, lotDecider } from "../domain/lot.ts";
import { listBatchesOfOtherLots } from "../steps/list-batches-of-other-lots.ts";

interface DissolveLotDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
}

/**
 * Gives a lot up that can never go on, because another one has some of its batches: its others are
 * free again. A lot that goes on or was decided stays as it is.
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
