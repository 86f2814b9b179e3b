import type { CommandContext, CommandHandler } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { recordDecider } from "../domain/record.ts";
import type { RecordCommand } from "../domain/record-model.ts";

/** Corrects a record of an accepted batch as the review has approved it. */
export const applyCorrection = async (
  commands: Pick<CommandHandler, "handle">,
  approved: DataOf<"CorrectionApproved">,
  context: CommandContext,
): Promise<void> => {
  const { recordId, correctionId, changes, accepted = [], reason, requestedBy } = approved;
  const command: RecordCommand = {
    type: "ApplyCorrection",
    correctionId,
    changes,
    accepted,
    reason,
    requestedBy,
    approvedBy: approved.decidedBy,
  };
  await commands.handle(recordDecider, recordId, command, context);
};
