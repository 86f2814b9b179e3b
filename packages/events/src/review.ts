import { z } from "zod";
import { BatchPolicy } from "./entry.ts";
import { handoverEvents } from "./handover.ts";
import { LotBatch, LotBookCounts, LotFigures, LotPlan, lotPlace } from "./lots.ts";
import {
  BookType,
  Day,
  FieldChange,
  Id,
  Mark,
  Moment,
  PasswordSet,
  Sha256,
  Text,
  WaitingAnswer,
} from "./values.ts";

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

const shareLimits = BatchPolicy.pick({ sampleShare: true, sampleMinimum: true, errorLimit: true }).shape;

/**
 * Limits of a batch that are laxer than those of its unit: who decided has confirmed them in sight
 * of both. Left out where they are not, and in older events.
 */
const LaxerLimits = z.strictObject({
  ...shareLimits,
  /** Who opened the batch with them, and when. */
  setBy: Id.optional(),
  setAt: Moment,
  /** What the unit went by when that was confirmed. */
  unit: z.strictObject(shareLimits),
});

/** Streams `review-…` and `correction-…`, written by the review service. */
export const reviewEvents = {
  ReviewOpened: z.strictObject({
    ...reviewPlace,
    round: z.int().min(1),
    keyers: z.array(Id),
    /** Who decided between two keyings: they neither check nor accept. */
    arbiters: z.array(Id).optional(),
    /** Who had set the password of one of those shortly before: they do as little. */
    resetBy: z.array(Id).optional(),
    /** Who had opened the account of one of those shortly before. */
    openedBy: z.array(Id).optional(),
    /** Part of a lot: the sample is drawn over the whole lot, and the lot's verdict closes this. */
    lotId: Id.optional(),
    /**
     * Accepted but for what was marked wrong: that is looked at again, all of it, with what was
     * changed beside it.
     */
    fixesOnly: z.literal(true).optional(),
    population: z.int().min(1),
    /** Anyone can draw the same sample again from the sorted record ids, the size and this seed. */
    seed: z.string().max(80),
    sample: z.array(Id),
    /**
     * Records that an earlier round had marked wrong, voided ones too, what was keyed in their
     * place, and what was voided while marks were mended; as far as the sample does not hold them.
     * They are looked at too, and counted in no figure of the sample.
     */
    again: z.array(Id).optional(),
    errorLimit: z.number(),
    rules: z.strictObject({
      errors: z.int(),
      warnings: z.int(),
      infos: z.int(),
      /** Findings of single records that nobody has answered; left out in older events. */
      open: z.int().optional(),
    }),
    digest: z.string(),
  }),
  RecordChecked: z.strictObject({
    ...reviewPlace,
    recordId: Id,
    /** Revision of the record that the checker saw. */
    recordRevision: z.int(),
    /**
     * Version of the scan that showed the case: one more than the revision of the book with which
     * it was attached, 0 where there was none; left out in older events.
     */
    scanVersion: z.int().min(0).optional(),
    fieldsChecked: z.int().min(0),
    /** Everything that stands in the case after it; a field may be marked in several ways. */
    marks: z.array(Mark),
    /**
     * Those of them that others had set, and this checker neither repeats nor takes away; `own`
     * where this account had set them as well, and gives no reason although one is asked for.
     */
    left: z.array(z.strictObject({ ...Mark.shape, own: z.literal(true).optional() })).optional(),
    /**
     * Marks that this check takes away with a reason: of other people, of a critical error, or of
     * an account in which somebody else has a hand.
     */
    withdrawn: z
      .array(z.strictObject({ ...Mark.shape, markedBy: z.array(Id).min(1), because: Text }))
      .optional(),
    /**
     * Marks of earlier rounds whose fields hold what they held then, each with the reason why this
     * is right; left out in older events.
     */
    takenBack: z.array(z.strictObject({ ...Mark.shape, because: Text })).optional(),
    checkedBy: Id,
  }),
  BatchReturned: z.strictObject({
    ...reviewPlace,
    round: z.int(),
    marks: z.array(z.strictObject({ recordId: Id, ...Mark.shape })),
    reason: Text,
    figures: AcceptanceFigures,
    decidedBy: Id,
    lotId: Id.optional(),
    /** Accepted but for what was marked, which is mended and looked at again. */
    fixesOnly: z.literal(true).optional(),
    /**
     * The verdict on its lot let it pass, and something came up after that and before this: a mark,
     * or something that stands as it was marked.
     */
    afterVerdict: z.literal(true).optional(),
    laxerLimits: LaxerLimits.optional(),
    /**
     * It came back because its limits were laxer than its unit's: the next rounds look at no fewer
     * cases than these say, and let no more be wrong.
     */
    nextLimits: z.strictObject(shareLimits).optional(),
  }),
  BatchAccepted: z.strictObject({
    ...reviewPlace,
    round: z.int(),
    figures: AcceptanceFigures,
    decidedBy: Id,
    note: Text.optional(),
    lotId: Id.optional(),
    /** Its book at that moment; batches accepted before this was kept have none. */
    bookCounts: LotBookCounts.optional(),
    laxerLimits: LaxerLimits.optional(),
  }),

  /** From this day on, lots of this unit and those below it are accepted by these limits. */
  AcceptanceLimitsChanged: z.strictObject({
    unitId: Id,
    from: Day,
    ...LotPlan.pick({ level: true, key: true, other: true }).shape,
    reason: Text,
    changedBy: Id,
  }),
  /** Submitted batches of one unit and book type are accepted or returned together. */
  LotFormed: z.strictObject({
    ...lotPlace,
    batches: z.array(LotBatch).min(1).max(500),
    /** Cases in all batches. */
    size: z.int().min(1),
    plan: LotPlan,
    /**
     * Whoever set the limits that the plan follows from, then who had a hand in that by a password;
     * none where nobody has set any, nor in lots formed before this was kept.
     */
    limitsSetBy: z.array(Id).min(1).optional(),
    /**
     * Whoever set the limits of the other units that took the books over: the plan follows from the
     * strictest of them, which is so by all.
     */
    limitsAlsoSetBy: z.array(Id).min(1).optional(),
    /** Who had opened an account that set any of them shortly before. */
    limitsOpenedBy: z.array(Id).optional(),
    /** Anyone can draw the same sample again from the sorted record ids, the size and this seed. */
    seed: z.string().max(80),
    sample: z.array(z.strictObject({ batchId: Id, recordId: Id })),
    keyers: z.array(Id),
    arbiters: z.array(Id),
    /** Who had set the password of one of those shortly before. */
    resetBy: z.array(Id).optional(),
    /** Who had opened the account of one of those shortly before. */
    openedBy: z.array(Id).optional(),
    /** Why lots go on although five came back under tightened inspection. */
    resumedBecause: Text.optional(),
    /** Why the acceptor has it inspected reduced, which its digitising unit has earned. */
    reducedBecause: Text.optional(),
    formedBy: Id,
  }),
  LotDecided: z.strictObject({
    ...lotPlace,
    verdict: z.enum(["accepted", "accepted-after-fixes", "returned"]),
    batches: z.array(LotBatch),
    size: z.int(),
    plan: LotPlan,
    figures: LotFigures,
    /** Lots decided before these were kept have none. */
    bookCounts: z.array(LotBookCounts).max(500).optional(),
    /**
     * Findings of the rules that nobody had answered. Lots decided before these stood in the way of
     * an acceptance have none.
     */
    unanswered: z.int().min(0).optional(),
    /** SHA-256 over the sorted `batchId@digest` lines: what exactly was decided on. */
    digest: Sha256,
    reason: Text.optional(),
    decidedBy: Id,
  }),
  /**
   * Another lot has some of its batches, because both were formed at one moment: it gets no
   * verdict, and its other batches wait for a lot again.
   */
  LotDissolved: z.strictObject({
    lotId: Id,
    unitId: Id,
    /** All its batches. */
    batchIds: z.array(Id).min(1).max(500),
    /** Those that the other lot has. */
    takenBatchIds: z.array(Id).min(1).max(500),
  }),

  ...handoverEvents,

  CorrectionRequested: z.strictObject({
    correctionId: Id,
    recordId: Id,
    unitId: Id,
    bookId: Id,
    batchId: Id,
    recordType: BookType,
    changes: z.array(FieldChange).min(1),
    /** What the rules find in the changed record and how the requester answers it. */
    accepted: z.array(WaitingAnswer).optional(),
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
    /** What the rules find in the changed record and how the requester answers it. */
    accepted: z.array(WaitingAnswer).optional(),
    reason: Text,
    requestedBy: Id,
    /** Who had set the password of whoever asked, shortly before they did (ADR 29). */
    requesterPasswordSetBy: PasswordSet.optional(),
    decidedBy: Id,
    /** Why values that a round had marked wrong are right after all, where it brings such back. */
    because: Text.optional(),
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
    purpose: z.enum(["keying", "checking", "deciding", "history", "look-up", "proof"]),
    /** What was seen of them: what was keyed, or the paper alone. Older readings do not say. */
    shown: z.enum(["values", "scan"]).optional(),
    readBy: Id,
  }),
  /**
   * A file that shows many people at once: who stands in it the file says, and the book, where it
   * is one book's.
   */
  FileRead: z.strictObject({
    file: z.enum(["scan", "export", "import"]),
    fileId: Id,
    bookId: Id.optional(),
    unitId: Id,
    purpose: z.enum(["keying", "checking", "deciding", "look-up", "hand-over"]),
    /**
     * The cases in an export of a few of its book's; left out where it may hold any of the book,
     * and in older events.
     */
    recordIds: z.array(Id).min(1).max(1_000).optional(),
    readBy: Id,
  }),
  BookExported: z.strictObject({
    exportId: Id,
    bookId: Id,
    unitId: Id,
    records: z.int(),
    manifestSha256: z.string(),
    /**
     * What was taken: a whole book, which a second person approves; a package for the national
     * database of a book that was accepted; a few of its records. Older exports do not say.
     */
    kind: z.enum(["whole-book", "hand-over", "few-records"]).optional(),
    /** Cases that the book had then. Left out in older events. */
    inBook: z.int().min(0).optional(),
  }),
  /** A second person lets a whole book go out, which somebody else has asked for. */
  ExportApproved: z.strictObject({
    exportId: Id,
    bookId: Id,
    unitId: Id,
    requestedBy: Id,
    approvedBy: Id,
  }),
  ExportDeclined: z.strictObject({
    exportId: Id,
    bookId: Id,
    unitId: Id,
    requestedBy: Id,
    declinedBy: Id,
    reason: Text,
  }),
  /**
   * Its time is over: workbook and scans are removed. The manifest stays, so that it can be told
   * what was taken away.
   */
  ExportExpired: z.strictObject({ exportId: Id, bookId: Id, unitId: Id }),
  /**
   * One person takes a few records of a book, which are no book yet with what was taken before; in
   * a stream of the book, so that pieces taken at once are counted together.
   */
  FewRecordsTaken: z.strictObject({
    exportId: Id,
    bookId: Id,
    unitId: Id,
    takenBy: Id,
    takenAt: Moment,
    recordIds: z.array(Id).min(1).max(100),
  }),
  /**
   * The same, of whatever books, in a stream of the person's day: what one person takes in a day
   * counts together too, however many ask at once. It stands as well in the stream of everybody who
   * has a hand in the account by its password. One case on paper is counted by an id of its own.
   */
  RecordsOfDayTaken: z.strictObject({
    exportId: Id,
    bookId: Id,
    unitId: Id,
    takenBy: Id,
    takenAt: Moment,
    recordIds: z.array(Id).min(1).max(100),
  }),
  /** One person takes a case away on paper; in the stream of its book. */
  LookUpSheetTaken: z.strictObject({
    recordId: Id,
    bookId: Id,
    unitId: Id,
    takenBy: Id,
    takenAt: Moment,
  }),
};
