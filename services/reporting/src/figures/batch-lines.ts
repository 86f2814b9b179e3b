import { findWhyAway, type WhyAway, whyAway } from "@sogoc/access";
import { vietnamDay, type Where } from "@sogoc/core";
import { AcceptanceFigures } from "@sogoc/events";
import { z } from "zod";
import type { Dependencies } from "../dependencies.ts";
import { batchStates, latestReview } from "../read-models/batch-state.ts";
import type { BatchView } from "../read-models/batch-view.ts";
import { unitNameOf } from "./scope.ts";

/** A batch with its state and how far it is. */
export const BatchLine = z.object({
  id: z.string(),
  bookId: z.string(),
  unitId: z.string(),
  unitName: z.string(),
  recordType: z.string(),
  bookNumber: z.string(),
  from: z.int().nullable(),
  to: z.int().nullable(),
  state: z.enum(batchStates),
  since: z.string(),
  lastActivityAt: z.string(),
  clerk: z.object({ account: z.string(), name: z.string() }).nullable(),
  leaseUntil: z.string().nullable(),
  keyerAway: z
    .enum(whyAway)
    .optional()
    .describe("Why the clerk cannot go on with it: the book-keeper gives it to somebody else."),
  round: z.int(),
  records: z.int(),
  sampled: z.int(),
  checked: z.int(),
  figures: AcceptanceFigures.nullable(),
});
export type BatchLine = z.infer<typeof BatchLine>;

const DAY_MS = 86_400_000;

/** Not accepted, and nothing at all has happened to it for so many days. */
export const stuckSince = (
  dependencies: Dependencies<"clock">,
  days: number,
): Pick<Where<BatchView>, "state" | "lastActivityAt"> => ({
  state: { in: ["open", "assigned", "submitted", "in-review", "returned", "to-mend"] },
  lastActivityAt: { lte: new Date(dependencies.clock.now().getTime() - days * DAY_MS).toISOString() },
});

/** States in which a batch waits for who has it to key. */
const waitsForClerk: ReadonlySet<BatchLine["state"]> = new Set([
  "assigned",
  "second-keying",
  "returned",
  "to-mend",
]);

const awayIn = (
  { clock, directory }: Dependencies<"clock" | "directory">,
  accountId: string,
  unitId: string,
): WhyAway | undefined =>
  findWhyAway(directory, { accountId, roles: ["clerk"], unitId, day: vietnamDay(clock.now()) });

/** Undefined while the batch's opening was not heard of. */
const batchLineOf = (
  dependencies: Dependencies<"clock" | "directory">,
  row: BatchView,
): BatchLine | undefined => {
  const { opening, state, since, batch } = row;
  if (!opening || state === null || since === null) return undefined;
  const review = latestReview(row.reviews);
  const { bookId, unitId, recordType, bookNumber, from, to } = opening;
  return {
    id: row.id,
    bookId,
    unitId,
    unitName: unitNameOf(dependencies, unitId),
    recordType,
    bookNumber,
    from,
    to,
    state,
    since,
    lastActivityAt: row.lastActivityAt,
    round: row.round,
    records: row.records,
    clerk: batch?.clerk ? { account: batch.clerk, name: batch.clerkName ?? batch.clerk } : null,
    leaseUntil: batch?.leaseUntil ?? null,
    keyerAway:
      batch?.clerk && waitsForClerk.has(state) ? awayIn(dependencies, batch.clerk, unitId) : undefined,
    sampled: review?.sampled ?? 0,
    checked: review?.checked.length ?? 0,
    figures: review?.figures ?? null,
  };
};

export const batchLinesOf = (
  dependencies: Dependencies<"clock" | "directory">,
  rows: readonly BatchView[],
): BatchLine[] => rows.flatMap((row) => batchLineOf(dependencies, row) ?? []);
