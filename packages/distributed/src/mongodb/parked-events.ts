import type { RecordedEvent } from "@sogoc/core";
import type { Filter } from "mongodb";
import type { ParkedEvents, ParkedInLane } from "../parked-events.ts";
import type { MongoConnection } from "./client.ts";

interface StoredParked {
  readonly _id: string;
  readonly consumer: string;
  readonly position: number;
  readonly stream: string;
  readonly lane: string;
  readonly reason: string;
  readonly at: string;
  /** JSON: it is handed over as it was read. */
  readonly event: string;
}

const parkedFrom = ({ consumer, lane, reason, at, event }: StoredParked): ParkedInLane => ({
  consumer,
  lane,
  reason,
  at,
  event: JSON.parse(event) as RecordedEvent,
});

/**
 * Parked events in the collection `parked`, so that they can be listed, counted and removed one by
 * one.
 */
export const openMongoParkedEvents = async ({ db }: MongoConnection): Promise<ParkedEvents> => {
  const stored = db.collection<StoredParked>("parked");
  await stored.createIndex({ consumer: 1, stream: 1 });
  const idOf = (consumer: string, position: number) => `${consumer}@${position}`;
  return {
    async park({ consumer, lane, reason, at, event }) {
      const { position, stream } = event;
      const $set = { consumer, position, stream, lane, reason, at, event: JSON.stringify(event) };
      await stored.updateOne({ _id: idOf(consumer, position) }, { $set }, { upsert: true });
    },
    async renewReason(consumer, position, reason) {
      await stored.updateOne({ _id: idOf(consumer, position) }, { $set: { reason } });
    },
    async unpark(consumer, position) {
      await stored.deleteOne({ _id: idOf(consumer, position) });
    },
    async list(consumer) {
      const wanted: Filter<StoredParked> = consumer === undefined ? {} : { consumer };
      return (await stored.find(wanted).sort({ position: 1, consumer: 1 }).toArray()).map(parkedFrom);
    },
    count: (consumer) => stored.countDocuments({ consumer }),
    isParked: async (consumer, position) =>
      (await stored.findOne({ _id: idOf(consumer, position) })) !== null,
    hasStream: async (consumer, stream) => (await stored.findOne({ consumer, stream })) !== null,
  };
};
