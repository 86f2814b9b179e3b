import type { Access } from "../access.ts";
import type { ExportJob } from "../exports/export-jobs.ts";
import { signManifest } from "../exports/export-key.ts";
import { requireSightedInBook } from "../steps/require-sighted.ts";
import { requireLetGo } from "./export-standing.ts";
import { getExportFiles } from "./get-export.ts";

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
