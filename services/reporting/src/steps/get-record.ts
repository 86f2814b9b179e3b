import { CommandRejected } from "@sogoc/core";
import type { Access } from "../access.ts";
import type { RecordRow } from "../read-models/records.ts";

/** Throws `record-unknown`. */
export const getRecord = async ({ records }: Access<"records">, recordId: string): Promise<RecordRow> => {
  const row = await records.find(recordId);
  if (!row) throw new CommandRejected("record-unknown");
  return row;
};
