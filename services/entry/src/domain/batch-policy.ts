import type { BatchPolicy } from "@sogoc/events";

/** Used where the lead unit says nothing else; no official figures are known. */
export const defaultPolicy: BatchPolicy = {
  keying: "single",
  sampleShare: 0.1,
  sampleMinimum: 5,
  errorLimit: 0.02,
  leaseHours: 24 * 14,
};
