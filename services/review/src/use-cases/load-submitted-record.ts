import { CommandRejected, type ReadModelReader } from "@sogoc/core";
import type { SubmittedRecord } from "../read-models/submitted-records.ts";

/** A record as the entry service's events tell it. Throws `record-unknown`. */
export const loadSubmittedRecord = async (
  records: ReadModelReader<SubmittedRecord>,
  recordId: string,
): Promise<SubmittedRecord> => {
  const record = await records.find(recordId);
  if (!record) throw new CommandRejected("record-unknown");
  return record;
};
