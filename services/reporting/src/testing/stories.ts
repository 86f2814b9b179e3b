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
      ...{ stream: name, revision },
      metadata: { at: new Date(Date.parse(from) + revision * 3_600_000).toISOString() },
    }),
  );

/** All streams mixed by `picks`: the order inside each stream stays, between them it is any. */
export const interleave = (
  streams: readonly (readonly RecordedEvent[])[],
  picks: readonly number[],
): readonly RecordedEvent[] => {
  const left = streams.map((events) => [...events]).filter((events) => events.length > 0);
  const mixed: RecordedEvent[] = [];
  for (let turn = 0; left.length > 0; turn++) {
    const at = (picks[turn % Math.max(1, picks.length)] ?? 0) % left.length;
    const [next] = left[at]?.splice(0, 1) ?? [];
    if (next) mixed.push(next);
    if (left[at]?.length === 0) left.splice(at, 1);
  }
  return mixed;
};
