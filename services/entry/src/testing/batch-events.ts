import type { BatchEvent } from "../domain/batch.ts";

export const batchId = "x-1";
export const policy = {
  keying: "single",
  sampleShare: 0.1,
  sampleMinimum: 5,
  errorLimit: 0.02,
  leaseHours: 24,
} as const;
export const batchData = {
  batchId,
  bookId: "b-1",
  unitId: "u-1",
  recordType: "KS",
  bookNumber: "01/2008",
  policy,
  from: 1,
  to: 50,
};

/** A batch's events for specs; the assignment runs until the second of March. */
export const batchEvents = {
  opened: { type: "BatchOpened", data: batchData },
  assigned: {
    type: "BatchAssigned",
    data: { batchId, accountId: "nam", displayName: "Nam", leaseUntil: "2026-03-02T00:00:00.000Z" },
  },
  takenBack: { type: "BatchTakenBack", data: { batchId, accountId: "nam", reason: "nghỉ" } },
  submitted: {
    type: "BatchSubmitted",
    data: {
      batchId,
      bookId: "b-1",
      unitId: "u-1",
      recordType: "KS",
      bookNumber: "01/2008",
      policy,
      round: 1,
      recordCount: 3,
      digest: "d1",
    },
  },
  reopened: { type: "BatchReopened", data: { batchId, reviewId: "r-1", round: 1, marks: 2 } },
  withdrawn: {
    type: "BatchWithdrawn",
    data: { batchId, bookId: "b-1", unitId: "u-1", reason: "Mở nhầm", withdrawnBy: "thu" },
  },
  locked: { type: "BatchLocked", data: { batchId, reviewId: "r-1" } },
} as const satisfies Record<string, BatchEvent>;
