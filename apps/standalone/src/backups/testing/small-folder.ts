import { join } from "node:path";
import { GENESIS_HASH, linkEvent, NO_STREAM } from "@sogoc/core";
import { type Engines, openEngines } from "@sogoc/host/engines";

/** An open data folder with one event, and the file of the blob that it names. */
export const openSmallFolder = async (
  folder: string,
): Promise<{ readonly engines: Engines; readonly blob: string }> => {
  const engines = await openEngines({ engine: "embedded", folder });
  const { sha256, size } = await engines.blobs.put(Buffer.from("một tờ"));
  const actor = { account: "a", name: "Người thử", roles: [], unit: "u" };
  const metadata = { actor, at: "2026-03-01T00:00:00.000Z", commandId: "c", correlationId: "c" };
  const event = linkEvent(
    { id: "e-1", type: "ScanAttached", schema: 1, data: { sha256, size }, metadata },
    { stream: "book-1", revision: 0, previousHash: GENESIS_HASH },
  );
  await engines.store.append("book-1", NO_STREAM, [event]);
  return { engines, blob: join(folder, "blobs", sha256.slice(0, 2), sha256.slice(2)) };
};
