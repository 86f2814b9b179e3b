import {
  applyRules,
  type CaseOfBook,
  checkAcrossRecords,
  checkDuplicates,
  checkKeying,
  checkSequence,
  checkSignatories,
  type Finding,
  getRecordType,
  type PlaceResolvers,
  toBookRecord,
  unansweredFindings,
  withAnswers,
} from "@sogoc/registers";
import type { RecordToJudge } from "./record-to-judge.ts";

/** A finding and the records it is about. */
export type ReviewFinding = Finding & { readonly records: readonly string[] };

/** A record as the rules judge it among the others of its batch. */
export interface RecordAmongOthers extends RecordToJudge, CaseOfBook {
  /** Who keyed it, the first one first. */
  readonly keyers: readonly string[];
}

const findingsOfRecord = (record: RecordToJudge, places: PlaceResolvers): ReviewFinding[] =>
  applyRules({
    recordType: getRecordType(record.recordType),
    fields: record.fields,
    book: { quyenSo: record.bookNumber, openingYear: record.openingYear },
    places,
  }).map((finding) => ({ ...finding, records: [record.id] }));

/**
 * How many findings of single records nobody has answered: a desk asks about each, a workbook has
 * nobody to ask.
 */
export const countUnanswered = (records: readonly RecordToJudge[], places: PlaceResolvers): number =>
  records.reduce(
    (sum, record) => sum + unansweredFindings(findingsOfRecord(record, places), record.accepted).length,
    0,
  );

/** Findings of a record alone that its keyers answered, each with the answer. */
export const answeredFindings = (record: RecordToJudge, places: PlaceResolvers) =>
  withAnswers(findingsOfRecord(record, places), record.accepted).flatMap(({ finding, answer }) =>
    answer ? [{ finding, answer }] : [],
  );

export const caseFindingKinds = ["let-stand", "unanswered"] as const;
export type CaseFindingKind = (typeof caseFindingKinds)[number];

/** What the rules find in each record alone, with the answer that lets it stand, if any. */
export const caseFindingsOf = (
  records: readonly (RecordToJudge & { readonly number: string })[],
  places: PlaceResolvers,
  kind: CaseFindingKind,
) =>
  records
    // The rules ask much: what nobody answered anything in has nothing that was let stand.
    .filter(({ accepted }) => kind === "unanswered" || accepted.length > 0)
    .flatMap((record) =>
      withAnswers(findingsOfRecord(record, places), record.accepted)
        .filter(({ finding, answer }) =>
          kind === "let-stand" ? answer !== undefined : answer === undefined && finding.severity !== "info",
        )
        .map(({ finding, answer }) => ({ recordId: record.id, number: record.number, finding, answer })),
    );

/**
 * What the rules find in each record alone, and in all of them as parts of one book, which has
 * `others` beside them. What is about others alone is no finding of the batch. Neither is a gap
 * before or behind it, whose numbers are another batch's.
 */
export const findingsOfBatch = (
  records: readonly RecordAmongOthers[],
  others: readonly CaseOfBook[],
  places: PlaceResolvers,
): readonly ReviewFinding[] => {
  const own = new Set(records.map(({ id }) => id));
  const rows = records.map((record) => ({ ...toBookRecord(record), keyedBy: record.keyers[0] }));
  const ofBook = [...rows, ...others.map(toBookRecord)];
  const amongOthers = [
    ...checkDuplicates(ofBook),
    ...checkSequence(ofBook),
    ...checkAcrossRecords(ofBook),
    ...checkSignatories(ofBook),
  ].filter(({ rule, records: about }) =>
    rule === "number-gap" ? about.every((id) => own.has(id)) : about.some((id) => own.has(id)),
  );
  return [
    ...records.flatMap((record) => findingsOfRecord(record, places)),
    ...amongOthers,
    ...checkKeying(rows),
  ];
};

/** How many findings there are of each severity. */
export const countFindings = (findings: readonly Finding[]) => {
  const count = (severity: Finding["severity"]) =>
    findings.filter((finding) => finding.severity === severity).length;
  return { errors: count("error"), warnings: count("warning"), infos: count("info") };
};
