import { readFileSync, writeFileSync } from "node:fs";
import { GENESIS_HASH, linkEvent, NO_STREAM, type RecordedEvent } from "@sogoc/core";
import { dataFiles } from "../../data-files.ts";
import { type Embedded, openEmbedded } from "../../embedded.ts";
import { openSqliteSecrets } from "../../secrets.ts";

/** A data folder with events that name blobs, and secrets. */
export interface SmallInstallation {
  readonly embedded: Embedded;
  /** Stores the text as a blob, and an event that names it; answers its hash. */
  readonly attach: (text: string) => Promise<string>;
  /** Appends an event that names what it is given for a blob. */
  readonly name: (sha256: string) => Promise<number>;
  /** Appends an event that names no blob; answers its position. */
  readonly append: (text: string) => Promise<number>;
  /** Appends an event of that type. */
  readonly say: (type: string, data: object) => Promise<number>;
  readonly keepSecret: (name: string, value: unknown) => Promise<void>;
  readonly close: () => Promise<void>;
}

let number = 0;

const appendLinked = async (embedded: Embedded, type: string, data: object): Promise<number> => {
  const stream = `named-${process.pid}-${number++}`;
  const actor = { account: "a", name: "Người thử", roles: [], unit: "u" };
  const metadata = { actor, at: "2026-03-01T00:00:00.000Z", commandId: stream, correlationId: stream };
  const event = linkEvent(
    { id: stream, type, schema: 1, data, metadata },
    { stream, revision: 0, previousHash: GENESIS_HASH },
  );
  const result = await embedded.store.append(stream, NO_STREAM, [event]);
  return result.ok ? result.position : 0;
};

/** Opens the folder and puts secrets into it. */
export const openSmallInstallation = async (folder: string): Promise<SmallInstallation> => {
  const embedded = await openEmbedded({ folder });
  const secrets = openSqliteSecrets({ file: dataFiles(folder).secrets });
  let closed = false;
  await secrets.put("account-1", { hash: "argon2id" });
  return {
    embedded,
    async attach(text) {
      const { sha256, size } = await embedded.blobs.put(Buffer.from(text));
      await appendLinked(embedded, "ScanAttached", { sha256, size });
      return sha256;
    },
    name: (sha256) => appendLinked(embedded, "ScanAttached", { sha256, size: 1 }),
    append: (text) => appendLinked(embedded, "LeafTurned", { text }),
    say: (type, data) => appendLinked(embedded, type, data),
    keepSecret: (name, value) => secrets.put(name, value),
    async close() {
      if (closed) return;
      closed = true;
      await embedded.close();
      await secrets.close();
    },
  };
};

/** Every event of a folder that no program has open, in order. */
export const eventsOf = async (folder: string): Promise<readonly RecordedEvent[]> => {
  const { store, close } = await openEmbedded({ folder });
  try {
    return (await store.readAll({ after: 0, limit: 100_000 })).events;
  } finally {
    await close();
  }
};

export const flipBit = (file: string, place = 5): void => {
  const bytes = readFileSync(file);
  bytes[place] = (bytes[place] ?? 0) ^ 1;
  writeFileSync(file, bytes);
};
