import { CommandRejected } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import type { ExportJob } from "../exports/export-jobs.ts";
import { readManifest } from "../exports/read-manifest.ts";

/**
 * A finished export of another run of this process: its event names the manifest, the manifest the
 * other files. Undefined where none was finished.
 */
export const findFinishedExport = async (
  dependencies: Dependencies<"blobs" | "exports">,
  exportId: string,
): Promise<ExportJob | undefined> => {
  const row = await dependencies.exports.find(exportId);
  if (!row) return undefined;
  const { workbook, scans, counts, size } = await readManifest(dependencies.blobs, row.manifestSha256);
  const steps = 2 * counts.records + counts.scans;
  const { bookId, unitId, kind, account, setters, openers, at } = row;
  const files = { workbook, scans, manifest: { sha256: row.manifestSha256, size } };
  const made = { exportId, bookId, unitId, kind, account, setters, openers, at };
  return { ...made, phase: "finished", done: steps, total: steps, files };
};

/** An export under way, failed or finished. Throws `export-unknown`. */
export const getExport = async (
  dependencies: Dependencies<"blobs" | "exports" | "jobs">,
  exportId: string,
): Promise<ExportJob> => {
  const here = dependencies.jobs.find(exportId);
  // What failed here may have been finished by another process.
  const job =
    here && here.phase !== "failed" ? here : ((await findFinishedExport(dependencies, exportId)) ?? here);
  if (!job) throw new CommandRejected("export-unknown");
  return job;
};
