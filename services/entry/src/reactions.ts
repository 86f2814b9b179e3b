import { type CommandContext, type RecordedEvent, uuidFrom } from "@sogoc/core";
import type { EventOf, Recorded } from "@sogoc/events";
import { batchDecider } from "./domain/batch.ts";
import { recordDecider } from "./domain/record.ts";
import type { EntryParts } from "./entry-parts.ts";

type Verdict = Recorded<EventOf<"BatchReturned" | "BatchAccepted" | "CorrectionApproved">>;

const eventTypes = [
  "BatchReturned",
  "BatchAccepted",
  "CorrectionApproved",
] as const satisfies readonly Verdict["type"][];

/**
 * What follows is done in the name of who decided; its id is made of the event, so that twice is
 * once.
 */
const contextAfter = (event: Verdict, at: Date): CommandContext => ({
  actor: event.metadata.actor,
  at,
  commandId: uuidFrom("entry-after", event.id),
  correlationId: event.metadata.correlationId,
  causationId: event.id,
});

/** Entry learns of the review's verdicts from its events, and of nothing else from it. */
export const startReactions = (parts: EntryParts): Promise<void> =>
  parts.runtime.react("verdicts", eventTypes, async (recorded: RecordedEvent) => {
    const event = recorded as unknown as Verdict;
    const { commands } = parts.runtime;
    const context = contextAfter(event, parts.ports.clock.now());
    switch (event.type) {
      case "BatchReturned": {
        const { batchId, reviewId, round, marks } = event.data;
        const now = context.at.toISOString();
        const command = { type: "ReopenBatch", batchId, reviewId, round, marks: marks.length, now } as const;
        await commands.handle(batchDecider, batchId, command, context);
        return;
      }
      case "BatchAccepted": {
        const { batchId, reviewId, round } = event.data;
        await commands.handle(
          batchDecider,
          batchId,
          { type: "LockBatch", batchId, reviewId, round },
          context,
        );
        return;
      }
      case "CorrectionApproved": {
        const { recordId, correctionId, changes, reason, requestedBy, decidedBy } = event.data;
        const command = {
          type: "ApplyCorrection",
          correctionId,
          changes,
          reason,
          requestedBy,
          approvedBy: decidedBy,
        } as const;
        await commands.handle(recordDecider, recordId, command, context);
        return;
      }
    }
  });
