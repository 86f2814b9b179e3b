import { hasEnded, logFileReading } from "@sogoc/access";
import { type BlobInfo, type CommandContext, CommandRejected } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import type { ExportFiles, ExportJob } from "../exports/export-jobs.ts";
import { findFewExported } from "../exports/exported-records.ts";
import { getExportFiles } from "../steps/get-export-files.ts";
import { requireReleased } from "../steps/load-export-status.ts";
import { requireMaySeeFirstKeyingsOfBook } from "../steps/require-may-see-first-keying.ts";

/**
 * Where one file of an export lies. Whoever takes one that shows people is recorded first, with the
 * cases that it holds where these are a few of its book's. Throws
 * `export-not-ready`, `blind-keying`, and what `unreadableRefusals` names.
 */
export const takeExportFile = async (
  dependencies: Dependencies<"batches" | "blobs" | "clock" | "commands" | "handovers">,
  job: ExportJob,
  part: keyof ExportFiles,
  context: CommandContext,
): Promise<BlobInfo> => {
  const { exportId: fileId, bookId, unitId } = job;
  await requireMaySeeFirstKeyingsOfBook(dependencies, context.actor, bookId);
  const files = getExportFiles(job);
  await requireReleased(dependencies, job);
  // The manifest names records by id and number; the other two hold their values.
  if (part !== "manifest") {
    // What was handed over is stored as it was sent: to be verified, and taken away by nobody.
    if (hasEnded(job, context.at)) throw new CommandRejected("export-expired");
    const recordIds = await findFewExported(dependencies, files.manifest.sha256);
    const file = { file: "export", fileId, bookId, unitId, purpose: "hand-over" } as const;
    await logFileReading(dependencies.commands, context, {
      ...file,
      recordIds: recordIds && [...recordIds],
    });
  }
  return files[part];
};
