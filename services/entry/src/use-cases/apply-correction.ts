import type { Directory } from "@sogoc/access";
import type { CommandContext, CommandHandler } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { placesKnownBy } from "@sogoc/registers";
import { recordDecider } from "../domain/record.ts";
import type { RecordCommand } from "../domain/record-model.ts";

interface ApplyCorrectionDependencies {
  readonly commands: Pick<CommandHandler, "handle">;
  readonly directory: Pick<Directory, "tree">;
}

/** Corrects a record of an accepted batch as the review has approved it. */
export const applyCorrection = async (
  { commands, directory }: ApplyCorrectionDependencies,
  approved: DataOf<"CorrectionApproved">,
  context: CommandContext,
): Promise<void> => {
  const {
    recordId,
    correctionId,
    changes,
    accepted: answers = [],
    reason,
    requestedBy,
    requesterPasswordSetBy,
  } = approved;
  const command: RecordCommand = {
    type: "ApplyCorrection",
    correctionId,
    changes,
    answers,
    reason,
    requestedBy,
    requesterPasswordSetBy,
    approvedBy: approved.decidedBy,
    knownUnits: placesKnownBy(directory.tree().units),
  };
  await commands.handle(recordDecider, recordId, command, context);
};
