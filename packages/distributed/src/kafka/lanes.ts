import type { SubscribeOptions } from "@sogoc/core";
import type { Admin, Consumer } from "kafkajs";
import { laneOf } from "./relay-place.ts";

export interface Lane {
  /** Everything in the lane up to this position of the store was handled. */
  position: number;
  /** Offset of the next message. */
  next: number;
}

/** The lanes that this process consumes, as the group's assignments come and go. */
export interface Lanes {
  /** By lane, where it begins; still being asked for right after an assignment. */
  readonly begun: ReadonlyMap<string, Promise<Lane>>;
  /** Of those, where each one is whose beginning is known. */
  readonly places: ReadonlyMap<string, Lane>;
  /**
   * Asks again where to begin: at each assignment, and when somebody else went on with a lane or a
   * document.
   */
  begin(assigned: readonly (readonly [topic: string, partition: number])[]): void;
  /**
   * Tells where a batch has brought a lane. Where the group joined anew meanwhile, the lane has
   * begun again from what was committed before this batch; the consumer goes on behind it, and
   * nothing would say so before the next event.
   */
  takeOver(at: { readonly topic: string; readonly partition: number }, lane: Lane): Promise<void>;
  /**
   * By lane, how much of it neither this process nor, when asked, the others of the group have
   * consumed.
   */
  left(ends: ReadonlyMap<string, number>, askOthers: boolean): Promise<readonly number[]>;
}

/** By lane, where the whole group is. */
const committedPlaces = async (
  admin: Admin,
  groupId: string,
  topics: string[],
): Promise<Map<string, Lane>> => {
  const places = new Map<string, Lane>();
  for (const { topic, partitions } of await admin.fetchOffsets({ groupId, topics })) {
    for (const { partition, offset, metadata } of partitions) {
      places.set(laneOf(topic, partition), {
        next: Math.max(0, Number(offset)),
        position: Number(metadata || 0),
      });
    }
  }
  return places;
};

/**
 * Where to go on in a lane. Who has a checkpoint of its own that is behind the group's begins the
 * lane anew.
 */
const beginLane = async (
  consumer: Consumer,
  { topic, partition }: { readonly topic: string; readonly partition: number },
  place: Lane,
  startAfter: SubscribeOptions["startAfter"],
): Promise<Lane> => {
  const seen = startAfter ? await startAfter(laneOf(topic, partition)) : place.position;
  if (seen >= place.position) return { position: seen, next: place.next };
  consumer.seek({ topic, partition, offset: "0" });
  // What the group has committed is not true any more, and others go by it.
  await consumer.commitOffsets([{ topic, partition, offset: "0", metadata: "0" }]);
  return { position: seen, next: 0 };
};

/** Follows a consumer's assignments; listens to it, so call it before the consumer runs. */
export const followLanes = (options: {
  readonly admin: Admin;
  readonly consumer: Consumer;
  readonly groupId: string;
  readonly topicNames: readonly string[];
  readonly startAfter: SubscribeOptions["startAfter"];
  /** Awaited before a lane begins. */
  readonly learnParked: () => Promise<void>;
}): Lanes => {
  const { admin, consumer, groupId, topicNames, startAfter, learnParked } = options;
  const begun = new Map<string, Promise<Lane>>();
  const places = new Map<string, Lane>();
  const askGroup = () => committedPlaces(admin, groupId, [...topicNames]);

  const begin: Lanes["begin"] = (assigned) => {
    const committed = askGroup();
    const learned = learnParked();
    for (const [topic, partition] of assigned) {
      const lane = laneOf(topic, partition);
      const beginning: Promise<Lane> = learned.then(async () => {
        const place = (await committed).get(lane) ?? { next: 0, position: 0 };
        // The group may have joined anew before the answer to the first time is here.
        if (begun.get(lane) !== beginning) return place;
        const here = await beginLane(consumer, { topic, partition }, place, startAfter);
        if (begun.get(lane) === beginning) places.set(lane, here);
        return here;
      });
      // Awaited by the lane's next batch, which fails with it.
      beginning.catch(() => begun.delete(lane));
      begun.set(lane, beginning);
    }
    // Where nothing is assigned, nobody awaits them.
    committed.catch(() => {});
    learned.catch(() => {});
  };

  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    begun.clear();
    places.clear();
    begin(
      Object.entries(payload.memberAssignment).flatMap(([topic, partitions]) =>
        partitions.map((partition) => [topic, partition] as const),
      ),
    );
  });
  // Also for batches of nothing but transaction markers, which `eachBatch` never sees.
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
    const lane = places.get(laneOf(payload.topic, payload.partition));
    const next = Number(payload.lastOffset) + 1;
    if (lane && payload.batchSize === 0 && lane.next === Number(payload.firstOffset)) lane.next = next;
  });

  return {
    begun,
    places,
    begin,
    async takeOver({ topic, partition }, lane) {
      const here = await begun.get(laneOf(topic, partition));
      if (!here || here === lane || here.next >= lane.next) return;
      here.next = lane.next;
      here.position = Math.max(here.position, lane.position);
    },
    async left(ends, askOthers) {
      const committed = askOthers ? await askGroup() : new Map<string, Lane>();
      return [...ends].map(([lane, end]) => {
        const place = begun.has(lane) ? places.get(lane) : committed.get(lane);
        return Math.max(0, end - (place?.next ?? 0));
      });
    },
  };
};
