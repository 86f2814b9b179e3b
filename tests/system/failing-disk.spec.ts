import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { backup, dataFiles, readBackupState, stampProgram, verifyStore } from "@sogoc/embedded";
import { type Engines, openEngines } from "@sogoc/host/engines";
import { programVersion } from "@sogoc/host/program-version";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { backupStatusOf } from "../../apps/standalone/src/backups/backup-due.ts";
import { done } from "../../apps/standalone/src/local-client.ts";
import {
  addStorageRoom,
  storageHealth,
  storageLook,
  watchStorage,
  withStorage,
} from "../../apps/standalone/src/storage-room.ts";
import { lockFolder, mountFailingDisk } from "../support/failing-disk.ts";
import { type FurnishedBatch, furnishBatch } from "../support/furnished-batch.ts";
import { startTestProvince, type TestProvince } from "../support/test-province.ts";

const disk = mountFailingDisk(96);
afterAll(() => disk.remove());

if (!disk.isMounted) console.warn("failing-disk.spec.ts: no right to mount a disk here, skipped");

describe.skipIf(!disk.isMounted)("a disk that takes nothing any more", () => {
  let engines: Engines;
  let test: TestProvince;
  let batch: FurnishedBatch;
  let stopped = false;
  const told: string[] = [];
  const folder = join(disk.folder, "data");
  const place = mkdtempSync(join(tmpdir(), "sogoc-saved-"));
  const look = storageLook(folder);

  const ready = () => test.standalone.server.inject("/health/ready");
  const readOnly = [503, { code: "storage-read-only", title: expect.stringContaining("chỉ còn đọc được") }];

  beforeAll(async () => {
    mkdirSync(folder);
    engines = await openEngines({ engine: "embedded", folder });
    await stampProgram(folder, programVersion);
    test = await startTestProvince(engines, {
      health: [storageHealth(look)],
      findBackupStatus: withStorage(
        async () => backupStatusOf(new Date(), 1, undefined, await readBackupState(folder)),
        look,
      ),
    });
    addStorageRoom(test.standalone.watched.metrics, folder, look);
    batch = await furnishBatch(test);
  });
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    await test.standalone.stop();
    await engines.close();
  };
  afterAll(async () => {
    await stop();
    rmSync(place, { recursive: true, force: true });
  });

  it("refuses scans while new files cannot be made, says so, and goes on by itself", async () => {
    const watching = watchStorage(look, (line) => told.push(line), 20);
    expect((await ready()).statusCode).toBe(200);
    const unlock = lockFolder(folder);
    const refused = await batch.scan(1);
    expect([refused.status, refused.body]).toMatchObject(readOnly);
    await expect
      .poll(async () => (await ready()).json())
      .toMatchObject({ faults: [{ name: "storage", fault: "storage-read-only: data" }] });
    await expect.poll(() => told.join()).toMatch(/CHỈ CÒN ĐỌC ĐƯỢC.*thường vì ổ hỏng[\s\S]*sogoc -- backup/);
    unlock();
    await expect.poll(async () => (await ready()).statusCode).toBe(200);
    expect(done(await batch.scan(1)).attached).toBe(1);
    await expect.poll(() => told.at(-1)).toMatch(/^Đã ghi được/);
    watching.stop();
  });

  it("says that the folder is gone where its disk was taken away", async () => {
    const over = join(disk.folder, "empty");
    mkdirSync(over);
    execFileSync("mount", ["--bind", over, folder]);
    const refused = await batch.scan(2);
    expect([refused.status, refused.body]).toMatchObject([503, { code: "storage-failing" }]);
    await expect
      .poll(async () => (await ready()).json())
      .toMatchObject({ faults: [{ name: "storage", fault: "storage-gone: data" }] });
    execFileSync("umount", ["-l", folder]);
    await expect.poll(async () => (await ready()).statusCode).toBe(200);
    expect(done(await batch.scan(2)).attached).toBe(1);
  });

  it("is told by every way of writing, and what is there can be read", async () => {
    disk.fail();
    const refused = await batch.key();
    expect([refused.status, refused.body]).toMatchObject(readOnly);
    expect(refused.headers["retry-after"]).toBe("60");
    const scanned = await batch.scan(3);
    expect([scanned.status, scanned.body]).toMatchObject(readOnly);
    const entering = await test.standalone.server.inject({
      method: "POST",
      url: "/api/accounts/v1/sessions",
      payload: { signInName: "admin", password: "quan-tri-1234" },
    });
    expect([entering.statusCode, entering.json()]).toMatchObject(readOnly);
    await expect
      .poll(async () => (await ready()).json())
      .toMatchObject({ faults: [{ name: "storage", fault: "storage-read-only: data" }] });
    expect(done(await test.admin.get("accounts/v1/backups"))).toMatchObject({
      storageFault: "read-only",
      storageFull: false,
    });
    expect(await test.standalone.watched.metrics.metrics()).toContain("sogoc_storage_writable 0\n");
    // Who reads records is written down, so that no record is shown; what is not of people is.
    const shown = await batch.keeper.get(`entry/v1/batches/${batch.batchId}/records`);
    expect([shown.status, shown.body]).toMatchObject(readOnly);
    expect(done(await batch.keeper.get<{ items: unknown[] }>("entry/v1/books")).items).toHaveLength(1);
  });

  it("is saved from there while the server runs, and starts no server, for its true reason", async () => {
    const position = await engines.store.head();
    expect(await verifyStore({ file: dataFiles(folder).events })).toMatchObject({
      broken: [],
      integrity: [],
    });
    const report = await backup({ from: folder, to: place, program: "1.0.0" });
    expect(report).toMatchObject({ lost: [], logFaults: [], manifest: { head: { position } } });
    await stop();
    const program = fileURLToPath(new URL("../../apps/standalone/src/main.ts", import.meta.url));
    const env = { ...process.env, PORT: "0", SOGOC_METRICS_PORT: "0", SOGOC_DATA: folder };
    const complaint = await new Promise<string>((resolve) => {
      execFile(process.execPath, [program], { env }, (_error, _out, told) => resolve(told));
    });
    expect(complaint).toMatch(/Không khởi động được[\s\S]*chỉ cho đọc[\s\S]*sogoc -- backup/);
    expect(complaint).not.toContain("    at ");
  });
});
