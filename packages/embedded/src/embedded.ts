import { join } from "node:path";
import type { Blobs, EventBus, EventStore, ReadModels } from "@sogoc/core";
import { type BusNotices, createEmbeddedBus } from "./bus.ts";
import { openSqliteConsumerState } from "./consumer-state.ts";
import { openSqliteEventStore } from "./event-store.ts";
import { openFolderBlobs } from "./folder-blobs.ts";
import { openSqliteReadModels } from "./read-models.ts";

/** Everything a service needs on one machine. `close` ends the bus first, the store last. */
export interface Embedded {
  readonly store: EventStore;
  readonly bus: EventBus;
  readonly readModels: ReadModels;
  readonly blobs: Blobs;
  close(): Promise<void>;
}

/** Names inside a data folder. */
export const dataFiles = (folder: string) => ({
  events: join(folder, "events.sqlite"),
  consumers: join(folder, "consumers.sqlite"),
  readModels: join(folder, "read-models.sqlite"),
  secrets: join(folder, "secrets.sqlite"),
  blobs: join(folder, "blobs"),
});

/** Opens or makes a data folder. Throws when another program has it open for writing. */
export const openEmbedded = async (options: {
  readonly folder: string;
  readonly synchronous?: "FULL" | "NORMAL";
  readonly notices?: BusNotices;
}): Promise<Embedded> => {
  const { folder, synchronous = "FULL", notices = {} } = options;
  const files = dataFiles(folder);
  const opened: { close(): Promise<void> }[] = [];
  const keep = <Part extends { close(): Promise<void> }>(part: Part): Part => {
    opened.unshift(part);
    return part;
  };
  const close = async () => {
    for (const part of opened.splice(0)) await part.close();
  };
  try {
    const store = keep(openSqliteEventStore({ file: files.events, synchronous }));
    const readModels = keep(openSqliteReadModels({ file: files.readModels }));
    const consumers = keep(openSqliteConsumerState({ file: files.consumers }));
    const blobs = keep(await openFolderBlobs({ folder: files.blobs }));
    // An older log put back under newer files: what they say of positions beyond it is not true any more.
    const head = await store.head();
    await readModels.forgetAfter(head);
    await consumers.forgetAfter(head);
    const bus = keep(createEmbeddedBus(store, consumers, notices));
    return { store, bus, readModels, blobs, close };
  } catch (error) {
    await close();
    throw error;
  }
};
