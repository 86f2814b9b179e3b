import { z } from "zod";

const BYTES_PER_MB = 2 ** 20;

/**
 * A commune's books take some ten gigabytes; a unit that sends ten times as much has sent something
 * else.
 */
export const UploadQuota = z.coerce
  .number()
  .int()
  .min(0)
  .default(102_400)
  .describe("Mebibytes that one unit's uploaded files may take; 0 = any number");

/** The setting in bytes; undefined where there is no limit. */
export const quotaBytes = (mebibytes: number): number | undefined =>
  mebibytes === 0 ? undefined : mebibytes * BYTES_PER_MB;
