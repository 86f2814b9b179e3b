import type { Acting } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import type { ExportJob } from "../exports/export-jobs.ts";
import { signManifest } from "../exports/export-key.ts";
import { getExportFiles } from "../steps/get-export-files.ts";
import { requireReleased } from "../steps/load-export-status.ts";
import { requireMaySeeFirstKeyingsOfBook } from "../steps/require-may-see-first-keying.ts";

/**
 * The signature of an export's manifest: a compact JWS. Throws `export-not-ready`, `blind-keying`,
 * and what `unreadableRefusals` names.
 */
export const signExport = async (
  dependencies: Dependencies<"batches" | "clock" | "commands" | "handovers" | "secrets">,
  job: ExportJob,
  reader: Acting,
): Promise<string> => {
  const { exportId, bookId } = job;
  const { manifest } = getExportFiles(job);
  await requireMaySeeFirstKeyingsOfBook(dependencies, reader, bookId);
  await requireReleased(dependencies, job);
  return signManifest(dependencies.secrets, { exportId, bookId, manifestSha256: manifest.sha256 });
};
