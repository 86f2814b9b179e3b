import type { RecordedEvent } from "../event.ts";

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
