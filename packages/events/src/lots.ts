import { z } from "zod";
import { BookType, Id, Sha256, Text } from "./values.ts";

export const lotPlace = {
  lotId: Id,
  unitId: Id,
  recordType: BookType,
  /**
   * Unit whose people keyed it: a contractor, or the office itself. Its lots decide how strictly
   * the next is inspected.
   */
  digitiserId: Id,
  /**
   * Where people of several units keyed it: all of these units. The plan is the strictest of
   * theirs, and the verdict counts for each; `digitiserId` is then the office. Left out where there
   * is one, and in older events.
   */
  digitiserIds: z.array(Id).min(2).max(100).optional(),
};

/** A batch as it was submitted into a lot. */
export const LotBatch = z.strictObject({
  batchId: Id,
  bookId: Id,
  bookNumber: z.string().max(15),
  reviewId: Id,
  round: z.int().min(1),
  records: z.int().min(1),
  digest: Sha256,
});
export type LotBatch = z.infer<typeof LotBatch>;

/** Sampling plan of a lot, in the manner of ISO 2859-1; limits are per cent of cases. */
export const LotPlan = z.strictObject({
  level: z.enum(["S-1", "S-2", "S-3", "S-4", "I", "II", "III"]),
  key: z.number().positive().max(10),
  other: z.number().positive().max(10),
  inspection: z.enum(["normal", "tightened", "reduced"]),
  letter: z.string().length(1),
  sampleSize: z.int().min(1),
  /** Wrong cases of each class with which the lot is still accepted. */
  acceptance: z.strictObject({ critical: z.int(), key: z.int(), other: z.int() }),
});
export type LotPlan = z.infer<typeof LotPlan>;

/**
 * The five counts of a book as they stood when a lot or a batch of it was decided; null where the
 * inventory does not tell.
 */
export const LotBookCounts = z.strictObject({
  bookId: Id,
  /** Cases by the inventory. */
  expected: z.int().min(0).nullable(),
  records: z.int().min(0),
  /**
   * Those of them that the inventory counts: without second cases of a number. Left out in older
   * events, which compared all of them.
   */
  ownNumbers: z.int().min(0).optional(),
  lastNumber: z.int().min(0).nullable(),
  /** Pages by the inventory. */
  pages: z.int().min(0).nullable(),
  scannedPages: z.int().min(0),
  /** Files that hold one case each. */
  files: z.int().min(0),
  /** Findings that were due and nobody had closed: none, unless it was returned. */
  openFindings: z.int().min(0),
  /** The registering office that it was accepted under. Left out in older events. */
  office: Text.optional(),
  /**
   * Highest version of a scan that it was accepted by, one more than the revision of the book with
   * which it was attached; 0 where there was none. Left out in older events.
   */
  scansVersion: z.int().min(0).optional(),
});
export type LotBookCounts = z.infer<typeof LotBookCounts>;

/** What the sample showed. A case counts once in each class in which something in it is wrong. */
export const LotFigures = z.strictObject({
  sampled: z.int(),
  checked: z.int(),
  fieldsChecked: z.int(),
  wrongFields: z.int(),
  wrongCases: z.strictObject({ critical: z.int(), key: z.int(), other: z.int() }),
  ruleErrors: z.int(),
  ruleWarnings: z.int(),
});
export type LotFigures = z.infer<typeof LotFigures>;
