import type { Blobs, EventStore, ReadModels, Secrets } from "@sogoc/core";
import type { DistributedOptions } from "./distributed.ts";
import { openEventStoreDb } from "./eventstore/event-store.ts";
import { createKafka } from "./kafka/client.ts";
import { type ComparedTopic, compareTopics } from "./kafka/compare-topic.ts";
import { findPublishing } from "./kafka/publishing.ts";
import { eventTopics } from "./kafka/topics.ts";
import { connectMongo } from "./mongodb/client.ts";
import { openGridBlobs } from "./mongodb/grid-blobs.ts";
import { openMongoReadModels } from "./mongodb/read-models.ts";
import { createMongoSecrets } from "./mongodb/secrets.ts";
import { openSecretsOfAll } from "./secrets-of-all.ts";

/** What EventStoreDB and MongoDB keep for a whole installation, while no service runs on it. */
export interface DistributedStores {
  readonly store: EventStore;
  readonly blobs: Blobs;
  /** Of all services. */
  readonly secrets: Secrets;
  /** Where one service itself looks for its secrets. */
  readonly secretsOf: (service: string) => Promise<Secrets>;
  readonly readModelsOf: (service: string) => Promise<ReadModels>;
  /**
   * The services of which a process publishes to Kafka now; undefined where no broker was named.
   */
  readonly findRunning: () => Promise<readonly string[] | undefined>;
  /** Each service's topic beside the log; undefined where no broker was named. */
  readonly compareTopics: () => Promise<readonly ComparedTopic[] | undefined>;
  close(): Promise<void>;
}

/**
 * Opens the stores without taking part in anything: no relay, no consumers. Throws when one does
 * not answer.
 */
export const openDistributedStores = async (
  options: Pick<DistributedOptions, "eventStore" | "mongo"> & {
    readonly kafka?: Pick<DistributedOptions["kafka"], "brokers" | "prefix" | "ssl" | "sasl"> | undefined;
  },
): Promise<DistributedStores> => {
  const { eventStore, mongo, kafka } = options;
  const opened: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const end of opened.splice(0)) await end();
  };
  const database = async (part: string) => {
    const connection = await connectMongo({ url: mongo.url, database: `${mongo.database}-${part}` });
    opened.unshift(() => connection.close());
    return connection;
  };
  try {
    const { url: connectionString, namespace } = eventStore;
    const store = await openEventStoreDb({
      connectionString,
      namespace,
    });
    opened.unshift(() => store.close());
    const secretsOf = async (service: string) => createMongoSecrets(await database(service));
    return {
      store,
      blobs: await openGridBlobs(await database("blobs")),
      secrets: await openSecretsOfAll(secretsOf),
      secretsOf,
      readModelsOf: async (service) => openMongoReadModels(await database(service)),
      async findRunning() {
        if (!kafka) return undefined;
        const { prefix, ...connection } = kafka;
        return findPublishing(
          createKafka({ ...connection, clientId: `${prefix}-look` }),
          eventTopics(prefix),
        );
      },
      async compareTopics() {
        if (!kafka) return undefined;
        const { prefix, ...connection } = kafka;
        const client = createKafka({ ...connection, clientId: `${prefix}-check` });
        return compareTopics(client, store, eventTopics(prefix));
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};
