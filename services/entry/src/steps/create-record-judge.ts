import type { Directory } from "@sogoc/access";
import { placesKnownBy, unansweredFindings } from "@sogoc/registers";
import { countFindings, findingsFor } from "../domain/judgement.ts";
import type { RecordView } from "../read-models/records.ts";

/** A record with how much the rules find in it now, and how much of that nobody has answered. */
export interface RecordWithFindings extends RecordView {
  readonly findingCounts: ReturnType<typeof countFindings>;
  readonly unansweredCount: number;
}

/**
 * Returns how to judge records by the rules and the units of this moment, as acceptance does. What
 * was counted when a record was keyed says less: rules and units may have come since, and a record
 * of an earlier version has no such counts.
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
