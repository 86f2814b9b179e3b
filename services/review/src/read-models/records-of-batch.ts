import { everyDocument } from "@sogoc/core";
import type { SubmittedRecord, SubmittedRecordReader } from "./submitted-records.ts";

/** All records of a batch that were not voided, by number. */
export const recordsOfBatch = (
  records: SubmittedRecordReader,
  batchId: string,
): Promise<readonly SubmittedRecord[]> =>
  everyDocument(records, {
    where: { batchId, status: "entered" },
    orderBy: [{ column: "sortNumber" }],
  });
