import type { Directory } from "@sogoc/access";
import { placesKnownBy } from "@sogoc/registers";
import type { ReviewState } from "../domain/review.ts";
import { countUnanswered } from "../domain/rule-findings.ts";
import type { RecordReader } from "../read-models/records.ts";
import { listRecordsOfBatch } from "./list-records-of-batch.ts";

/** What the rules need: the records as submitted, and the units known here. */
export interface RuleReaders {
  readonly records: RecordReader;
  readonly directory: Pick<Directory, "tree">;
}

/**
 * How many findings in a review's batch nobody has answered: as it was counted when the review was
 * opened. Older reviews have no such count; for them it is counted now, since the records of a
 * submitted batch do not change.
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
