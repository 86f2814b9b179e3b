import { type Clock, type CommandContext, type RecordedEvent, systemActor, uuidFrom } from "@sogoc/core";
import type { EventOf, Recorded } from "@sogoc/events";
import type { ServiceRuntime } from "@sogoc/http";
import type { BatchKeyingReader } from "./read-models/batch-keying.ts";
import type { RecordReader } from "./read-models/records.ts";
import type { ReviewReader } from "./read-models/reviews.ts";
import type { ScanReader } from "./read-models/scans.ts";
import { applyLotVerdict } from "./use-cases/apply-lot-verdict.ts";
import { dissolveLot } from "./use-cases/dissolve-lot.ts";
import { openLotReviews } from "./use-cases/open-lot-reviews.ts";
import { openReviewOfSubmission } from "./use-cases/open-review.ts";

const WAIT_MS = 10_000;

type Cause = Pick<RecordedEvent, "id" | "metadata"> & { readonly data: { readonly unitId: string } };

/**
 * The context of a command that follows from an event. Its id is made from the purpose and the
 * event, so that a repeated event changes nothing.
 */
const contextAfter = (cause: Cause, purpose: string, at: Date): CommandContext => ({
  actor: systemActor(cause.data.unitId),
  at,
  commandId: uuidFrom(purpose, cause.id),
  correlationId: cause.metadata.correlationId,
  causationId: cause.id,
});

type ReviewCause = "BatchSubmitted" | "LotFormed" | "LotDecided";
type Follow<Type extends ReviewCause> = (event: Recorded<EventOf<Type>>) => Promise<void>;

type Runtime = Pick<ServiceRuntime, "commands" | "directory" | "projected" | "react">;

interface ReactionDependencies {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly keyedBatches: BatchKeyingReader;
  readonly records: RecordReader;
  readonly reviews: ReviewReader;
  readonly scans: ScanReader;
}

/**
 * Reacts to submissions and lots. Reviews are opened in the system's name, so that neither the
 * submitter nor whoever forms a lot chooses the sample.
 */
export const startReactions = async (
  { commands, directory, projected, react }: Runtime,
  { clock, newId, keyedBatches, records, reviews, scans }: ReactionDependencies,
): Promise<void> => {
  const dependencies = { commands, directory, keyedBatches, records, reviews, scans };
  const on = <Type extends ReviewCause>(name: string, type: Type, follow: Follow<Type>): Promise<void> =>
    react(name, [type], (event) => follow(event as unknown as Recorded<EventOf<Type>>));
  const requireProjected = async ({ position }: Pick<RecordedEvent, "position">): Promise<void> => {
    if (!(await projected(position, WAIT_MS))) throw new Error("read model behind");
  };

  await on("open-reviews", "BatchSubmitted", async (event) => {
    await requireProjected(event);
    const context = contextAfter(event, "review-after", clock.now());
    await openReviewOfSubmission({ ...dependencies, newId }, event.data, context);
  });
  await on("open-lot-reviews", "LotFormed", async (event) => {
    await requireProjected(event);
    await openLotReviews(dependencies, event.data, (batchId) =>
      contextAfter(event, `lot-review-${batchId}`, clock.now()),
    );
  });
  // Read by a consumer of its own, so that lots of older versions are read once as well: where two
  // were formed of one batch, the second could never be decided and kept its other batches for
  // ever.
  await on("dissolve-lots", "LotFormed", (event) =>
    dissolveLot(dependencies, event.data, contextAfter(event, "lot-dissolved", clock.now())),
  );
  await on("apply-lot-verdicts", "LotDecided", (event) =>
    applyLotVerdict(dependencies, event.data, (reviewId) => ({
      ...contextAfter(event, `lot-verdict-${reviewId}`, clock.now()),
      actor: event.metadata.actor,
    })),
  );
};
