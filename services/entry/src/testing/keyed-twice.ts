import type { BatchEvent } from "../domain/batch.ts";
import { batchData, batchEvents, batchId } from "./batch-events.ts";

export const recordKeys = { recordId: "c-1", bookId: "b-1", batchId, unitId: "u-1", recordType: "KS" };

/** A batch of three cases that are keyed twice, by Nam and then by Hoa; Lan arbitrates. */
export const keyedTwice = {
  opened: {
    type: "BatchOpened",
    data: { ...batchData, policy: { ...batchData.policy, keying: "double-identity" } },
  },
  assigned: batchEvents.assigned,
  firstFinished: { type: "FirstKeyingFinished", data: { batchId, accountId: "nam", records: 3 } },
  assignedAgain: {
    type: "BatchAssigned",
    data: { ...batchEvents.assigned.data, accountId: "hoa", displayName: "hoa", stage: "second" },
  },
  secondFinished: {
    type: "SecondKeyingFinished",
    data: { batchId, accountId: "hoa", records: 3, differences: 1 },
  },
} as const satisfies Record<string, BatchEvent>;
