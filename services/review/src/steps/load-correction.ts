import { type CommandHandler, CommandRejected } from "@sogoc/core";
import { type CorrectionState, correctionDecider } from "../domain/correction.ts";

/**
 * Reads what a correction asks for from its stream, so that it is there the moment it was
 * requested. Throws `correction-unknown`.
 */
export const loadCorrection = async (
  commands: Pick<CommandHandler, "load">,
  correctionId: string,
): Promise<NonNullable<CorrectionState["requested"]>> => {
  const { state } = await commands.load(correctionDecider, correctionId);
  if (!state.requested) throw new CommandRejected("correction-unknown");
  return state.requested;
};
