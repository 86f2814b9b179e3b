import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeSampleFiles } from "@sogoc/synthetic";
import { describe, expect, it, vi } from "vitest";
import { importIntoEmptyStore, startServer } from "./stage.ts";
import { readTour, runTour } from "./tour.ts";

describe("the README's tour", () => {
  it("runs as written, over HTTP, on an empty store", async () => {
    expect((await readTour()).length).toBeGreaterThan(7);
    vi.spyOn(console, "log").mockImplementation(() => {});
    const files = await mkdtemp(join(tmpdir(), "sogoc-files-"));
    const book = await writeSampleFiles(files, { seed: 158, cases: 12 });
    const { address, adminPassword, stop } = await startServer();
    try {
      const surroundings = { address, adminPassword, files, book, expect };
      await runTour({ ...surroundings, importIntoEmptyStore: importIntoEmptyStore(book) });
    } finally {
      await stop();
      await rm(files, { recursive: true });
    }
  });
});
