import type { ReviewState } from "../domain/review.ts";
import { countUnanswered } from "../domain/rule-findings.ts";
import { recordsOfBatch } from "../read-models/records-of-batch.ts";
import type { SubmittedRecordReader } from "../read-models/submitted-records.ts";

/**
 * How many findings of the rules in a review's batch nobody has let stand with a reason. It was
 * counted when the review was opened; for those opened before it was kept it is counted now, since
 * the records of a submitted batch stay as they are.
 */
export const countOpenFindings = async (
  records: SubmittedRecordReader,
  opened: ReviewState["opened"],
): Promise<number> => {
  if (!opened) return 0;
  return opened.rules.open ?? countUnanswered(await recordsOfBatch(records, opened.batchId));
};
