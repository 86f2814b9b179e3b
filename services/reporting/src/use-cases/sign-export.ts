import type { Access } from "../access.ts";
import type { ExportJob } from "../exports/export-jobs.ts";
import { signManifest } from "../exports/export-key.ts";
import { getExportFiles } from "../steps/get-export-files.ts";
import { requireLetGo } from "../steps/load-export-standing.ts";
import { requireSightedInBook } from "../steps/require-sighted.ts";

/**
 * The signature of an export's manifest: a compact JWS. Throws `export-not-ready`,
 * `blind-keying`, and what `unreadableRefusals` names.
 */
export const signExport = async (
  access: Access<"batches" | "clock" | "commands" | "handovers" | "secrets">,
  job: ExportJob,
  account: string,
): Promise<string> => {
  const { exportId, bookId } = job;
  const { manifest } = getExportFiles(job);
  await requireSightedInBook(access, account, bookId);
  await requireLetGo(access, job);
  return signManifest(access.secrets, { exportId, bookId, manifestSha256: manifest.sha256 });
};
