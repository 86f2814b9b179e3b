import type { Dependencies } from "../dependencies.ts";
import type { ExportJob } from "../exports/export-jobs.ts";
import { readManifest } from "../exports/read-manifest.ts";

/** Numbers that are told of one by one. */
const MOST_NUMBERS = 30;

/** What an export holds, by its manifest; undefined before its files are written. */
export const listContents = async ({ blobs }: Dependencies<"blobs">, { files }: ExportJob) => {
  if (!files) return undefined;
  const { counts, records = [], delta = false } = await readManifest(blobs, files.manifest.sha256);
  const numbers = records.slice(0, MOST_NUMBERS).map(({ number }) => number);
  const { records: held, scans, scannedPages } = counts;
  return { records: held, scans, scannedPages, numbers, alone: delta };
};
