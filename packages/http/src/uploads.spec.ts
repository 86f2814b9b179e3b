import { existsSync } from "node:fs";
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { sweepTemporaryFolders, withTemporaryFolder } from "./uploads.ts";

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), "sogoc-sweep-"));
  vi.stubEnv("TMPDIR", place);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(place, { recursive: true });
});

it("sweeps what a killed process left behind, and nothing that somebody works in or that is not ours", async () => {
  const longAgo = new Date(Date.now() - 3_600_000);
  const left = await withTemporaryFolder(async (folder) => folder);
  expect(existsSync(left)).toBe(false);
  const abandoned = await mkdtemp(join(place, "sogoc-work-"));
  await writeFile(join(abandoned, "upload"), "nửa chừng");
  const foreign = await mkdtemp(join(place, "sogoc-kafka-"));
  for (const folder of [abandoned, foreign]) await utimes(folder, longAgo, longAgo);
  await withTemporaryFolder(async (inUse) => {
    await sweepTemporaryFolders();
    expect([abandoned, foreign, inUse].map(existsSync)).toEqual([false, true, true]);
  });
});

it("keeps a folder in use from being swept however long the work takes", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
  try {
    await withTemporaryFolder(async (folder) => {
      await vi.advanceTimersByTimeAsync(2 * 3_600_000);
      // The signs of life are files being touched, not timers.
      await new Promise((resolve) => setTimeout(resolve, 50));
      await sweepTemporaryFolders();
      expect(existsSync(folder)).toBe(true);
    });
  } finally {
    vi.useRealTimers();
  }
});
