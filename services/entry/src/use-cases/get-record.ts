import { CommandRejected } from "@sogoc/core";
import type { RecordReader, RecordView } from "../read-models/records.ts";

/** One record as it stands. Throws `record-unknown`, also while only marks of it were heard of. */
export const getRecord = async (records: RecordReader, recordId: string): Promise<RecordView> => {
  const record = await records.find(recordId);
  if (!record || record.status === "unheard") throw new CommandRejected("record-unknown");
  return record;
};
