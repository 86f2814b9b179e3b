import { whyAway } from "@sogoc/access";
import { BatchPolicy, FieldValue, FindingAnswer, Mark } from "@sogoc/events";
import { Id } from "@sogoc/http";
import { bookProgressNames, FindingInWords, findRecordType, KeyedValue } from "@sogoc/registers";
import { z } from "zod";

export const RecordTypeCode = z
  .string()
  .max(10)
  .refine((code) => findRecordType(code) !== undefined, "Loại sổ không có. / No such book type.");
const BookNumber = z
  .string()
  .regex(
    /^(0{0,2}[1-9]|0?[1-9]\d|[1-9]\d{2})\/(18|19|20)\d{2}$/,
    "Phải có dạng NN/YYYY, ví dụ 01/2008. / Must be NN/YYYY, e.g. 01/2008.",
  )
  .describe("NN/YYYY, YYYY the opening year");

export const KeyedFields = z
  .record(z.string().max(60), KeyedValue)
  .refine((fields) => Object.keys(fields).length <= 120, "Quá nhiều cột. / Too many columns.");

export const Answers = z.array(FindingAnswer).max(60);

const Count = z.int().min(0).max(100_000);

export const NewBookShape = z.strictObject({
  unitId: Id,
  recordType: RecordTypeCode,
  bookNumber: BookNumber,
  office: z.string().trim().min(2).max(255).describe("The registering office as the book names it."),
  pages: Count.optional(),
  expectedCases: Count.optional(),
  note: z.string().trim().max(500).optional(),
});

export const BookShape = z.object({
  id: z.string(),
  unitId: z.string(),
  recordType: z.string(),
  bookNumber: z.string(),
  openingYear: z.int(),
  phase: z.int(),
  office: z.string(),
  pages: z.int().optional(),
  expectedCases: z.int().optional(),
  note: z.string().optional(),
  caseScans: z.int(),
  hasCover: z.boolean(),
  refusedScans: z.int(),
  records: z.int(),
  ownNumbers: z.int().describe("Cases that the inventory counts: without second cases of a number."),
  batches: z.array(z.string()),
  accepted: z.array(z.string()).describe("Those of the batches whose result was accepted."),
  standing: z.enum(bookProgressNames).describe("How far the book is, as the figures of reporting count it."),
  revision: z.int(),
});

export const BatchShape = z.object({
  id: z.string(),
  bookId: z.string(),
  unitId: z.string(),
  recordType: z.string(),
  bookNumber: z.string(),
  from: z.int().optional(),
  to: z.int().optional(),
  secondCases: z.literal(true).optional().describe("Only second cases of these numbers, as 3b."),
  policy: BatchPolicy,
  status: z.enum(["open", "second-keying", "arbitration", "submitted", "locked", "withdrawn"]),
  assignedTo: z.string().nullable(),
  assignedName: z.string().optional(),
  leaseUntil: z.string().optional(),
  keyerAway: z
    .enum(whyAway)
    .optional()
    .describe("Why who has it to key cannot go on with it: take it back, and assign it to somebody else."),
  round: z.int(),
  fixesOnly: z
    .literal(true)
    .optional()
    .describe("Open once more for what was marked alone: the rest was accepted."),
  lastReturn: z
    .object({ round: z.int(), reason: z.string() })
    .optional()
    .describe("The last round that came back, and why; it is being mended while that is `round`."),
  records: z.int(),
  marks: z.int().describe("Fields that were marked when it came back and that nobody has mended yet."),
  differences: z.int(),
  resolved: z.int(),
  openedAt: z.string(),
  openedBy: z.string().describe("Who opened it: an account."),
  withdrawn: z.string().optional().describe("Why it was withdrawn, where it was."),
  revision: z.int(),
  barred: z
    .array(z.string())
    .optional()
    .describe("Accounts that cannot be given the second keying that it waits for, as far as is known."),
});

export const ScanShape = z.object({
  id: z.string(),
  bookId: z.string(),
  kind: z.enum(["case", "cover", "whole-book"]),
  fileName: z.string(),
  sha256: z.string(),
  size: z.int(),
  pages: z.int(),
  number: z.string().optional(),
  registeredOn: z.string().optional(),
  attachedAt: z.string(),
  attachedBy: z.string().describe("Name of who attached it, or asked for it where somebody else decided."),
  revision: z.int().describe("Of the book, at which it was attached: what its replacement is made from."),
});

export const FindingShape = FindingInWords.extend({ suggestion: z.string().optional() });

export const TrialShape = z.object({
  findings: z.array(FindingShape),
  numberTaken: z.boolean().describe("A case of this number is in the book already."),
  existing: z
    .object({
      recordId: z.string(),
      batchId: z.string(),
      own: z
        .literal(true)
        .optional()
        .describe(
          "In another batch, which whoever asks had for its first keying, or sent a workbook for: they may look it up there.",
        ),
    })
    .optional()
    .describe("That case; left out for whoever keys it a second time."),
});

export const RecordShape = z.object({
  id: z.string(),
  batchId: z.string(),
  bookId: z.string(),
  unitId: z.string(),
  recordType: z.string(),
  bookNumber: z.string(),
  number: z.string(),
  fields: z.record(z.string(), FieldValue),
  otherBookNumber: z
    .literal(true)
    .optional()
    .describe(
      "The number of the book that the case holds is not its book's: it is marked and corrected as others are.",
    ),
  status: z.enum(["entered", "voided"]),
  source: z.enum(["keyed", "imported"]),
  keyedBy: z.string(),
  scanId: z.string().optional(),
  accepted: z.array(FindingAnswer),
  findings: z.object({
    errors: z.int(),
    warnings: z.int(),
    infos: z.int(),
    open: z.int().describe("Those that nobody has answered."),
  }),
  marks: z.array(Mark),
  enteredAt: z.string(),
  changedAt: z.string(),
  revision: z.int(),
});
