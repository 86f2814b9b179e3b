import type { ArchiveLimits } from "./archive.ts";
import type { FileErrorCode } from "./refusal.ts";

/** What a zip of scans may be as a whole, beside what each of its entries may. */
export interface ZipLimits extends ArchiveLimits {
  /**
   * unpacked : packed of all entries together, looked at beyond `wholeRatioFrom` bytes: images
   * hardly pack at all, and a zip of entries that each just pass would keep a thread for minutes.
   */
  readonly maxWholeRatio: number;
  readonly wholeRatioFrom: number;
}

export const zipLimits: ZipLimits = {
  maxEntries: 20_000,
  maxEntryBytes: 100 * 2 ** 20,
  maxTotalBytes: 20 * 2 ** 30,
  maxRatio: 100,
  ratioFrom: 2 ** 20,
  maxWholeRatio: 10,
  wholeRatioFrom: 2 * 2 ** 30,
};

export interface OpenZipOptions extends Partial<ZipLimits> {
  readonly code?: FileErrorCode | undefined;
}
