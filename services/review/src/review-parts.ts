import { CommandRejected, everyDocument, type ReadModel, type ServicePorts } from "@sogoc/core";
import type { HttpPorts, ServiceRuntime } from "@sogoc/http";
import { checkBook, checkRecord, type Finding, getRecordType } from "@sogoc/registers";
import { reviewDecider } from "./domain/review.ts";
import type { ReviewReadModels } from "./read-models/index.ts";
import type { SubmittedRecord } from "./read-models/submitted-records.ts";

/** Everything the review routes and processes work with. */
export interface ReviewParts extends ReviewReadModels {
  readonly ports: ServicePorts;
  readonly http: HttpPorts;
  readonly runtime: ServiceRuntime;
}

/**
 * Throws `review-unknown`. Read from the stream, so that a verdict counts the moment it was given.
 */
export const getOpenedReview = async (parts: ReviewParts, reviewId: string) => {
  const { state } = await parts.runtime.commands.load(reviewDecider, reviewId);
  if (!state.opened) throw new CommandRejected("review-unknown");
  return { state, opened: state.opened };
};

/** All records of a batch that were not voided, by number. */
export const recordsOfBatch = (
  records: ReadModel<SubmittedRecord>,
  batchId: string,
): Promise<readonly SubmittedRecord[]> =>
  everyDocument(records, {
    where: { batchId, status: "entered" },
    orderBy: [{ column: "sortNumber" }],
  });

/** A finding and the records it is about. */
export type ReviewFinding = Finding & { readonly records: readonly string[] };

const findingsOfRecord = (record: SubmittedRecord): ReviewFinding[] =>
  checkRecord({
    recordType: getRecordType(record.recordType),
    fields: record.fields,
    book: { quyenSo: record.bookNumber, openingYear: record.openingYear },
  }).map((finding) => ({ ...finding, records: [record.id] }));

/** Every rule on every record, alone and among the others of the batch. */
export const findingsOfBatch = (records: readonly SubmittedRecord[]): readonly ReviewFinding[] => [
  ...records.flatMap(findingsOfRecord),
  ...checkBook(
    records.map(({ id, recordType, fields, keyers }) => ({
      id,
      recordType: getRecordType(recordType),
      fields,
      keyedBy: keyers[0],
    })),
  ),
];

export const countFindings = (findings: readonly Finding[]) => {
  const count = (severity: Finding["severity"]) =>
    findings.filter((finding) => finding.severity === severity).length;
  return { errors: count("error"), warnings: count("warning"), infos: count("info") };
};
