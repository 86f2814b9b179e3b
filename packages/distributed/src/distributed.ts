import type { EventBus, EventStore, ReadModels, Secrets, SweptBlobs } from "@sogoc/core";
import { openEventStoreDb } from "./eventstore/event-store.ts";
import type { ForeignEvents } from "./eventstore/stored-event.ts";
import { openKafkaBus } from "./kafka/bus.ts";
import { createKafka, type KafkaOptions, RELAY_REQUEST_MS } from "./kafka/client.ts";
import type { FilledHoles } from "./kafka/holes.ts";
import { type Relay, startRelay } from "./kafka/relay.ts";
import { createTopics, eventTopics } from "./kafka/topics.ts";
import { connectMongo } from "./mongodb/client.ts";
import { openGridBlobs } from "./mongodb/grid-blobs.ts";
import { openMongoParkedEvents } from "./mongodb/parked-events.ts";
import { openMongoReadModels } from "./mongodb/read-models.ts";
import { createMongoSecrets } from "./mongodb/secrets.ts";
import type { ParkedInLane } from "./parked-events.ts";

export interface DistributedOptions {
  /**
   * Which service this process is: it relays that service's events and keeps its read models apart.
   */
  readonly service: string;
  readonly eventStore: { readonly url: string; readonly namespace?: string | undefined };
  readonly kafka: Omit<KafkaOptions, "clientId"> & {
    /** Put before topics and groups. */
    readonly prefix: string;
    readonly partitions: number;
    readonly replicas: number;
  };
  /**
   * Each service has a database `<database>-<service>`; the scans are in `<database>-blobs` for
   * all.
   */
  readonly mongo: { readonly url: string; readonly database: string };
  readonly onParked?: ((parked: ParkedInLane) => void) | undefined;
}

/** An engine and what is wrong with it at the moment. */
export interface EngineHealth {
  readonly name: string;
  readonly findFault: () => Promise<string | undefined>;
  /** Told as a note: the engine serves all the same. */
  readonly advisory?: boolean | undefined;
}

/** What an operator is told of events in our name space that are not ours. */
const toldOf = (foreign: ForeignEvents | undefined): string | undefined =>
  foreign &&
  `${foreign.count} events of another program are passed over, the last at position ${foreign.position}`;

const MAY_DELETE =
  "the services' account may delete what is stored: `sogoc engines prepare` takes that from it, on a server that looks at rights";

/** What an operator is told of events that Kafka has lost. */
const toldOfHoles = (filled: FilledHoles | undefined): string | undefined =>
  filled &&
  `${filled.events} events were missing in Kafka and were taken from the event store, the last in ${filled.lane} at position ${filled.position}`;

/**
 * Everything a service needs from EventStoreDB, Kafka and MongoDB. `close` ends the consumers
 * first, the store last.
 */
export interface Distributed {
  readonly store: EventStore;
  readonly bus: EventBus;
  readonly readModels: ReadModels;
  readonly blobs: SweptBlobs;
  readonly secrets: Secrets;
  readonly relay: Relay;
  readonly health: readonly EngineHealth[];
  close(): Promise<void>;
}

/**
 * Connects to all engines and creates what is missing there; throws when one does not answer in
 * time.
 */
export const openDistributed = async (options: DistributedOptions): Promise<Distributed> => {
  const { service, eventStore, mongo, onParked } = options;
  const { prefix, partitions, replicas, ...connection } = options.kafka;
  const topics = eventTopics(prefix);
  const source = topics.find((topic) => topic.service === service);
  if (!source) throw new Error(`There is no service ${service} that writes events.`);
  const opened: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const end of opened.splice(0)) await end();
  };
  try {
    const { url: connectionString, namespace } = eventStore;
    const store = await openEventStoreDb({
      connectionString,
      namespace,
    });
    opened.unshift(() => store.close());
    const own = await connectMongo({ url: mongo.url, database: `${mongo.database}-${service}` });
    opened.unshift(() => own.close());
    const shared = await connectMongo({ url: mongo.url, database: `${mongo.database}-blobs` });
    opened.unshift(() => shared.close());
    const [readModels, blobs, parked] = [
      await openMongoReadModels(own),
      await openGridBlobs(shared),
      await openMongoParkedEvents(own),
    ];

    const kafka = createKafka({ ...connection, clientId: `${prefix}-${service}` });
    const admin = kafka.admin();
    await admin.connect();
    try {
      await createTopics(admin, topics, { partitions, replicas });
    } finally {
      await admin.disconnect();
    }
    /** What consumers write to: while one of these is away, nothing is parked. */
    const findFault = async () => {
      const [database, log] = await Promise.all([own.findFault(), store.findFault()]);
      return database ?? log;
    };
    const bus = await openKafkaBus({
      kafka,
      topics,
      store,
      parked,
      groupPrefix: prefix,
      findFault,
      onParked,
    });
    opened.unshift(() => bus.close());
    const relaying = createKafka({
      ...connection,
      clientId: `${prefix}-${service}-relay`,
      requestTimeoutMs: RELAY_REQUEST_MS,
    });
    const relay = await startRelay({ kafka: relaying, store, source });
    opened.unshift(() => relay.stop());
    const rights = (await store.mayDelete()) ? MAY_DELETE : undefined;
    const health = [
      { name: "event-store", findFault: () => store.findFault() },
      { name: "event-store-rights", advisory: true, findFault: async () => rights },
      { name: "foreign-events", advisory: true, findFault: async () => toldOf(store.foreignEvents()) },
      { name: "hole", advisory: true, findFault: async () => toldOfHoles(bus.filledHoles()) },
      { name: "kafka", findFault: () => bus.findFault() },
      { name: "mongodb", findFault: () => own.findFault() },
      { name: "relay", findFault: async () => relay.status().fault },
    ];
    return { store, bus, readModels, blobs, secrets: createMongoSecrets(own), relay, health, close };
  } catch (error) {
    await close();
    throw error;
  }
};
