import { existsSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";
import type { EventStore } from "@sogoc/core";
import { dataFiles } from "./data-files.ts";
import { blobPath } from "./folder-blobs.ts";
import { type NamedBlob, namedBlobs, stillNamed } from "./named-blobs.ts";
import { readTextIn } from "./verify-blobs.ts";

/** So many are looked for in one turn of the event loop. */
const IN_A_TURN = 20;

const isThere = (folder: string, { sha256 }: NamedBlob): boolean =>
  existsSync(blobPath(dataFiles(folder).blobs, sha256));

/**
 * Those of the blobs that are still not there: somebody may be bringing them back beside a server.
 */
export const stillMissing = async (
  folder: string,
  missing: readonly NamedBlob[],
): Promise<readonly NamedBlob[]> => {
  const left: NamedBlob[] = [];
  for (const [index, named] of missing.entries()) {
    if (!isThere(folder, named)) left.push(named);
    if (index % IN_A_TURN === 0) await turn();
  }
  return left;
};

/**
 * Blobs that events name and that are not in the folder, also beside a server's work: whether they
 * are there is asked, and not whether they are right. Throws where the log cannot be read.
 */
export const findMissingBlobs = async (
  folder: string,
  store: Pick<EventStore, "readAll">,
): Promise<readonly NamedBlob[]> => {
  const readText = readTextIn(dataFiles(folder).blobs);
  const missing: NamedBlob[] = [];
  let looked = 0;
  for await (const named of namedBlobs(store, readText)) {
    if (!isThere(folder, named)) missing.push(named);
    if (++looked % IN_A_TURN === 0) await turn();
  }
  // An export may have ended meanwhile, and nobody misses what it had.
  return stillNamed(store, readText, missing);
};
