import type { Document, ReadModelDefinition, ReadModels } from "@sogoc/core";
import { runProjection } from "@sogoc/core";
import { openEventStoreDb } from "../src/eventstore/event-store.ts";
import { openKafkaBus } from "../src/kafka/bus.ts";
import { createKafka } from "../src/kafka/client.ts";
import { startRelay } from "../src/kafka/relay.ts";
import { connectMongo } from "../src/mongodb/client.ts";
import { openMongoParkedEvents } from "../src/mongodb/parked-events.ts";
import { openMongoReadModels } from "../src/mongodb/read-models.ts";
import type { Place, ProcessOptions } from "./chaos-children.ts";
import { SESSION_MS, shelves, sourceOf } from "./chaos-world.ts";

// A relay or a consumer as a process of its own, which tells its parent how far it is, and waits
// for a word each time.

// Written by `startChild`. It ends with its parent, however that ends.
const { role, name, eventStore, brokers, mongo } = JSON.parse(process.argv[2] ?? "{}") as ProcessOptions;
process.on("disconnect", () => process.exit(1));

const reach = (place: Place): Promise<void> =>
  new Promise((resolve) => {
    process.once("message", () => resolve());
    process.send?.(place);
  });

const kafka = createKafka({ brokers: brokers.split(","), clientId: `${name}-${role}` });

if (role === "relay") {
  const store = await openEventStoreDb({ connectionString: eventStore, namespace: name });
  await startRelay({
    kafka,
    store,
    source: sourceOf(name),
    batchSize: 20,
    sessionTimeoutMs: SESSION_MS,
    beforePublish: async (events) => {
      if (events.length > 0) await reach("read");
    },
  });
} else {
  const connection = await connectMongo({ url: mongo, database: name });
  const bus = await openKafkaBus({
    kafka,
    topics: [sourceOf(name)],
    store: await openEventStoreDb({ connectionString: eventStore, namespace: name }),
    parked: await openMongoParkedEvents(connection),
    groupPrefix: name,
    findFault: connection.findFault,
    sessionTimeoutMs: SESSION_MS,
  });
  const readModels = await openMongoReadModels(connection);
  const telling: ReadModels = {
    ...readModels,
    open: async <Doc extends Document>(definition: ReadModelDefinition) => {
      const model = await readModels.open<Doc>(definition);
      const commit: typeof model.commit = async (changes) => {
        await reach("folded");
        await model.commit(changes);
        await reach("committed");
      };
      return { ...model, commit };
    },
  };
  await runProjection({ projection: shelves, consumer: "shelves", bus, readModels: telling });
}
