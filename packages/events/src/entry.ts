import { z } from "zod";
import {
  BookType,
  Day,
  FieldChange,
  FieldValue,
  FieldValues,
  FindingAnswer,
  Id,
  Moment,
  PasswordSet,
  SeenAs,
  Sha256,
  Text,
} from "./values.ts";

/**
 * How a batch is keyed and checked; part of the batch, since contracts differ inside one office.
 */
export const BatchPolicy = z.strictObject({
  keying: z.enum(["single", "double-identity", "double-all"]),
  /** Share of records checked by a person, 0.01 to 1. */
  sampleShare: z.number().min(0.01).max(1),
  /** Never fewer than this many, as far as the batch has them. */
  sampleMinimum: z.int().min(1).max(10_000),
  /** A batch is not accepted when the share of wrong fields in its sample is above this. */
  errorLimit: z.number().min(0).max(1),
  /** Hours until an assignment runs out by itself. */
  leaseHours: z
    .int()
    .min(1)
    .max(24 * 90),
  /**
   * `share`: the batch is checked alone, by the share of wrong fields. `lot`: it waits to be put
   * into a lot.
   */
  acceptance: z.enum(["share", "lot"]).optional(),
});
/** Used where the lead unit says nothing else; no official figures are known. */
export const usualPolicy: z.infer<typeof BatchPolicy> = {
  keying: "single",
  sampleShare: 0.1,
  sampleMinimum: 5,
  errorLimit: 0.02,
  leaseHours: 24 * 14,
};
export type BatchPolicy = z.infer<typeof BatchPolicy>;

/** Rules that speak, by severity; `open` of them nobody has answered. */
const RuleCounts = z.strictObject({
  errors: z.int(),
  warnings: z.int(),
  infos: z.int(),
  /** Left out in older events. */
  open: z.int().optional(),
});

const recordPlace = {
  recordId: Id,
  bookId: Id,
  batchId: Id,
  unitId: Id,
  recordType: BookType,
};

/**
 * Why a scan that was accepted with is to be exchanged: words that bear nobody's data. An
 * acceptance alone writes `beside-acceptance`, for a scan that one person replaced meanwhile.
 */
export const ExchangeReason = z.enum([
  "unreadable",
  "incomplete",
  "wrong-page",
  "other-case",
  "beside-acceptance",
]);
export type ExchangeReason = z.infer<typeof ExchangeReason>;

/** A file that shows a case, the cover or the whole book. */
const scanFile = {
  kind: z.enum(["case", "cover", "whole-book"]),
  fileName: z.string().max(200),
  sha256: Sha256,
  /** Bytes. */
  size: z.int().min(1),
  pages: z.int().min(1),
  /** For a case: its registration number as in the file name, normalised. */
  number: z.string().max(20).optional(),
  registeredOn: Day.optional(),
};

/**
 * Where two people exchanged what was accepted; left out = it changed by one person's hand. An
 * acceptance that attaches a scan again names who answers for it by `requestedBy`, without
 * `exchangeId`.
 */
const exchanged = {
  exchangeId: Id.optional(),
  requestedBy: Id.optional(),
  /** Who had set the password of whoever asked, when they did (ADR 29). */
  requesterPasswordSetBy: PasswordSet.optional(),
  approvedBy: Id.optional(),
};

