import { CommandRejected } from "@sogoc/core";
import type { SubmittedRecord, SubmittedRecordReader } from "../read-models/submitted-records.ts";

/** A record as the entry service's events tell it. Throws `record-unknown`. */
export const getSubmittedRecord = async (
  records: SubmittedRecordReader,
  recordId: string,
): Promise<SubmittedRecord> => {
  const record = await records.find(recordId);
  if (!record) throw new CommandRejected("record-unknown");
  return record;
};
