import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { readRegularText } from "../regular-files.ts";
import { blobOfStored } from "./blob-pool.ts";
import { writeTextWhole } from "./durable-files.ts";
import { SET } from "./place-names.ts";

/** In a backup: every blob that its log names, one a line, and at the end how many there are. */
const LIST = "named-blobs.txt";

/**
 * Notes in a backup which stored files it needs, so that nobody has to open its log, which may be
 * sealed. A list tells no more than the names of the stored files themselves.
 */
export const writeNamed = (set: string, named: ReadonlySet<string>): Promise<void> =>
  writeTextWhole(join(set, LIST), `${[...named, named.size].join("\n")}\n`);

/** Undefined where there is no list, as in backups of earlier programs, or not the whole of it. */
const readNamed = async (set: string): Promise<readonly string[] | undefined> => {
  const text = await readRegularText(join(set, LIST)).catch(() => undefined);
  const lines = text?.trimEnd().split("\n");
  const count = lines?.pop();
  return lines && count === String(lines.length) ? lines : undefined;
};

/**
 * Removes the stored files that no backup of a place names any more, such as those of exports that
 * have ended; none as long as it is not known of each backup what it names. Returns how many are
 * gone. Called by whoever has the place for themselves.
 */
export const removeUnnamed = async (place: string): Promise<number> => {
  const named = new Set<string>();
  for (const name of await readdir(place)) {
    if (!SET.test(name)) continue;
    const list = await readNamed(join(place, name));
    if (!list) return 0;
    for (const sha256 of list) named.add(sha256);
  }
  const pool = join(place, "blobs");
  let removed = 0;
  for (const start of await readdir(pool))
    for (const name of await readdir(join(pool, start)).catch(() => [])) {
      const sha256 = blobOfStored(start, name);
      if (sha256 === undefined || named.has(sha256)) continue;
      await rm(join(pool, start, name), { recursive: true, force: true });
      removed++;
    }
  return removed;
};
