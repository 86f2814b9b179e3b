import type { RecordedEvent } from "@sogoc/core";
import { recorded } from "@sogoc/core/testing";
import type { DomainEvent } from "@sogoc/events";

/** Events of one stream with rising revisions, an hour apart beginning at the given moment. */
export const stream = (
  name: string,
  events: readonly DomainEvent[],
  from = "2026-03-01T02:00:00.000Z",
): readonly RecordedEvent[] =>
  events.map((event, revision) =>
    recorded(event, {
      stream: name,
      revision,
      metadata: { at: new Date(Date.parse(from) + revision * 3_600_000).toISOString() },
    }),
  );
