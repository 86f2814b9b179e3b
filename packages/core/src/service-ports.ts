import type { Blobs } from "./blobs.ts";
import type { Clock } from "./clock.ts";
import type { EventBus } from "./event-bus.ts";
import type { EventStore } from "./event-store.ts";
import type { ReadModels } from "./read-models.ts";
import type { Secrets } from "./secrets.ts";

/** What a service is built from; which engines stand behind it is decided in one place outside. */
export interface ServicePorts {
  readonly store: EventStore;
  readonly bus: EventBus;
  readonly readModels: ReadModels;
  readonly blobs: Blobs;
  readonly secrets: Secrets;
  readonly clock: Clock;
  /** A fresh random UUID. */
  readonly newId: () => string;
}
