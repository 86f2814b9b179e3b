import type { Directory } from "@sogoc/access";
import { placesKnownBy } from "@sogoc/registers";
import type { ReviewState } from "../domain/review.ts";
import { countUnanswered } from "../domain/rule-findings.ts";
import type { RecordReader } from "../read-models/records.ts";
import { listRecordsOfBatch } from "./list-records-of-batch.ts";

/** What the rules are asked with: the records as submitted, and the units known here. */
export interface RuleReaders {
  readonly records: RecordReader;
  readonly directory: Pick<Directory, "tree">;
}

/**
 * How many findings of the rules in a review's batch nobody has answered. It was counted when the
 * review was opened; for those opened before it was kept it is counted now, since the records of a
 * submitted batch stay as they are.
 */
export const countUnansweredFindings = async (
  { records, directory }: RuleReaders,
  opened: ReviewState["opened"],
): Promise<number> => {
  if (!opened) return 0;
  if (opened.rules.open !== undefined) return opened.rules.open;
  const ofBatch = await listRecordsOfBatch(records, opened.batchId);
  return countUnanswered(ofBatch, placesKnownBy(directory.tree().units));
};
