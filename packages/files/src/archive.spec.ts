import { mkdtempDisposable, readdir, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setImmediate as turn } from "node:timers/promises";
import { expect, it } from "vitest";
import { openArchive, openEntry } from "./archive.ts";
import { forgeZip } from "./testing/forged-zip.ts";
import { refusedWith } from "./testing/refused.ts";

const limits = {
  maxEntries: 10,
  maxEntryBytes: 1_000,
  maxTotalBytes: 1_000,
  maxRatio: 100,
  ratioFrom: 1_000,
};
const archive = forgeZip([
  { path: "a", content: "one" },
  { path: "b", content: "two", method: 0 },
]);
/** As a copier leaves it that fills whole blocks. */
const padded = Buffer.concat([archive, Buffer.alloc(512)]);

/** How many descriptors of this process are of the file; Linux tells. */
const countOpen = async (path: string): Promise<number> => {
  const all = await readdir("/proc/self/fd");
  const targets = await Promise.all(all.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => "")));
  return targets.filter((target) => target.startsWith(path)).length;
};
const closed = async (path: string): Promise<boolean> => {
  for (let waited = 0; waited < 1_000; waited++) {
    if ((await countOpen(path)) === 0) return true;
    await turn();
  }
  return false;
};

it.each([
  ["as it was written", archive],
  ["with zeros behind it", padded],
])("a file is opened once for all of its entries: %s", async (_name, bytes) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "archive-"));
  const path = join(folder.path, "files.zip");
  await writeFile(path, bytes);
  const { entries, close } = await openArchive(path, limits, "scan-refused");
  expect(await countOpen(path)).toBe(1);
  // Whatever is at its path now is another file.
  await rm(path);
  const contents = await Promise.all(entries.map(async (entry) => text(await entry.open())));
  expect(contents).toEqual(["one", "two"]);
  close();
  expect(await closed(path)).toBe(true);
});

it("a stream that is left early leaves the file open for the next one", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "archive-"));
  const path = join(folder.path, "files.zip");
  await writeFile(path, archive);
  const { entries, close } = await openArchive(path, limits, "scan-refused");
  const [first, second] = entries;
  (await first?.open())?.destroy();
  await turn();
  expect(second && (await text(await second.open()))).toBe("two");
  close();
  expect(await closed(path)).toBe(true);
});

it("an entry that is read by itself closes the file behind it, and so does a refusal", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "archive-"));
  const path = join(folder.path, "files.zip");
  await writeFile(path, padded);
  const { entries, close } = await openArchive(path, limits, "scan-refused");
  close();
  for (const { location } of entries) await text(await openEntry(path, location, limits, "scan-refused"));
  expect(await closed(path)).toBe(true);
  for (const bytes of [Buffer.from("no zip"), archive.subarray(0, 40)]) {
    await writeFile(path, bytes);
    await refusedWith(() => openArchive(path, limits, "scan-refused"));
    expect(await closed(path)).toBe(true);
  }
});
