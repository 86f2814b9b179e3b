import { type Clock, type CommandContext, type RecordedEvent, uuidFrom } from "@sogoc/core";
import type { EventOf, Recorded } from "@sogoc/events";
import type { ServiceRuntime } from "@sogoc/http";
import { applyCorrection } from "./use-cases/apply-correction.ts";
import { lockBatch } from "./use-cases/lock-batch.ts";
import { reopenBatch } from "./use-cases/reopen-batch.ts";
import { tellBookOfAcceptance } from "./use-cases/tell-book-of-acceptance.ts";

/** What the review decides. */
type ReviewDecision = Recorded<EventOf<"BatchReturned" | "BatchAccepted" | "CorrectionApproved">>;

const eventTypes = [
  "BatchReturned",
  "BatchAccepted",
  "CorrectionApproved",
] as const satisfies readonly ReviewDecision["type"][];

/**
 * The context of what follows a decision: in the name of whoever made it, with an id made from the
 * event, so that a repeated event changes nothing.
 */
const contextAfter = (event: ReviewDecision, at: Date): CommandContext => ({
  actor: event.metadata.actor,
  at,
  commandId: uuidFrom("entry-after", event.id),
  correlationId: event.metadata.correlationId,
  causationId: event.id,
});

/**
 * Starts what entry does after decisions of the review. The marks that a return brings, and those
 * that a check withdraws, concern its read models alone.
 */
export const startReactions = (
  { commands, directory, react }: Pick<ServiceRuntime, "commands" | "directory" | "react">,
  clock: Clock,
): Promise<void> =>
  react("verdicts", eventTypes, async (recorded: RecordedEvent) => {
    const event = recorded as unknown as ReviewDecision;
    const context = contextAfter(event, clock.now());
    switch (event.type) {
      case "BatchReturned":
        return reopenBatch(commands, event.data, context);
      case "BatchAccepted":
        await lockBatch(commands, event.data, context);
        return tellBookOfAcceptance(commands, event.data, context);
      case "CorrectionApproved":
        return applyCorrection({ commands, directory }, event.data, context);
    }
  });
