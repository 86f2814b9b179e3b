import type { Directory } from "@sogoc/access";
import { CommandRejected } from "@sogoc/core";
import type { RecordReader } from "../read-models/records.ts";
import { createRecordJudge, type RecordWithFindings } from "../steps/create-record-judge.ts";

interface GetRecordDependencies {
  readonly records: RecordReader;
  readonly directory: Pick<Directory, "tree">;
}

/**
 * Returns a record with what the rules find in it now. Throws `record-unknown`, also while only
 * marks of it were heard.
 */
export const getRecord = async (
  { records, directory }: GetRecordDependencies,
  recordId: string,
): Promise<RecordWithFindings> => {
  const record = await records.find(recordId);
  if (!record || record.status === "unheard") throw new CommandRejected("record-unknown");
  return createRecordJudge(directory)(record);
};
