import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import {
  blobsContract,
  eventBusContract,
  eventStoreContract,
  readModelsContract,
  sweptBlobsContract,
} from "@sogoc/core/testing";
import { createEmbeddedBus } from "./bus.ts";
import { openSqliteConsumerState } from "./consumer-state.ts";
import { openSqliteEventStore } from "./event-store.ts";
import { blobPath, openFolderBlobs } from "./folder-blobs.ts";
import { openSqliteReadModels } from "./read-models.ts";
import { temporaryFolder } from "./temporary-folder.ts";

eventStoreContract("the SQLite event store", async () => {
  const { folder, remove } = temporaryFolder();
  const store = openSqliteEventStore({ file: join(folder, "events.sqlite") });
  return {
    store,
    close: async () => {
      await store.close();
      remove();
    },
  };
});

eventBusContract("the embedded bus", async () => {
  const { folder, remove } = temporaryFolder();
  const store = openSqliteEventStore({ file: join(folder, "events.sqlite") });
  const file = join(folder, "consumers.sqlite");
  let consumers = openSqliteConsumerState({ file });
  let bus = createEmbeddedBus(store, consumers);
  const stop = async () => {
    await bus.close();
    await consumers.close();
  };
  return {
    store,
    bus,
    restart: async () => {
      await stop();
      consumers = openSqliteConsumerState({ file });
      bus = createEmbeddedBus(store, consumers);
      return bus;
    },
    close: async () => {
      await stop();
      await store.close();
      remove();
    },
  };
});

readModelsContract("the SQLite read models", async () => {
  const { folder, remove } = temporaryFolder();
  const file = join(folder, "read-models.sqlite");
  let readModels = openSqliteReadModels({ file });
  return {
    readModels,
    restart: async () => {
      await readModels.close();
      readModels = openSqliteReadModels({ file });
      return readModels;
    },
    close: async () => {
      await readModels.close();
      remove();
    },
  };
});

blobsContract("the folder of blobs", async () => {
  const { folder, remove } = temporaryFolder();
  const blobs = await openFolderBlobs({ folder });
  return {
    blobs,
    damage: async (sha256) => {
      const file = await open(blobPath(folder, sha256), "r+");
      await file.write(Buffer.from([0xff]), 0, 1, 0);
      await file.close();
    },
    stored: async () =>
      (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
        .length,
    close: async () => {
      await blobs.close();
      remove();
    },
  };
});

sweptBlobsContract("the folder of blobs", async () => {
  const { folder, remove } = temporaryFolder();
  const blobs = await openFolderBlobs({ folder });
  return {
    blobs,
    stored: async () =>
      (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
        .length,
    close: async () => {
      await blobs.close();
      remove();
    },
  };
});
