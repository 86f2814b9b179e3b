import type { Admin } from "kafkajs";
import { getRelayPlace, type RelayPlace } from "./relay-place.ts";
import type { EventTopic } from "./topics.ts";

/** By topic, how far its relay came. */
export type Watermarks = ReadonlyMap<string, RelayPlace>;

/**
 * Shared by all subscriptions of a process: what several ask for at the same moment is asked once.
 */
export const createWatermarks = (admin: Admin, topics: readonly EventTopic[]) => {
  let running: Promise<Watermarks> | undefined;

  const ask = async (): Promise<Watermarks> =>
    new Map(
      await Promise.all(topics.map(async ({ topic }) => [topic, await getRelayPlace(admin, topic)] as const)),
    );

  return (): Promise<Watermarks> => {
    running ??= ask().finally(() => {
      running = undefined;
    });
    return running;
  };
};

/** Everything up to the position `relayed` lies before these ends, in the topics named. */
export const endsOf = (marks: Watermarks, topics: readonly string[]) => {
  const places = topics.flatMap((topic) => marks.get(topic) ?? []);
  return {
    relayed: Math.min(...places.map(({ position }) => position)),
    /** Offset after the last event of each lane. */
    ends: new Map(places.flatMap(({ ends }) => [...ends])),
  };
};
