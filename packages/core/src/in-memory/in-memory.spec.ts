import { createInMemoryConsumerState } from "../log-bus/consumer-state.ts";
import { createLogBus } from "../log-bus/log-bus.ts";
import { blobsContract, eventBusContract, eventStoreContract, readModelsContract } from "../testing/index.ts";
import { createInMemoryBlobs } from "./blobs.ts";
import { createInMemoryEventStore } from "./event-store.ts";
import { createInMemoryReadModels } from "./read-models.ts";

eventStoreContract("the in-memory event store", async () => {
  const store = createInMemoryEventStore();
  return { store, close: () => store.close() };
});

eventBusContract("the log bus over the in-memory store", async () => {
  const store = createInMemoryEventStore();
  const consumers = createInMemoryConsumerState();
  const start = () => createLogBus({ store, consumers });
  let bus = start();
  return {
    store,
    bus,
    restart: async () => {
      await bus.close();
      bus = start();
      return bus;
    },
    close: () => bus.close(),
  };
});

readModelsContract("the in-memory read models", async () => {
  const readModels = createInMemoryReadModels();
  return { readModels, close: () => readModels.close() };
});

blobsContract("the in-memory blobs", async () => {
  const stored = new Map<string, Uint8Array>();
  const blobs = createInMemoryBlobs(stored);
  const damage = async (sha256: string) => {
    stored.get(sha256)?.set([0xff]);
  };
  return { blobs, damage, close: () => blobs.close() };
});
