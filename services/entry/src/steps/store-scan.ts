import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { Blobs } from "@sogoc/core";
import type { PdfFacts, PdfLimits } from "@sogoc/files";
import type { UploadShare } from "./create-upload-quota.ts";

/** A PDF that waits to be examined; after that its content is in the file `path`. */
export interface UnreadScan {
  readonly path: string;
  readonly inspect: (limits: Partial<PdfLimits>) => Promise<PdfFacts>;
}

interface StoreScanDependencies {
  readonly blobs: Pick<Blobs, "put">;
  /** Of the unit's storage. */
  readonly share: Pick<UploadShare, "reserve">;
}

/**
 * Examines one PDF, reserves its storage beyond what its delivery has reserved, and stores it by
 * its content. Throws `scan-refused` or `quota-exceeded`.
 */
export const storeScan = async (
  { blobs, share }: StoreScanDependencies,
  { path, inspect }: UnreadScan,
  maxPages: number,
  takenBefore = 0,
): Promise<{ readonly pages: number; readonly sha256: string; readonly size: number }> => {
  const { pages } = await inspect({ maxPages });
  await share.reserve(takenBefore + (await stat(path)).size);
  const { sha256, size } = await blobs.put(createReadStream(path));
  return { pages, sha256, size };
};
