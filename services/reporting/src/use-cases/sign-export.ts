import type { Access } from "../access.ts";
import type { ExportJob } from "../exports/export-jobs.ts";
import { signManifest } from "../exports/export-key.ts";
import { requireSightedInBook } from "../steps/require-sighted.ts";
import { getExportFiles } from "./get-export.ts";

/**
 * The signature of an export's manifest: a compact JWS. Throws `export-not-ready` and
 * `blind-keying`.
 */
export const signExport = async (
  access: Access<"batches" | "secrets">,
  job: ExportJob,
  account: string,
): Promise<string> => {
  const { exportId, bookId } = job;
  const { manifest } = getExportFiles(job);
  await requireSightedInBook(access, account, bookId);
  return signManifest(access.secrets, { exportId, bookId, manifestSha256: manifest.sha256 });
};
