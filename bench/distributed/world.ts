import { randomUUID } from "node:crypto";
import { NO_STREAM, type Projection } from "@sogoc/core";
import { connectMongo, createKafka } from "@sogoc/distributed";
import { findEventStoreEngine } from "../../packages/distributed/testing/eventstore-engine.ts";
import { findKafkaEngine } from "../../packages/distributed/testing/kafka-engine.ts";
import { findMongoEngine } from "../../packages/distributed/testing/mongodb-engine.ts";
import type { LoggedEvent } from "../events.ts";

/**
 * The three engines, as the tests find them, and what each is. Undefined when one cannot be had.
 */
export const openEngines = async () => {
  const [eventStore, kafka, mongo] = [
    await findEventStoreEngine(),
    await findKafkaEngine(),
    await findMongoEngine(),
  ];
  const stop = async () => {
    await Promise.all([eventStore?.stop(), kafka?.stop(), mongo?.stop()]);
  };
  if (eventStore && kafka && mongo) return { eventStore, kafka, mongo, stop };
  await stop();
  return undefined;
};

export type Engines = NonNullable<Awaited<ReturnType<typeof openEngines>>>;

export const newName = (): string => `bench${randomUUID().slice(0, 8)}`;

export const kafkaOf = ({ kafka }: Engines) =>
  createKafka({ brokers: kafka.url.split(","), clientId: "bench" });

export const mongoOf = ({ mongo }: Engines, database: string) => connectMongo({ url: mongo.url, database });

export const EVENT_TYPES = ["RecordEntered", "RecordKeyedAgain", "RecordChecked", "RecordCorrected"];

export interface Row {
  readonly id: string;
  readonly unitId: string;
  readonly batchId: string;
  readonly status: string;
  readonly steps: number;
  readonly fields: Readonly<Record<string, string>>;
}

/** A document per record, with what an entry's list needs. */
export const records: Projection<Row> = {
  definition: {
    name: "records",
    version: 1,
    columns: { unitId: "text", batchId: "text", status: "text", steps: "number" },
    indexes: [["unitId", "status"], ["batchId"]],
  },
  eventTypes: EVENT_TYPES,
  keys: (event) => [event.stream],
  evolve: (row, event, id) => {
    // The events are those of `recordEvents`.
    const { unitId, batchId, fields } = event.data as Pick<Row, "unitId" | "batchId" | "fields">;
    return { id, unitId, batchId, status: event.type, steps: (row?.steps ?? 0) + 1, fields };
  },
};

/** Hands events to `append` with that many under way, those of one stream one after the other. */
export const appendAll = async (
  logged: readonly LoggedEvent[],
  atOnce: number,
  append: (logged: LoggedEvent, revision: number) => Promise<void>,
): Promise<void> => {
  const last = new Map<string, { readonly revision: number; readonly done: Promise<void> }>();
  let next = 0;
  const work = async () => {
    for (let one = logged[next++]; one; one = logged[next++]) {
      const entry = one;
      const before = last.get(entry.stream) ?? { revision: NO_STREAM - 1, done: Promise.resolve() };
      const revision = before.revision + 1;
      const done = before.done.then(() => append(entry, revision));
      last.set(entry.stream, { revision, done });
      await done;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
};
