import { inspections } from "@sogoc/acceptance";
import { LotBatch, LotFigures, LotPlan } from "@sogoc/events";
import { inShape } from "@sogoc/http";
import { z } from "zod";
import type { LotView } from "../read-models/lots.ts";
import type { WaitingBatchView } from "../read-models/waiting-batches.ts";

export const Inspection = z.object({
  inspection: z.enum(inspections).exclude(["reduced"]),
  stopped: z.boolean(),
  score: z.int(),
  reducible: z.boolean().describe("The next lot may be inspected reduced, if who forms it says why."),
});

export const WaitingShape = z.object({
  batchId: z.string(),
  bookId: z.string(),
  bookNumber: z.string(),
  unitId: z.string(),
  recordType: z.string(),
  round: z.int(),
  records: z.int(),
  submittedAt: z.string(),
});

/** Empty for a batch whose submission has not been heard of yet. */
export const toWaitingShapes = ({ id, submitted }: WaitingBatchView): z.infer<typeof WaitingShape>[] => {
  if (!submitted) return [];
  const { recordCount: records, at: submittedAt, ...rest } = submitted;
  return [inShape(WaitingShape, { ...rest, batchId: id, records, submittedAt })];
};

export const LotShape = z.object({
  id: z.string(),
  unitId: z.string(),
  recordType: z.string(),
  digitiserId: z.string(),
  digitiserIds: z.array(z.string()).optional().describe("Where people of several units keyed it."),
  status: z
    .enum(["open", "accepted", "accepted-after-fixes", "returned", "dissolved"])
    .describe("`dissolved`: another lot, formed at the same moment, has some of its batches."),
  batches: z.array(LotBatch),
  size: z.int(),
  plan: LotPlan,
  limitsSetByName: z
    .string()
    .optional()
    .describe("Who set the limits that its plan follows; nobody where none were set."),
  resumedBecause: z.string().optional(),
  reducedBecause: z.string().optional(),
  seed: z.string(),
  sample: z.array(z.object({ batchId: z.string(), recordId: z.string() })),
  figures: LotFigures.optional(),
  digest: z.string().optional(),
  reason: z.string().optional(),
  formedBy: z.string(),
  formedAt: z.string(),
  decidedBy: z.string().optional(),
  decidedByName: z.string().optional(),
  decidedAt: z.string().optional(),
  byEarlierRules: z
    .literal(true)
    .optional()
    .describe("It was decided before unanswered findings stood in the way, and stays as it was decided."),
  revision: z.int(),
});

/** A lot in the form of the API; an open one has no day of decision. */
export const toLotShape = (
  { decidedAt, unanswered, ...lot }: LotView,
  nameOf: (account: string) => string | undefined,
): z.infer<typeof LotShape> => {
  const isDecided = decidedAt !== "";
  const [setBy] = lot.limitsSetBy ?? [];
  return inShape(LotShape, {
    ...lot,
    limitsSetByName: setBy && (nameOf(setBy) ?? setBy),
    decidedByName: lot.decidedBy && nameOf(lot.decidedBy),
    decidedAt: isDecided ? decidedAt : undefined,
    byEarlierRules: isDecided && unanswered === undefined ? true : undefined,
  });
};
