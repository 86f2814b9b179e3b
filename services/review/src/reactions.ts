import { digestOfRevisions, type RecordedEvent, uuidFrom } from "@sogoc/core";
import type { EventOf, Recorded } from "@sogoc/events";
import { reviewDecider } from "./domain/review.ts";
import { drawSample, sampleSize } from "./domain/sample.ts";
import { countFindings, findingsOfBatch, type ReviewParts, recordsOfBatch } from "./review-parts.ts";

const WAIT_MS = 10_000;

/** A submitted batch becomes a review: rules on everything, a sample by a recorded seed. */
export const startReactions = (parts: ReviewParts): Promise<void> =>
  parts.runtime.react("open-reviews", ["BatchSubmitted"], async (recorded: RecordedEvent) => {
    const event = recorded as unknown as Recorded<EventOf<"BatchSubmitted">>;
    const { batchId, bookId, unitId, recordType, round, digest, policy } = event.data;
    if (!(await parts.runtime.projected(event.position, WAIT_MS))) throw new Error("read model behind");
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
    const reviewId = uuidFrom("review", batchId, String(round));
    await parts.runtime.commands.handle(
      reviewDecider,
      reviewId,
      {
        type: "OpenReview",
        data: {
          ...{ reviewId, batchId, bookId, unitId, recordType, round, digest, seed },
          keyers: [...new Set(records.flatMap(({ keyers }) => keyers))],
          arbiters: [...new Set(records.flatMap(({ arbiters }) => arbiters))],
          population: records.length,
          sample: [
            ...drawSample(ids, sampleSize(ids.length, policy.sampleShare, policy.sampleMinimum), seed),
          ],
          errorLimit: policy.errorLimit,
          rules: countFindings(findingsOfBatch(records)),
        },
      },
      {
        // Nobody chooses the sample: the submitting clerk must not stand in the story as its author.
        actor: { account: "system", name: "Hệ thống", roles: [], unit: unitId },
        at: parts.ports.clock.now(),
        commandId: uuidFrom("review-after", event.id),
        correlationId: event.metadata.correlationId,
        causationId: event.id,
      },
    );
  });
