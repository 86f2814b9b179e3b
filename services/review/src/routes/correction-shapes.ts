import { FieldChange, FieldValue, Mark } from "@sogoc/events";
import { Barred, inShape } from "@sogoc/http";
import { FindingInWords } from "@sogoc/registers";
import { z } from "zod";
import type { ShownCorrection } from "../steps/show-correction.ts";
import { toBarredInWords } from "./barred.ts";

export const CorrectionShape = z.object({
  id: z.string(),
  recordId: z.string(),
  unitId: z.string(),
  bookId: z.string(),
  recordType: z.string(),
  number: z.string().describe("Registration number of the record."),
  bookNumber: z.string(),
  changes: z.array(FieldChange),
  now: z
    .array(z.object({ field: z.string(), value: FieldValue.optional() }))
    .describe(
      "What fields hold by now that have changed since a waiting request was made: it cannot be approved.",
    ),
  hidden: z
    .literal(true)
    .optional()
    .describe("The record is not the reader's own keying: the values before are left out."),
  own: z
    .literal(true)
    .optional()
    .describe("The reader asked for it, or keyed, corrected or arbitrated the case: somebody else decides."),
  barred: Barred.optional().describe("The same as the refusal would say it."),
  findings: z
    .array(
      FindingInWords.extend({
        reason: z.string().optional().describe("How the requester answers it."),
      }),
    )
    .describe("What the rules find in the record as it would be, where the request waits for a decision."),
  broughtBack: z
    .array(Mark.extend({ round: z.int(), markedByName: z.string(), markedAt: z.string() }))
    .describe(
      "Values that a round had marked wrong and that a waiting request brings back: who marked them, why, in which round.",
    ),
  because: z.string().optional().describe("Why such a request was approved."),
  reason: z.string(),
  requestedBy: z.string(),
  requestedByName: z.string(),
  requestedAt: z.string(),
  status: z.enum(["requested", "approved", "declined", "applied", "not-applied"]),
  decidedBy: z.string().optional(),
  decidedByName: z.string().optional(),
  decidedAt: z.string().optional(),
  declineReason: z.string().optional(),
  notAppliedReason: z.string().optional(),
  revision: z.int(),
});

/** Leaves out the earlier values where the reader may not see the record. */
export const toCorrectionShape = (
  { correction, record, readable, barred, findings, now, broughtBack }: ShownCorrection,
  nameOf: (account: string) => string,
): z.infer<typeof CorrectionShape> => {
  const { changes, requestedBy, decidedBy } = correction;
  return inShape(CorrectionShape, {
    ...correction,
    number: record?.number ?? "",
    bookNumber: record?.bookNumber ?? "",
    requestedByName: nameOf(requestedBy),
    decidedByName: decidedBy === undefined ? undefined : nameOf(decidedBy),
    findings,
    now,
    broughtBack: broughtBack.map(({ markedBy, ...mark }) => ({ ...mark, markedByName: nameOf(markedBy) })),
    hidden: readable ? undefined : true,
    own: barred ? true : undefined,
    barred: toBarredInWords(barred),
    changes: readable ? changes : changes.map((change) => ({ ...change, before: undefined })),
  });
};
