import type { Where } from "@sogoc/core";
import type { BatchRow } from "../read-models/batch-row.ts";
import { latestReview } from "../read-models/batch-state.ts";
import type { ReportingParts } from "../reporting-parts.ts";
import type { BatchLine } from "../routes/shapes.ts";
import { unitNameOf } from "./scope.ts";

const DAY_MS = 86_400_000;

/** Not accepted, and nothing at all has happened to it for so many days. */
export const stuckSince = (
  parts: ReportingParts,
  days: number,
): Pick<Where<BatchRow>, "state" | "lastActivityAt"> => ({
  state: { in: ["open", "assigned", "submitted", "in-review", "returned"] },
  lastActivityAt: { lte: new Date(parts.ports.clock.now().getTime() - days * DAY_MS).toISOString() },
});

/** Undefined while the batch's opening was not heard of. */
const batchLine = (parts: ReportingParts, row: BatchRow): BatchLine | undefined => {
  const { opening, state, since, batch } = row;
  if (!opening || state === null || since === null) return undefined;
  const review = latestReview(row.reviews);
  const { bookId, unitId, recordType, bookNumber, from, to } = opening;
  return {
    id: row.id,
    bookId,
    unitId,
    unitName: unitNameOf(parts, unitId),
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
    sampled: review?.sampled ?? 0,
    checked: review?.checked.length ?? 0,
    figures: review?.figures ?? null,
  };
};

export const batchLines = (parts: ReportingParts, rows: readonly BatchRow[]): BatchLine[] =>
  rows.flatMap((row) => batchLine(parts, row) ?? []);
