import { applyChanges, type FieldChange, type FindingAnswer } from "@sogoc/events";
import {
  applyRules,
  type Finding,
  findingsOfChange,
  getRecordType,
  type PlaceResolvers,
  unansweredFindings,
} from "@sogoc/registers";
import type { RecordToJudge } from "./record-to-judge.ts";

/** A finding in a changed record, with the reason of its answer where there is one. */
export interface ChangeFinding extends Finding {
  readonly reason?: string | undefined;
}

/**
 * The findings that changes cause in a record: those in the fields that change, and new ones
 * elsewhere. Whoever asks for the changes answers each of them, as at the desk.
 */
export const findingsOfCorrection = (
  {
    recordType,
    fields,
    bookNumber: quyenSo,
    openingYear,
  }: Pick<RecordToJudge, "recordType" | "fields" | "bookNumber" | "openingYear">,
  changes: readonly FieldChange[],
  places: PlaceResolvers,
): readonly Finding[] => {
  const check = (values: RecordToJudge["fields"]) =>
    applyRules({
      recordType: getRecordType(recordType),
      fields: values,
      book: { quyenSo, openingYear },
      places,
    });
  const changed = changes.map(({ field }) => field);
  return findingsOfChange(check(fields), check(applyChanges(fields, changes)), changed);
};

/**
 * The same findings with the reasons given for them; a finding without a reason is not answered.
 */
export const withReasons = (
  findings: readonly Finding[],
  answers: readonly FindingAnswer[],
): readonly ChangeFinding[] =>
  findings.map((finding) => ({
    ...finding,
    reason: answers.findLast((answer) => unansweredFindings([finding], [answer]).length === 0)?.reason,
  }));
