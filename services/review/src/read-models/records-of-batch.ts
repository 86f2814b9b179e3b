import { everyDocument, type ReadModelReader } from "@sogoc/core";
import type { SubmittedRecord } from "./submitted-records.ts";

/** All records of a batch that were not voided, by number. */
export const recordsOfBatch = (
  records: ReadModelReader<SubmittedRecord>,
  batchId: string,
): Promise<readonly SubmittedRecord[]> =>
  everyDocument(records, {
    where: { batchId, status: "entered" },
    orderBy: [{ column: "sortNumber" }],
  });
