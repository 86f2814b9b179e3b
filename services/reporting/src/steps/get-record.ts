import { CommandRejected } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import type { RecordView } from "../read-models/records.ts";

/** Throws `record-unknown`. */
export const getRecord = async (
  { records }: Dependencies<"records">,
  recordId: string,
): Promise<RecordView> => {
  const row = await records.find(recordId);
  if (!row) throw new CommandRejected("record-unknown");
  return row;
};