/** Streams `book-…`, `batch-…`, `record-…` and `import-…`, written by the entry service. */
export const entryEvents = {
  BookRegistered: z.strictObject({
    bookId: Id,
    unitId: Id,
    recordType: BookType,
    /** `NN/YYYY`, YYYY the opening year. */
    bookNumber: z.string().max(15),
    openingYear: z.int().min(1800).max(2100),
    /** The registering office as its name stands in the book. */
    office: Text,
    pages: z.int().min(0).optional(),
    expectedCases: z.int().min(0).optional(),
    note: Text.optional(),
  }),
  BookDetailsChanged: z.strictObject({
    bookId: Id,
    office: Text.optional(),
    pages: z.int().min(0).optional(),
    expectedCases: z.int().min(0).optional(),
    note: Text.optional(),
    reason: Text,
    ...exchanged,
  }),
  ScanAttached: z.strictObject({
    bookId: Id,
    scanId: Id,
    ...scanFile,
    /** Scan this one stands in for. */
    replaces: Id.optional(),
    ...exchanged,
  }),
  /**
   * One person asks for another scan of what was accepted; it is attached once a second person has
   * approved it.
   */
  ScanExchangeRequested: z.strictObject({
    exchangeId: Id,
    bookId: Id,
    unitId: Id,
    scanId: Id,
    ...scanFile,
    /** Of a case that has no scan of its own, that of the whole book, which stays. */
    replaces: Id,
    why: ExchangeReason,
    requestedBy: Id,
    /** Who had set the password of whoever asked, where another wrote this event (ADR 29). */
    requesterPasswordSetBy: PasswordSet.optional(),
  }),
  /** The same of the registering office of a book of which batches were accepted. */
  OfficeExchangeRequested: z.strictObject({
    exchangeId: Id,
    bookId: Id,
    unitId: Id,
    office: Text,
    before: Text,
    reason: Text,
    requestedBy: Id,
    /** Who had set the password of whoever asked, where another wrote this event (ADR 29). */
    requesterPasswordSetBy: PasswordSet.optional(),
  }),
  ExchangeDeclined: z.strictObject({
    exchangeId: Id,
    bookId: Id,
    unitId: Id,
    requestedBy: Id,
    declinedBy: Id,
    reason: Text,
    /** Of the scan that was asked for, where it was one. */
    kind: z.enum(["case", "cover", "whole-book"]).optional(),
    number: z.string().max(20).optional(),
  }),
  ScanRefused: z.strictObject({
    bookId: Id,
    fileName: z.string().max(200),
    reason: z.string().max(80),
    /** So many more files of the same upload were refused that have no event of their own. */
    others: z.int().min(1).optional(),
  }),
  /**
   * These numbers of the book now belong to a batch; in the book's stream, so that no two batches
   * overlap.
   */
  NumbersAllotted: z.strictObject({
    bookId: Id,
    batchId: Id,
    from: z.int().min(1).optional(),
    to: z.int().min(1).optional(),
    /**
     * Only second cases of these numbers, as `3b`: the first ones stay with the batches that hold
     * them.
     */
    secondCases: z.literal(true).optional(),
  }),
  /**
   * Cases of a batch are accepted: from here on their scans, and the office of the book, are
   * exchanged by two people alone. In the book's stream, so that no change comes in beside it.
   */
  AcceptanceNoted: z.strictObject({ bookId: Id, batchId: Id, reviewId: Id }),
  BookReconciled: z.strictObject({
    bookId: Id,
    closed: z.array(z.strictObject({ rule: z.string().max(80), subject: Text, reason: Text })),
  }),

  BatchOpened: z.strictObject({
    batchId: Id,
    bookId: Id,
    unitId: Id,
    recordType: BookType,
    bookNumber: z.string().max(15),
    /** Registration numbers covered; left out = the whole book. */
    from: z.int().min(1).optional(),
    to: z.int().min(1).optional(),
    /** It holds second cases of these numbers alone, as `3b`. */
    secondCases: z.literal(true).optional(),
    policy: BatchPolicy,
  }),
  BatchAssigned: z.strictObject({
    batchId: Id,
    accountId: Id,
    displayName: Text,
    leaseUntil: Moment,
    /** Which keying they are to do; left out = the first, or mending after a return. */
    stage: z.literal("second").optional(),
  }),
  BatchTakenBack: z.strictObject({ batchId: Id, accountId: Id, reason: Text }),
  /** Double keying: everything was keyed once and waits for a second person. */
  FirstKeyingFinished: z.strictObject({
    batchId: Id,
    accountId: Id,
    records: z.int().min(1),
    /** Who sent workbooks that rows of it came from: none of them keys it a second time. */
    preparedBy: z.array(Id).optional(),
  }),
  /** Everything was keyed twice; what differs waits for an arbiter. */
  SecondKeyingFinished: z.strictObject({
    batchId: Id,
    accountId: Id,
    records: z.int().min(1),
    /** Fields still to be decided. */
    differences: z.int().min(0),
  }),
  BatchSubmitted: z.strictObject({
    batchId: Id,
    bookId: Id,
    unitId: Id,
    recordType: BookType,
    bookNumber: z.string().max(15),
    /** 1 the first time, then one more after each return. */
    round: z.int().min(1),
    recordCount: z.int().min(1),
    /** SHA-256 over the sorted `recordId@revision` lines: what exactly was submitted. */
    digest: Sha256,
    policy: BatchPolicy,
  }),
  /** The review returned it: open for corrections again. */
  BatchReopened: z.strictObject({
    batchId: Id,
    reviewId: Id,
    round: z.int(),
    marks: z.int(),
    /**
     * Until when whoever mends it has it; left out where nobody has, and in older events, where the
     * old lease went on.
     */
    leaseUntil: Moment.optional(),
    /** All but what was marked was accepted; left out = all of it went back, or an older event. */
    fixesOnly: z.literal(true).optional(),
  }),
  /** The review accepted it: its records change only through approved requests. */
  BatchLocked: z.strictObject({ batchId: Id, reviewId: Id }),
  /** It was opened by mistake, and no case stands in it: its numbers are free again. */
  BatchWithdrawn: z.strictObject({
    batchId: Id,
    bookId: Id,
    unitId: Id,
    reason: Text,
    withdrawnBy: Id,
  }),

  RecordEntered: z.strictObject({
    ...recordPlace,
    bookNumber: z.string().max(15),
    openingYear: z.int(),
    /**
     * Normalised registration number, with the suffix of a true duplicate, e.g. `7`, `7a`,
     * `7/2008`.
     */
    number: z.string().max(24),
    fields: FieldValues,
    /**
     * How values came that nobody typed: who keyed the case confirmed them as they were offered, or
     * they are the batch's. What is not named was typed, or is a row of the import.
     */
    seen: z.record(z.string().max(60), SeenAs).optional(),
    source: z.enum(["keyed", "imported"]),
    keyedBy: Id,
    /**
     * Who sent the workbook that it came from, where somebody else had it written: a maker as well.
     */
    preparedBy: Id.optional(),
    /** Who had set that person's password shortly before they sent it. */
    preparerPasswordSetBy: PasswordSet.optional(),
    /** Submissions of the batch before; left out = none. */
    round: z.int().min(1).optional(),
    importId: Id.optional(),
    row: z.int().optional(),
    scanId: Id.optional(),
    accepted: z.array(FindingAnswer).optional(),
    /** Why the same number stands twice in the paper book. */
    duplicateReason: Text.optional(),
    /** Rules that speak, after this change, by severity. */
    findings: RuleCounts.optional(),
  }),
  RecordCorrected: z.strictObject({
    ...recordPlace,
    changes: z.array(FieldChange).min(1),
    reason: Text,
    correctedBy: Id,
    /**
     * Submissions of the batch before, so that it is told which return is mended; left out = none,
     * or an older event.
     */
    round: z.int().min(1).optional(),
    /** Set when this carries out an approved request after acceptance. */
    correctionId: Id.optional(),
    requestedBy: Id.optional(),
    /** Who had set the password of whoever asked, shortly before they did (ADR 29). */
    requesterPasswordSetBy: PasswordSet.optional(),
    approvedBy: Id.optional(),
    accepted: z.array(FindingAnswer).optional(),
    findings: RuleCounts.optional(),
  }),
  /**
   * A second person keyed the case without seeing the first keying. Its values decide nothing by
   * themselves.
   */
  RecordKeyedAgain: z.strictObject({
    ...recordPlace,
    fields: FieldValues,
    /** Columns that both keyed. */
    compared: z.array(z.string().max(60)).min(1),
    /** Those of them in which the two readings differ. */
    differing: z.array(z.string().max(60)),
    keyedBy: Id,
    /** Who keyed the case, or corrected it last. */
    firstKeyedBy: Id,
  }),
  /** A third person decided what the paper says where two keyings differ. */
  DiscrepancyResolved: z.strictObject({
    ...recordPlace,
    field: z.string().max(60),
    choice: z.enum(["first", "second", "neither"]),
    /**
     * The record's value before and after: of one reading when the first keying stands, which the
     * arbiter may have typed anew.
     */
    before: FieldValue.exactOptional(),
    after: FieldValue.exactOptional(),
    /** How the two differed. */
    kind: z.enum(["tones", "empty", "illegible", "other"]),
    /** Differences of one kind that were settled together share it. */
    group: Id.optional(),
    /** Who keyed the case, or corrected it last. */
    firstKeyedBy: Id,
    secondKeyedBy: Id,
    resolvedBy: Id,
    findings: RuleCounts.optional(),
  }),
  RecordAnnotated: z.strictObject({
    ...recordPlace,
    text: Text,
    /** The decision that the annotation rests on. */
    decision: z.strictObject({ number: Text, day: Day, issuedBy: Text }),
  }),
  /** Open findings of the rules were answered, each with a reason; no value changed. */
  WarningsAnswered: z.strictObject({
    ...recordPlace,
    accepted: z.array(FindingAnswer).min(1),
    answeredBy: Id,
    /** Submissions of the batch before; left out = none. */
    round: z.int().min(1).optional(),
    findings: RuleCounts,
  }),
  RecordVoided: z.strictObject({
    ...recordPlace,
    reason: Text,
    voidedBy: Id,
    round: z.int().min(1).optional(),
  }),
  /**
   * An approved correction that no longer fits the record, e.g. because the value changed
   * meanwhile.
   */
  CorrectionNotApplied: z.strictObject({ ...recordPlace, correctionId: Id, reason: z.string().max(80) }),

  ImportPrepared: z.strictObject({
    importId: Id,
    unitId: Id,
    recordType: BookType,
    fileName: z.string().max(200),
    sha256: Sha256,
    /** Bytes of the file; left out in older events. */
    size: z.int().min(0).optional(),
    dialect: z.string().max(20),
    rows: z.int(),
    good: z.int(),
    refused: z.int(),
    unchanged: z.int(),
    /** Books without a batch get one, assigned to who imports. */
    openBatches: z.boolean(),
    /** Who sent the file: other clerks do not see its rows. */
    preparedBy: Id.optional(),
    /** Who had set that person's password shortly before they sent it. */
    preparerPasswordSetBy: PasswordSet.optional(),
    /** Rows that take values or reasons from the sheet that an export of ours adds. */
    restoredRows: z.int().min(0).optional(),
    /** Batches, and books without one, that its rows name: who sent it knows their cases. */
    batches: z.array(Id).optional(),
    books: z.array(Id).optional(),
    /**
     * Numbers of the books that its rows name, registered or not; left out in older events, and
     * where a row has none that can be read.
     */
    bookNumbers: z.array(z.string().max(15)).max(500).optional(),
    /**
     * Columns of dates whose cells prove another order than day, month, year, or do not prove this
     * one, by field code.
     */
    dateOrders: z
      .record(z.string().max(60), z.enum(["month-first", "mixed", "turned", "unproven"]))
      .optional(),
    /** JSON with the first rows and problems, among the blobs. */
    preview: Sha256,
  }),
  /** A person has asked for the preview; who has not seen it does not confirm. */
  ImportPreviewed: z.strictObject({ importId: Id, seenBy: Id }),
  ImportConfirmed: z.strictObject({
    importId: Id,
    mode: z.enum(["all-or-nothing", "good-rows-only"]),
    /** What the original sheet adds was looked at and is to be taken. */
    restoredRowsSeen: z.literal(true).optional(),
    /** Of the file and of all that its preview has shown: what was agreed to. */
    digest: Sha256.optional(),
  }),
  ImportFinished: z.strictObject({
    importId: Id,
    written: z.int(),
    unchanged: z.int(),
    refused: z.int(),
  }),
  ImportDiscarded: z.strictObject({ importId: Id }),
};
