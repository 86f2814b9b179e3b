import { rmSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Registry } from "prom-client";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openSmallFolder } from "./backups/testing/small-folder.ts";
import { addMissingFiles, watchMissingFiles } from "./missing-files-watch.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "sogoc-missing-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

it("tells of files that are not there, until they are brought back", async () => {
  const { engines, blob } = await openSmallFolder(root);
  const told: string[] = [];
  const bytes = await readFile(blob);
  const begin = () => watchMissingFiles(root, engines.store, (line) => told.push(line), 0);

  const whole = begin();
  await whole.looked;
  expect([await whole.count(), await whole.health.findFault(), told]).toEqual([0, undefined, []]);
  await whole.stop();

  rmSync(blob);
  const watch = begin();
  await watch.looked;
  expect(await watch.count()).toBe(1);
  expect(await watch.health.findFault()).toBe("missing: 1, run verify");
  expect(told.join()).toMatch(
    /THIẾU 1 TỆP.*chép lại thư mục blobs[\s\S]*1 FILES ARE MISSING[\s\S]*ScanAttached[\s\S]*verify --data/,
  );
  const metrics = new Registry();
  addMissingFiles(metrics, watch.count);
  expect(await metrics.metrics()).toContain("sogoc_files_missing 1\n");

  await writeFile(blob, bytes);
  expect(await watch.count()).toBe(0);
  expect(told.at(-1)).toMatch(/^Đã có đủ mọi tệp/);
  await watch.stop();
  await engines.close();
});
