import { drawSample, sampleSize } from "@sogoc/acceptance";
import { type CommandContext, digestOfRevisions, type RecordedEvent, uuidFrom } from "@sogoc/core";
import type { DataOf, EventOf, Recorded } from "@sogoc/events";
import { reviewDecider } from "./domain/review.ts";
import { reviewIdOf } from "./lot-parts.ts";
import type { SubmittedRecord } from "./read-models/submitted-records.ts";
import { countFindings, findingsOfBatch, type ReviewParts, recordsOfBatch } from "./review-parts.ts";

const WAIT_MS = 10_000;

type Cause = Pick<RecordedEvent, "id" | "metadata">;

/**
 * What follows happens in the system's name: nobody chooses a sample, also not who submitted or
 * formed the lot.
 */
const contextAfter = (parts: ReviewParts, cause: Cause, step: string, unit: string): CommandContext => ({
  actor: { account: "system", name: "Hệ thống", roles: [], unit },
  at: parts.ports.clock.now(),
  commandId: uuidFrom(step, cause.id),
  correlationId: cause.metadata.correlationId,
  causationId: cause.id,
});

/** How a review looks at the records of its batch: which of them, and with what limit. */
type Look = Pick<DataOf<"ReviewOpened">, "seed" | "sample" | "errorLimit" | "lotId" | "fixesOnly">;

const openReview = (
  parts: ReviewParts,
  batch: Pick<DataOf<"BatchSubmitted">, "batchId" | "bookId" | "unitId" | "recordType" | "round" | "digest">,
  records: readonly SubmittedRecord[],
  look: Look,
  context: CommandContext,
) => {
  const { batchId, bookId, unitId, recordType, round, digest } = batch;
  const reviewId = reviewIdOf(batchId, round);
  return parts.runtime.commands.handle(
    reviewDecider,
    reviewId,
    {
      type: "OpenReview",
      data: {
        reviewId,
        batchId,
        bookId,
        unitId,
        recordType,
        round,
        digest,
        keyers: [...new Set(records.flatMap(({ keyers }) => keyers))],
        arbiters: [...new Set(records.flatMap(({ arbiters }) => arbiters))],
        population: records.length,
        ...look,
        rules: countFindings(findingsOfBatch(records)),
      },
    },
    context,
  );
};

/** What an accepted lot left to be mended, where that is what this round brings. */
const findFixes = async (parts: ReviewParts, batchId: string, round: number) => {
  const { items } = await parts.reviews.query({ where: { batchId }, limit: 100 });
  const before = items.find((one) => one.round === round - 1 && one.status === "returned" && one.fixesOnly);
  return before && new Set(before.marks.map(({ recordId }) => recordId));
};

/**
 * A submitted batch becomes a review: rules on everything, a sample by a recorded seed. One that
 * goes into a lot waits.
 */
const openAfterSubmission = (parts: ReviewParts) => async (recorded: RecordedEvent) => {
  const event = recorded as unknown as Recorded<EventOf<"BatchSubmitted">>;
  const { batchId, round, digest, policy, unitId } = event.data;
  if (!(await parts.runtime.projected(event.position, WAIT_MS))) throw new Error("read model behind");
  const fixes = policy.acceptance === "lot" ? await findFixes(parts, batchId, round) : undefined;
  if (policy.acceptance === "lot" && !fixes) return;
  const records = await recordsOfBatch(parts.records, batchId);
  // A later round may have begun by now; then this one has its verdict already and needs no review.
  const atHand = records.map(({ id, contentRevision }) => ({ id, revision: contentRevision }));
  if (digestOfRevisions(atHand) !== digest) {
    const known = await parts.reviews.query({ where: { batchId }, limit: 100 });
    if (known.items.some((review) => review.round >= round)) return;
    throw new Error("the records at hand are not those that were submitted");
  }
  const ids = records.map(({ id }) => id);
  const seed = parts.ports.newId();
  const size = sampleSize(ids.length, policy.sampleShare, policy.sampleMinimum);
  const look: Look = fixes
    ? { seed, sample: ids.filter((id) => fixes.has(id)), errorLimit: 0, fixesOnly: true }
    : { seed, sample: [...drawSample(ids, size, seed)], errorLimit: policy.errorLimit };
  await openReview(parts, event.data, records, look, contextAfter(parts, event, "review-after", unitId));
};

/** Each batch of a formed lot gets its review, with its part of the lot's sample. */
const openForLot = (parts: ReviewParts) => async (recorded: RecordedEvent) => {
  const event = recorded as unknown as Recorded<EventOf<"LotFormed">>;
  const { lotId, unitId, recordType, seed, batches } = event.data;
  if (!(await parts.runtime.projected(event.position, WAIT_MS))) throw new Error("read model behind");
  for (const batch of batches) {
    const records = await recordsOfBatch(parts.records, batch.batchId);
    const sample = event.data.sample
      .filter(({ batchId }) => batchId === batch.batchId)
      .map(({ recordId }) => recordId);
    const context = contextAfter(parts, event, `lot-review-${batch.batchId}`, unitId);
    // The limit is the lot's; alone this review can be neither accepted nor returned.
    const look: Look = { seed, sample, errorLimit: 0, lotId };
    await openReview(parts, { ...batch, unitId, recordType }, records, look, context);
  }
};

/** The lot's verdict reaches each of its batches, in the name of who gave it. */
const applyVerdict = (parts: ReviewParts) => async (recorded: RecordedEvent) => {
  const event = recorded as unknown as Recorded<EventOf<"LotDecided">>;
  const { lotId, verdict, batches, decidedBy, reason = "", unitId } = event.data;
  for (const { reviewId } of batches) {
    const context = contextAfter(parts, event, `lot-verdict-${reviewId}`, unitId);
    await parts.runtime.commands.handle(
      reviewDecider,
      reviewId,
      { type: "ApplyLotVerdict", lotId, verdict, reason, accountId: decidedBy },
      { ...context, actor: event.metadata.actor },
    );
  }
};

export const startReactions = async (parts: ReviewParts): Promise<void> => {
  const { react } = parts.runtime;
  await react("open-reviews", ["BatchSubmitted"], openAfterSubmission(parts));
  await react("open-lot-reviews", ["LotFormed"], openForLot(parts));
  await react("apply-lot-verdicts", ["LotDecided"], applyVerdict(parts));
};
