import { hasEnded } from "@sogoc/access";
import { type CommandContext, CommandRejected, type ErrorCode, type Hands } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import { type ExportCommand, exportDecider } from "../domain/export.ts";
import type { ExportJob } from "../exports/export-jobs.ts";
import { getExportFiles } from "../steps/get-export-files.ts";

export const resolveExportRefusals = [
  "blob-missing",
  "export-decided",
  "export-expired",
  "export-not-ready",
  "export-of-yourself",
  "export-unknown",
  "reset-by-yourself",
] as const satisfies readonly ErrorCode[];

const idsOfExport = ({ exportId, bookId, unitId, account: requestedBy }: ExportJob) => ({
  exportId,
  bookId,
  unitId,
  requestedBy,
});

const decide = async (
  { commands }: Dependencies<"commands">,
  job: ExportJob,
  command: ExportCommand,
  context: CommandContext,
) => {
  getExportFiles(job);
  // Also where nothing has said so yet.
  if (hasEnded(job, context.at)) throw new CommandRejected("export-expired");
  // Of a few records, and of what somebody else has accepted, there is nothing to decide.
  if (job.kind !== "whole-book") throw new CommandRejected("export-decided");
  const handled = await commands.handle(exportDecider, job.exportId, command, context);
  return { handled, content: { exportId: job.exportId } };
};

/** Whoever asked for it, and who has a hand in that. */
const askedBy = ({ account, setters, openers }: ExportJob): Hands => ({
  accounts: [account],
  setters,
  openers,
});

/**
 * Lets a whole book go out that somebody else has asked for. Throws what `resolveExportRefusals`
 * names.
 */
export const approveExport = (
  dependencies: Dependencies<"commands">,
  job: ExportJob,
  context: CommandContext,
) => {
  const data = { ...idsOfExport(job), approvedBy: context.actor.account };
  return decide(dependencies, job, { type: "ApproveExport", data, asked: askedBy(job) }, context);
};

/** Keeps it back, with a reason. Throws what `resolveExportRefusals` names. */
export const declineExport = (
  dependencies: Dependencies<"commands">,
  job: ExportJob,
  reason: string,
  context: CommandContext,
) => {
  const data = { ...idsOfExport(job), declinedBy: context.actor.account, reason };
  return decide(dependencies, job, { type: "DeclineExport", data, asked: askedBy(job) }, context);
};
