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

/** A record as the rules judge it together with the others of its batch. */
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
 * How many findings of single records nobody has answered. At a desk each is asked about; in a
 * workbook none is.
 */
export const countUnanswered = (records: readonly RecordToJudge[], places: PlaceResolvers): number =>
  records.reduce(
    (sum, record) => sum + unansweredFindings(findingsOfRecord(record, places), record.accepted).length,
    0,
  );

/** Findings of a single record that its keyers answered, each with the answer. */
export const answeredFindings = (record: RecordToJudge, places: PlaceResolvers) =>
  withAnswers(findingsOfRecord(record, places), record.accepted).flatMap(({ finding, answer }) =>
    answer ? [{ finding, answer }] : [],
  );

export const caseFindingKinds = ["let-stand", "unanswered"] as const;
export type CaseFindingKind = (typeof caseFindingKinds)[number];

/**
 * The findings of each single record that somebody let stand with an answer, or those that nobody
 * has answered.
 */
export const caseFindingsOf = (
  records: readonly (RecordToJudge & { readonly number: string })[],
  places: PlaceResolvers,
  kind: CaseFindingKind,
) =>
  records
    // Saves time: a record without answers has no finding that was let stand.
    .filter(({ accepted }) => kind === "unanswered" || accepted.length > 0)
    .flatMap((record) =>
      withAnswers(findingsOfRecord(record, places), record.accepted)
        .filter(({ finding, answer }) =>
          kind === "let-stand" ? answer !== undefined : answer === undefined && finding.severity !== "info",
        )
        .map(({ finding, answer }) => ({ recordId: record.id, number: record.number, finding, answer })),
    );

/**
 * The findings of each single record, and those of the records of a batch as parts of one book,
 * whose other records are `others`. Findings about `others` alone are left out, and so are gaps
 * before and after the batch, whose numbers belong to other batches.
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
