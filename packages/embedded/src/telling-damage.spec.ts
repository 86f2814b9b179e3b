import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EngineUnavailable, engineRejectionOf, GENESIS_HASH, NO_STREAM, StorageDamaged } from "@sogoc/core";
import { newEvent } from "@sogoc/core/testing";
import { afterEach, beforeEach, expect, it } from "vitest";
import { dataFiles } from "./data-files.ts";
import { openEmbedded } from "./embedded.ts";
import { engineFaultFrom } from "./engine-fault.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const PAGE = 4_096;

let folder: string;
let remove: () => void;
beforeEach(async () => {
  ({ folder, remove } = temporaryFolder());
  folder = join(folder, "data");
  const { store, close } = await openEmbedded({ folder });
  for (let number = 0; number < 40; number++) {
    const data = { text: `tờ ${number}: ${"x".repeat(900)}` };
    const stream = `book-${number}`;
    const event = newEvent(`id-${number}`, { stream, revision: 0, data, previousHash: GENESIS_HASH });
    await store.append(stream, NO_STREAM, [event]);
  }
  await close();
});
afterEach(() => remove());

const damage = (change: (bytes: Buffer, place: number) => void) => {
  const { events } = dataFiles(folder);
  const bytes = readFileSync(events);
  change(bytes, bytes.indexOf("tờ 7: "));
  writeFileSync(events, bytes);
};

it.each<[string, (bytes: Buffer, place: number) => void]>([
  ["a page", (bytes, place) => bytes.fill(0xff, place - (place % PAGE), place - (place % PAGE) + PAGE)],
  ["the text of an event", (bytes, place) => bytes.write('"', place)],
])("says while it runs that the log is damaged: %s", async (_name, change) => {
  damage(change);
  let told = 0;
  const { store, close } = await openEmbedded({ folder, notices: { onLogDamaged: () => told++ } });
  expect(await store.readStream("book-39")).toHaveLength(1);
  expect(told).toBe(0);
  for (const reading of [store.readStream("book-7"), store.readAll({ after: 0, limit: 100 })])
    await expect(reading).rejects.toBeInstanceOf(StorageDamaged);
  expect(told).toBe(1);
  await close();
});

it("tells damage from an engine that is away for a moment", () => {
  const fault = (errcode: number) => engineFaultFrom(Object.assign(new Error("x"), { errcode }));
  for (const code of [11, 26, 11 | (2 << 8)]) {
    expect(fault(code)).toBeInstanceOf(StorageDamaged);
    expect(engineRejectionOf(fault(code))?.code).toBe("storage-damaged");
  }
  for (const code of [5, 6, 7, 8, 10, 14]) {
    expect(fault(code)).toBeInstanceOf(EngineUnavailable);
    expect(engineRejectionOf(fault(code))?.code).toBe("unavailable");
  }
});
