import { CommandRejected } from "@sogoc/core";
import type { RecordReader, RecordView } from "../read-models/records.ts";

/** A record as the entry service's events tell it. Throws `record-unknown`. */
export const getRecord = async (records: RecordReader, recordId: string): Promise<RecordView> => {
  const record = await records.find(recordId);
  if (!record) throw new CommandRejected("record-unknown");
  return record;
};
