import type { AcceptanceLimits } from "@sogoc/acceptance";
import { type InspectedLot, inspectionAfter } from "@sogoc/acceptance";
import { allPages, CommandRejected, digestOfLines, digestOfRevisions, uuidFrom } from "@sogoc/core";
import type { LotBookCounts } from "@sogoc/events";
import { defaultLimits, limitsDecider, limitsOn } from "./domain/limits.ts";
import { lotDecider } from "./domain/lot.ts";
import { lotFigures } from "./domain/lot-figures.ts";
import { reviewDecider } from "./domain/review.ts";
import type { LotView } from "./read-models/lots.ts";
import { bookCountsOf } from "./reconciliation.ts";
import { type ReviewParts, recordsOfBatch } from "./review-parts.ts";

export const reviewIdOf = (batchId: string, round: number): string =>
  uuidFrom("review", batchId, String(round));

/** Throws `lot-unknown`. Read from the stream, so that a lot is there the moment it was formed. */
export const getLot = async (parts: ReviewParts, lotId: string) => {
  const { state } = await parts.runtime.commands.load(lotDecider, lotId);
  if (!state.formed) throw new CommandRejected("lot-unknown");
  return { state, formed: state.formed };
};

/** Limits of the unit on a day, or of the nearest unit above that set any. */
export const limitsFor = async (
  parts: ReviewParts,
  unitId: string,
  day: string,
): Promise<AcceptanceLimits & { readonly setFor: string | null }> => {
  const { units } = parts.http.directory.tree();
  for (let id: string | null | undefined = unitId; id; id = units.get(id)?.parentId) {
    const { state } = await parts.runtime.commands.load(limitsDecider, id);
    const found = limitsOn(state.changes, day);
    if (found) return { ...found, setFor: id };
  }
  return { ...defaultLimits, setFor: null };
};

const toInspected = ({ size, plan, status, figures, resumedBecause }: LotView): InspectedLot => ({
  size,
  limits: { level: plan.level, key: plan.key, other: plan.other },
  inspection: plan.inspection,
  accepted: status !== "returned",
  wrong: figures?.wrongCases ?? { critical: 0, key: 0, other: 0 },
  resumed: resumedBecause !== undefined,
});

/** Each carries its whole sample, so that a thousand of them would weigh. */
const LOTS_AT_A_TIME = 100;

/** How the next lot of this digitising unit is inspected, from the verdicts on its lots so far. */
export const nextInspection = async (parts: Pick<ReviewParts, "lots">, digitiserId: string) => {
  const inspected: InspectedLot[] = [];
  // All of them: where a count begins follows from every switch before it.
  const decided = {
    where: { digitiserId, decidedAt: { gt: "" } },
    orderBy: [{ column: "decidedAt" }],
  } as const;
  for await (const page of allPages(parts.lots, decided, LOTS_AT_A_TIME)) {
    // A lot that comes again after a return is not counted: the rules go by first inspections.
    const first = page.filter(({ batches }) => batches.every(({ round }) => round === 1));
    inspected.push(...first.map(toInspected));
  }
  return inspectionAfter(inspected);
};

/**
 * A waiting batch with its records, exactly as they were submitted. Throws `batch-not-waiting`,
 * `read-model-behind`.
 */
export const getWaiting = async (parts: ReviewParts, batchId: string) => {
  const batch = await parts.waiting.find(batchId);
  if (!batch?.submitted || batch.waiting === 0) throw new CommandRejected("batch-not-waiting", { batchId });
  const records = await recordsOfBatch(parts.records, batchId);
  const digest = digestOfRevisions(records.map(({ id, contentRevision: revision }) => ({ id, revision })));
  if (digest !== batch.submitted.digest) throw new CommandRejected("read-model-behind");
  return { batchId, submitted: batch.submitted, records };
};

/** What a lot's reviews say at this moment, read from their streams. */
export const lotStanding = async (parts: ReviewParts, lotId: string) => {
  const { formed, state } = await getLot(parts, lotId);
  const reviews = await Promise.all(
    formed.batches.map(async ({ reviewId }) => {
      const review = (await parts.runtime.commands.load(reviewDecider, reviewId)).state;
      // Two people may have put one batch into two lots at the same moment: the second lot never
      // gets its reviews.
      if (review.opened && review.opened.lotId !== lotId) throw new CommandRejected("batch-not-waiting");
      return review;
    }),
  );
  const sampledOf = (batchId: string) => formed.sample.filter((one) => one.batchId === batchId).length;
  const figures = lotFigures(
    formed.recordType,
    formed.batches.map(({ batchId }, index) => ({
      sampled: sampledOf(batchId),
      checks: [...(reviews[index]?.checks.values() ?? [])],
      rules: reviews[index]?.opened?.rules ?? { errors: 0, warnings: 0 },
    })),
  );
  const bookIds = [...new Set(formed.batches.map(({ bookId }) => bookId))];
  const bookCounts: LotBookCounts[] = [];
  // One book at a time: a lot may hold five hundred, and all records of a book are read for its
  // counts.
  for (const bookId of bookIds) {
    const counts = await bookCountsOf(parts, bookId);
    if (counts) bookCounts.push(counts);
  }
  return {
    formed,
    state,
    figures,
    bookCounts,
    progress: formed.batches.map(({ batchId }, index) => ({
      batchId,
      sampled: sampledOf(batchId),
      checked: reviews[index]?.checks.size ?? 0,
    })),
    checkers: [...new Set(reviews.flatMap(({ checkers }) => [...checkers]))],
    digest: digestOfLines(formed.batches.map((batch) => `${batch.batchId}@${batch.digest}`)),
  };
};
