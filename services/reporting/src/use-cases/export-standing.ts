import { CommandRejected, type ErrorCode } from "@sogoc/core";
import type { Access } from "../access.ts";
import { type ExportState, exportDecider } from "../domain/export.ts";
import { hasEnded } from "../domain/export-time.ts";
import type { ExportJob } from "../exports/export-jobs.ts";

export type ExportStanding = "ready" | "awaits-approval" | "declined" | "expired";

type Made = Pick<ExportJob, "kind" | "at">;

/** How an export stands at a moment: what was decided of it, and whether its time is over. */
export const standingFrom = (
  made: Made,
  { decided, expired }: ExportState,
  { now, handedOver }: { readonly now: Date; readonly handedOver: boolean },
): ExportStanding => {
  // What was sent stays, to be laid beside what the others have of it.
  if (expired || (!handedOver && hasEnded(made, now))) return "expired";
  if (made.kind !== "whole-book" || decided === "approved") return "ready";
  return decided === "declined" ? "declined" : "awaits-approval";
};

/** Whether the package with this manifest was handed over. */
export const wasHandedOver = async (
  { handovers }: Access<"handovers">,
  bookId: string,
  manifestSha256: string | undefined,
): Promise<boolean> => {
  const ledger = manifestSha256 === undefined ? undefined : await handovers.find(bookId);
  return (ledger?.packages ?? []).some((one) => one.manifestSha256 === manifestSha256);
};

/** The same, read from the export's own stream; `revision` is what a decision is made from. */
export const loadExportStanding = async (
  access: Access<"clock" | "commands" | "handovers">,
  job: ExportJob,
) => {
  const { state, revision } = await access.commands.load(exportDecider, job.exportId);
  const handedOver = await wasHandedOver(access, job.bookId, job.files?.manifest.sha256);
  return { standing: standingFrom(job, state, { now: access.clock.now(), handedOver }), revision };
};

export const unreadableRefusals = [
  "export-declined",
  "export-expired",
  "export-not-approved",
] as const satisfies readonly ErrorCode[];

/** Throws what `unreadableRefusals` names where its files may not be taken away. */
export const requireLetGo = async (
  access: Access<"clock" | "commands" | "handovers">,
  job: ExportJob,
): Promise<void> => {
  const { standing } = await loadExportStanding(access, job);
  if (standing === "expired") throw new CommandRejected("export-expired");
  if (standing === "declined") throw new CommandRejected("export-declined");
  if (standing === "awaits-approval") throw new CommandRejected("export-not-approved");
};
