import type { ArchiveLimits } from "./archive.ts";
import type { FileErrorCode } from "./refusal.ts";

export const zipLimits: ArchiveLimits = {
  maxEntries: 20_000,
  maxEntryBytes: 100 * 2 ** 20,
  maxTotalBytes: 20 * 2 ** 30,
  maxRatio: 100,
  ratioFrom: 2 ** 20,
};

export interface OpenZipOptions extends Partial<ArchiveLimits> {
  readonly code?: FileErrorCode | undefined;
}
