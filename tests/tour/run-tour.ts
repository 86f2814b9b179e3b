import { deepStrictEqual, ok } from "node:assert";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { writeSampleFiles } from "@sogoc/synthetic";
import { importIntoEmptyStore, startServer } from "./stage.ts";
import { runTour } from "./tour.ts";

/** As much of a test's `expect` as the tour uses, for a run by hand. */
const expect = (found: unknown) => ({
  toBe: (wanted: unknown) => deepStrictEqual(found, wanted),
  toEqual: (wanted: unknown) =>
    wanted instanceof Containing ? wanted.check(found) : deepStrictEqual(found, wanted),
  toMatchObject: (wanted: Record<string, unknown>) => {
    for (const [key, value] of Object.entries(wanted)) deepStrictEqual((found as typeof wanted)[key], value);
  },
});
expect.arrayContaining = (wanted: readonly unknown[]) => new Containing(wanted);

class Containing {
  readonly wanted: readonly unknown[];
  constructor(wanted: readonly unknown[]) {
    this.wanted = wanted;
  }
  check(found: unknown): void {
    for (const one of this.wanted) ok((found as unknown[]).some((other) => isDeepStrictEqual(one, other)));
  }
}

const files = await mkdtemp(join(tmpdir(), "sogoc-files-"));
const book = await writeSampleFiles(files, { seed: 158, cases: 12 });
const { address, adminPassword, stop } = await startServer();
await runTour({
  address,
  adminPassword,
  files,
  book,
  expect,
  importIntoEmptyStore: importIntoEmptyStore(book),
});
await stop();
await rm(files, { recursive: true });
console.log("OK");
