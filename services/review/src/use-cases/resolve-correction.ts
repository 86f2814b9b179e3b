import { type CommandContext, type CommandHandler, CommandRejected, type ErrorCode } from "@sogoc/core";
import { type CorrectionCommand, correctionDecider, outdatedFields } from "../domain/correction.ts";
import { makersOf } from "../domain/independence.ts";
import type { RecordReader, RecordView } from "../read-models/records.ts";
import type { ReviewReader } from "../read-models/reviews.ts";
import { listBroughtBack } from "../steps/list-brought-back.ts";
import { loadCorrection } from "../steps/load-correction.ts";

export const resolveCorrectionRefusals = [
  "correction-decided",
  "correction-unknown",
  "requested-by-yourself",
  "reset-by-yourself",
  "value-made-by-yourself",
] as const satisfies readonly ErrorCode[];

export const approveCorrectionRefusals = [
  ...resolveCorrectionRefusals,
  "correction-outdated",
  "marked-value-returns",
] as const satisfies readonly ErrorCode[];

interface ResolveCorrectionDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
  readonly records: RecordReader;
}

/** The record of a correction. Throws `read-model-behind` where it is not known here yet. */
const getRecordAtHand = async (records: RecordReader, recordId: string): Promise<RecordView> => {
  const record = await records.find(recordId);
  if (!record) throw new CommandRejected("read-model-behind");
  return record;
};

/**
 * Approves a correction of a record that has not changed since it was asked for. The entry service
 * then carries it out, after checking again. `because` is required where the correction brings back
 * a value that a round marked wrong. Throws what `approveCorrectionRefusals` names.
 */
export const approveCorrection = async (
  { commands, records, reviews }: ResolveCorrectionDependencies & { readonly reviews: ReviewReader },
  correctionId: string,
  because: string | undefined,
  context: CommandContext,
) => {
  const { recordId, changes } = await loadCorrection(commands, correctionId);
  const record = await getRecordAtHand(records, recordId);
  const back = await listBroughtBack(reviews, record, changes);
  const command: CorrectionCommand = {
    type: "ApproveCorrection",
    accountId: context.actor.account,
    makers: makersOf([record]),
    outdated: outdatedFields(record, changes),
    broughtBack: back.map(({ field }) => field),
    because,
  };
  const handled = await commands.handle(correctionDecider, correctionId, command, context);
  return { handled, content: { correctionId } };
};

/** Declines a correction, with a reason. Throws what `resolveCorrectionRefusals` names. */
export const declineCorrection = async (
  { commands, records }: ResolveCorrectionDependencies,
  correctionId: string,
  reason: string,
  context: CommandContext,
) => {
  const { recordId } = await loadCorrection(commands, correctionId);
  const makers = makersOf([await getRecordAtHand(records, recordId)]);
  const accountId = context.actor.account;
  const command: CorrectionCommand = { type: "DeclineCorrection", accountId, makers, reason };
  const handled = await commands.handle(correctionDecider, correctionId, command, context);
  return { handled, content: { correctionId } };
};
