import { type EventStore, StorageDamaged } from "@sogoc/core";

/**
 * The same log, whose damage is told when it is met: once for a store, whoever met it and however
 * often.
 */
export const tellingDamage = (store: EventStore, onDamaged: (() => void) | undefined): EventStore => {
  let isTold = false;
  const watched = <Result>(work: Promise<Result>): Promise<Result> =>
    work.catch((error: unknown) => {
      if (error instanceof StorageDamaged && !isTold) {
        isTold = true;
        onDamaged?.();
      }
      throw error;
    });
  return {
    ...store,
    append: (stream, expectedRevision, events) => watched(store.append(stream, expectedRevision, events)),
    readStream: (stream, fromRevision) => watched(store.readStream(stream, fromRevision)),
    readAll: (wanted) => watched(store.readAll(wanted)),
    eventAt: (position) => watched(store.eventAt(position)),
  };
};
