import {
  type ConsumerState,
  createLogBus,
  type EventBus,
  type EventStore,
  type ParkedPlace,
} from "@sogoc/core";

/** The bus of one machine: the tail of the store's own log. */
export const createEmbeddedBus = (
  store: EventStore,
  consumers: ConsumerState,
  options: { readonly onParked?: (place: ParkedPlace) => void } = {},
): EventBus => createLogBus({ store, consumers, ...options });
