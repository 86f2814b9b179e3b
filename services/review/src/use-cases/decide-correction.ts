import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import { type CorrectionCommand, correctionDecider, outdatedFields } from "../domain/correction.ts";
import type { SubmittedRecordReader } from "../read-models/submitted-records.ts";
import { loadCorrection } from "../steps/load-correction.ts";

export const decideCorrectionRefusals = [
  "correction-decided",
  "correction-unknown",
  "requested-by-yourself",
] as const satisfies readonly ErrorCode[];

export const approveCorrectionRefusals = [
  ...decideCorrectionRefusals,
  "correction-outdated",
] as const satisfies readonly ErrorCode[];

interface ApproveCorrectionAccess {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
  readonly records: SubmittedRecordReader;
}

/**
 * Approves a correction of a record that is as it was when the correction was asked for; the entry
 * service then carries it out, and looks once more. Throws what `approveCorrectionRefusals` names.
 */
export const approveCorrection = async (
  { commands, records }: ApproveCorrectionAccess,
  correctionId: string,
  context: CommandContext,
) => {
  const { recordId, changes } = await loadCorrection(commands, correctionId);
  const record = await records.find(recordId);
  const outdated = record ? outdatedFields(record, changes) : [];
  const command: CorrectionCommand = {
    type: "ApproveCorrection",
    accountId: context.actor.account,
    outdated,
  };
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
