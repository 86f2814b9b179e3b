import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import { type CorrectionCommand, correctionDecider } from "../domain/correction.ts";

export const decideCorrectionRefusals = [
  "correction-decided",
  "correction-unknown",
  "requested-by-yourself",
] as const satisfies readonly ErrorCode[];

/**
 * Approves a correction; the entry service then carries it out. Throws what
 * `decideCorrectionRefusals` names.
 */
export const approveCorrection = async (
  commands: Pick<CommandHandler, "handle">,
  correctionId: string,
  context: CommandContext,
) => {
  const command: CorrectionCommand = { type: "ApproveCorrection", accountId: context.actor.account };
  const handled = await commands.handle(correctionDecider, correctionId, command, context);
  return { handled, content: { correctionId } };
};

/** Declines a correction, with a reason. Throws what `decideCorrectionRefusals` names. */
export const declineCorrection = async (
  commands: Pick<CommandHandler, "handle">,
  correctionId: string,
  reason: string,
  context: CommandContext,
) => {
  const command: CorrectionCommand = { type: "DeclineCorrection", accountId: context.actor.account, reason };
  const handled = await commands.handle(correctionDecider, correctionId, command, context);
  return { handled, content: { correctionId } };
};
