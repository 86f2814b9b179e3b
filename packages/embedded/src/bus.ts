import {
  type ConsumerState,
  type ConsumerTrouble,
  createLogBus,
  type EventBus,
  type EventStore,
  type ParkedPlace,
} from "@sogoc/core";

/** What an operator wants to hear of: logs and metrics hang on it. */
export interface BusNotices {
  readonly onParked?: ((place: ParkedPlace) => void) | undefined;
  readonly onTrouble?: ((trouble: ConsumerTrouble) => void) | undefined;
}

/** The bus of one machine: the tail of the store's own log. */
export const createEmbeddedBus = (
  store: EventStore,
  consumers: ConsumerState,
  options: BusNotices = {},
): EventBus => createLogBus({ store, consumers, ...options });
