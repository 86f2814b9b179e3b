import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { readRegularText } from "../regular-files.ts";
import { blobOfStored } from "./blob-pool.ts";
import { writeTextWhole } from "./durable-files.ts";
import { parseJson } from "./manifest.ts";
import { SET, UNNAMED } from "./place-names.ts";

/** Blobs that the log named no more, each with the first backup that was made without it. */
const Unnamed = z.record(z.string(), z.string());
type Unnamed = z.infer<typeof Unnamed>;

/** Stored files by the blob that each is a copy of; a blob may have been sealed twice. */
const listStored = async (pool: string): Promise<ReadonlyMap<string, readonly string[]>> => {
  const found = new Map<string, string[]>();
  for (const start of await readdir(pool))
    for (const name of await readdir(join(pool, start)).catch(() => [])) {
      const sha256 = blobOfStored(start, name);
      if (sha256 !== undefined) found.set(sha256, [...(found.get(sha256) ?? []), join(pool, start, name)]);
    }
  return found;
};

/** Whatever can be read of them: a damaged backup may be mended yet. */
const oldestSet = async (place: string): Promise<string | undefined> =>
  (await readdir(place)).filter((name) => SET.test(name)).sort()[0];

/**
 * Removes the stored files that no backup of a place names any more: those of exports that have
 * ended, once every backup is gone that was made before. Which blobs older backups name is not
 * asked of their logs, which may be sealed: it is noted of each blob which backup was the first
 * without it. Returns how many blobs are gone. Called by whoever has the place for themselves,
 * after a backup of a whole log: `set`, which names `named`.
 */
export const removeUnnamed = async (
  place: string,
  { set, named }: { readonly set: string; readonly named: ReadonlySet<string> },
): Promise<number> => {
  const file = join(place, UNNAMED);
  const text = await readRegularText(file).catch(() => undefined);
  const before: Unnamed = (text === undefined ? undefined : parseJson(Unnamed, text)) ?? {};
  const oldest = (await oldestSet(place)) ?? set;
  const left: Unnamed = {};
  let removed = 0;
  for (const [sha256, files] of await listStored(join(place, "blobs"))) {
    if (named.has(sha256)) continue;
    const since = before[sha256] ?? set;
    if (since > oldest) {
      left[sha256] = since;
      continue;
    }
    for (const stored of files) await rm(stored, { recursive: true, force: true });
    removed++;
  }
  if (Object.keys(left).length > 0) await writeTextWhole(file, `${JSON.stringify(left, null, 2)}\n`);
  else await rm(file, { force: true });
  return removed;
};
