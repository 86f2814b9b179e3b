import { CommandRejected } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import type { RecordRow } from "../read-models/records.ts";

/** Throws `record-unknown`. */
export const getRecord = async (
  { records }: Dependencies<"records">,
  recordId: string,
): Promise<RecordRow> => {
  const row = await records.find(recordId);
  if (!row) throw new CommandRejected("record-unknown");
  return row;
};
