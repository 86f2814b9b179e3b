import type { Directory } from "@sogoc/access";
import { placesKnownBy, unansweredFindings } from "@sogoc/registers";
import { countFindings, findingsFor } from "../domain/judgement.ts";
import type { RecordView } from "../read-models/records.ts";

/** A record with the number of its findings, and of those that nobody has answered. */
export interface RecordWithFindings extends RecordView {
  readonly findingCounts: ReturnType<typeof countFindings>;
  readonly unansweredCount: number;
}

/**
 * Returns a function that judges records by the present rules and units, as acceptance does. The
 * counts from when a record was keyed may be outdated, and older records have none.
 */
export const createRecordJudge = (
  directory: Pick<Directory, "tree">,
): ((record: RecordView) => RecordWithFindings) => {
  const places = placesKnownBy(directory.tree().units);
  return (record) => {
    const { recordType, fields, bookNumber, openingYear, accepted: answers } = record;
    const findings = findingsFor(recordType, fields, { bookNumber, openingYear, places });
    const unansweredCount = unansweredFindings(findings, answers).length;
    return { ...record, findingCounts: countFindings(findings), unansweredCount };
  };
};
