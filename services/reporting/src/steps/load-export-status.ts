import { exportStatusOf, requireReady } from "@sogoc/access";
import type { Dependencies } from "../dependencies.ts";
import { exportDecider } from "../domain/export.ts";
import type { ExportJob } from "../exports/export-jobs.ts";

/** Whether the package with this manifest was handed over. */
export const wasHandedOver = async (
  { handovers }: Dependencies<"handovers">,
  bookId: string,
  manifestSha256: string | undefined,
): Promise<boolean> => {
  const ledger = manifestSha256 === undefined ? undefined : await handovers.find(bookId);
  return (ledger?.packages ?? []).some((one) => one.manifestSha256 === manifestSha256);
};

/**
 * The status of an export, read from its own stream; `revision` is what a decision is made from.
 */
export const loadExportStatus = async (
  dependencies: Dependencies<"clock" | "commands" | "handovers">,
  job: ExportJob,
) => {
  const { state, revision } = await dependencies.commands.load(exportDecider, job.exportId);
  const handedOver = await wasHandedOver(dependencies, job.bookId, job.files?.manifest.sha256);
  return { status: exportStatusOf(job, state, { now: dependencies.clock.now(), handedOver }), revision };
};

/** Throws what `unreadableRefusals` names where its files may not be taken away. */
export const requireReleased = async (
  dependencies: Dependencies<"clock" | "commands" | "handovers">,
  job: ExportJob,
): Promise<void> => {
  requireReady((await loadExportStatus(dependencies, job)).status);
};
