export {
  type Distributed,
  type DistributedOptions,
  type EngineHealth,
  openDistributed,
} from "./distributed.ts";
export { type EventStoreDbOptions, openEventStoreDb } from "./eventstore/event-store.ts";
export { type PreparedRights, prepareRights } from "./eventstore/rights.ts";
export { openKafkaBus } from "./kafka/bus.ts";
export { createKafka, type KafkaOptions } from "./kafka/client.ts";
export { type CloudEvent, cloudEventFrom, eventFrom } from "./kafka/cloud-event.ts";
export type { ComparedTopic } from "./kafka/compare-topic.ts";
export { type Relay, type RelayStatus, startRelay } from "./kafka/relay.ts";
export { createTopics, type EventTopic, eventTopics } from "./kafka/topics.ts";
export { connectMongo, type MongoConnection } from "./mongodb/client.ts";
export { openGridBlobs } from "./mongodb/grid-blobs.ts";
export { openMongoParkedEvents } from "./mongodb/parked-events.ts";
export { openMongoReadModels } from "./mongodb/read-models.ts";
export { createMongoSecrets } from "./mongodb/secrets.ts";
export type { ParkedEvents, ParkedInLane } from "./parked-events.ts";
export { type DistributedStores, openDistributedStores } from "./stores.ts";
