import { type CommandHandler, CommandRejected } from "@sogoc/core";
import { type LotState, lotDecider } from "../domain/lot.ts";

export type FormedLot = NonNullable<LotState["formed"]>;

/**
 * Reads a lot from its stream, so that it is there the moment it was formed. Throws `lot-unknown`.
 */
export const loadLot = async (commands: Pick<CommandHandler, "load">, lotId: string): Promise<FormedLot> => {
  const { state } = await commands.load(lotDecider, lotId);
  if (!state.formed) throw new CommandRejected("lot-unknown");
  return state.formed;
};
