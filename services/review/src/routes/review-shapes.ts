import { AcceptanceFigures, FieldValue, Mark } from "@sogoc/events";
import { z } from "zod";
import type { ReviewOfBook } from "../use-cases/list-reviews.ts";

export const ReviewShape = z.object({
  id: z.string(),
  batchId: z.string(),
  bookId: z.string(),
  unitId: z.string(),
  recordType: z.string(),
  bookNumber: z.string().optional(),
  office: z.string().optional().describe("Where the book was kept, as its cover says."),
  keyedBy: z.array(z.string()).describe("Names of those who keyed it and cannot check it."),
  round: z.int(),
  lotId: z.string().optional().describe("The lot whose verdict closes this; its own is not asked for."),
  fixesOnly: z
    .literal(true)
    .optional()
    .describe("Only what was marked wrong in an accepted lot is looked at."),
  status: z.enum(["open", "returned", "accepted"]),
  population: z.int(),
  seed: z.string(),
  sample: z.array(
    z.object({ recordId: z.string(), checked: z.boolean(), marks: z.array(Mark), by: z.string().optional() }),
  ),
  errorLimit: z.number(),
  rules: z.object({ errors: z.int(), warnings: z.int(), infos: z.int() }),
  figures: AcceptanceFigures.optional(),
  decidedBy: z.string().optional(),
  decidedAt: z.string().optional(),
  reason: z.string().optional(),
  openedAt: z.string(),
  revision: z.int(),
});

export const SampledRecord = z.object({
  id: z.string(),
  number: z.string(),
  bookNumber: z.string(),
  recordType: z.string(),
  fields: z.record(z.string(), FieldValue),
  scanId: z.string().optional(),
  revision: z.int(),
  marks: z.array(Mark),
  checked: z.boolean(),
});

export const FindingShape = z.object({
  rule: z.string(),
  severity: z.enum(["error", "warning", "info"]),
  fields: z.array(z.string()),
  records: z.array(z.string()),
  messageVi: z.string(),
  messageEn: z.string(),
});

/** `nameOf` gives the name of an account, or undefined where it has none. */
export const toReviewShape = (
  { review, book }: ReviewOfBook,
  nameOf: (account: string) => string | undefined,
): z.infer<typeof ReviewShape> =>
  ReviewShape.parse({
    ...review,
    bookNumber: book?.bookNumber,
    office: book?.office,
    keyedBy: review.keyers.map((account) => nameOf(account) ?? account),
    sample: review.sample.map((recordId) => {
      const check = review.checks[recordId];
      return { recordId, checked: check !== undefined, marks: check?.marks ?? [], by: check?.by };
    }),
  });
