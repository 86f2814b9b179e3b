import { z } from "zod";
import { BookType, FieldChange, Id, Mark, Text } from "./values.ts";

const reviewPlace = {
  reviewId: Id,
  batchId: Id,
  bookId: Id,
  unitId: Id,
  recordType: BookType,
};

export const AcceptanceFigures = z.strictObject({
  records: z.int(),
  sampled: z.int(),
  checked: z.int(),
  wrongRecords: z.int(),
  fieldsChecked: z.int(),
  wrongFields: z.int(),
  ruleErrors: z.int(),
  ruleWarnings: z.int(),
});
export type AcceptanceFigures = z.infer<typeof AcceptanceFigures>;

/** Streams `review-…` and `correction-…`, written by the review service. */
export const reviewEvents = {
  ReviewOpened: z.strictObject({
    ...reviewPlace,
    round: z.int().min(1),
    keyers: z.array(Id),
    /** Who decided between two keyings: they neither check nor accept. */
    arbiters: z.array(Id).optional(),
    population: z.int().min(1),
    /** Anyone can draw the same sample again from the sorted record ids, the size and this seed. */
    seed: z.string().max(80),
    sample: z.array(Id),
    errorLimit: z.number(),
    rules: z.strictObject({ errors: z.int(), warnings: z.int(), infos: z.int() }),
    digest: z.string(),
  }),
  RecordChecked: z.strictObject({
    ...reviewPlace,
    recordId: Id,
    /** Revision of the record that the checker saw. */
    recordRevision: z.int(),
    fieldsChecked: z.int().min(0),
    marks: z.array(Mark),
    checkedBy: Id,
  }),
  BatchReturned: z.strictObject({
    ...reviewPlace,
    round: z.int(),
    marks: z.array(z.strictObject({ recordId: Id, ...Mark.shape })),
    reason: Text,
    figures: AcceptanceFigures,
    decidedBy: Id,
  }),
  BatchAccepted: z.strictObject({
    ...reviewPlace,
    round: z.int(),
    figures: AcceptanceFigures,
    decidedBy: Id,
    note: Text.optional(),
  }),

  CorrectionRequested: z.strictObject({
    correctionId: Id,
    recordId: Id,
    unitId: Id,
    bookId: Id,
    batchId: Id,
    recordType: BookType,
    changes: z.array(FieldChange).min(1),
    reason: Text,
    requestedBy: Id,
  }),
  CorrectionApproved: z.strictObject({
    correctionId: Id,
    recordId: Id,
    unitId: Id,
    bookId: Id,
    batchId: Id,
    recordType: BookType,
    changes: z.array(FieldChange).min(1),
    reason: Text,
    requestedBy: Id,
    decidedBy: Id,
  }),
  CorrectionDeclined: z.strictObject({
    correctionId: Id,
    recordId: Id,
    unitId: Id,
    reason: Text,
    decidedBy: Id,
  }),
};

/** Streams `access-…`, one per reader and day: who looked at whom, and why. No domain fact. */
export const accessEvents = {
  RecordsRead: z.strictObject({
    recordIds: z.array(Id).min(1).max(1_000),
    purpose: z.enum(["keying", "checking", "history", "look-up", "proof"]),
    readBy: Id,
  }),
  BookExported: z.strictObject({
    exportId: Id,
    bookId: Id,
    unitId: Id,
    records: z.int(),
    manifestSha256: z.string(),
  }),
};
