import { systemClock } from "../clock.ts";
import { createInMemoryConsumerState } from "../log-bus/consumer-state.ts";
import { createLogBus } from "../log-bus/log-bus.ts";
import { createInMemorySecrets } from "../secrets.ts";
import type { ServicePorts } from "../service-ports.ts";
import { createInMemoryBlobs } from "./blobs.ts";
import { createInMemoryEventStore } from "./event-store.ts";
import { createInMemoryReadModels } from "./read-models.ts";

/** All ports in memory, for tests of routes. */
export const createInMemoryPorts = (overrides: Partial<ServicePorts> = {}): ServicePorts => {
  const store = overrides.store ?? createInMemoryEventStore();
  return {
    store,
    bus: createLogBus({ store, consumers: createInMemoryConsumerState() }),
    readModels: createInMemoryReadModels(),
    blobs: createInMemoryBlobs(),
    secrets: createInMemorySecrets(),
    clock: systemClock,
    newId: () => crypto.randomUUID(),
    ...overrides,
  };
};
