import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readBackupState } from "@sogoc/embedded";
import { type Engines, openEngines } from "@sogoc/host/engines";
import { Registry } from "prom-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { backupStatusOf } from "../../apps/standalone/src/backups/backup-due.ts";
import { done } from "../../apps/standalone/src/local-client.ts";
import {
  addStorageRoom,
  measureStorageRoom,
  storageHealth,
  withStorage,
} from "../../apps/standalone/src/storage-room.ts";
import { type FurnishedBatch, furnishBatch } from "../support/furnished-batch.ts";
import { mountSmallDisk } from "../support/small-disk.ts";
import { startTestProvince, type TestProvince } from "../support/test-province.ts";

const SIZE_MIB = 24;
const disk = mountSmallDisk(SIZE_MIB);
const { fill } = disk;
afterAll(() => disk.remove());

if (!disk.isMounted) console.warn("full-disk.spec.ts: no right to mount a small disk here, skipped");

describe.skipIf(!disk.isMounted)("a disk that fills up", () => {
  const before = process.env["TMPDIR"];
  let engines: Engines;
  let test: TestProvince;
  let batch: FurnishedBatch;

  const folder = join(disk.folder, "data");
  const ready = () => test.standalone.server.inject("/health/ready");

  beforeAll(async () => {
    mkdirSync(join(disk.folder, "tmp"));
    process.env["TMPDIR"] = join(disk.folder, "tmp");
    engines = await openEngines({ engine: "embedded", folder });
    test = await startTestProvince(engines, {
      health: [storageHealth(() => measureStorageRoom(folder))],
      findBackupStatus: withStorage(
        async () => backupStatusOf(new Date(), 1, undefined, await readBackupState(folder)),
        () => measureStorageRoom(folder),
      ),
    });
    addStorageRoom(test.standalone.watched.metrics, folder);
    batch = await furnishBatch(test);
  });
  afterAll(async () => {
    await test.standalone.stop();
    await engines.close();
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
  });

  it("is told as such, by every way of writing, and nothing acknowledged is lost", async () => {
    expect((await ready()).statusCode).toBe(200);
    fill();
    // The write-ahead log may have room of its own left: what is acknowledged from it is kept.
    let refused: Awaited<ReturnType<typeof batch.key>> | undefined;
    while (!refused) {
      const answer = await batch.key();
      if (answer.status >= 400) refused = answer;
    }
    expect([refused.status, refused.body]).toMatchObject([
      503,
      { code: "storage-full", title: expect.stringContaining("hết chỗ lưu trữ") },
    ]);
    expect(refused.headers["retry-after"]).toBeDefined();

    const big = Buffer.alloc(300_000, "%PDF-1.4 ");
    const scanned = await batch.keeper.upload(
      `entry/v1/books/${batch.bookId}/scans`,
      "KS.2008.01.2008-03-17.01.pdf",
      big,
    );
    expect([scanned.status, scanned.body]).toMatchObject([503, { code: "storage-full" }]);
    const path = `entry/v1/imports?unitId=${test.commune}&recordType=KS`;
    const imported = await batch.keeper.upload(path, "so.xlsx", big);
    expect([imported.status, imported.body]).toMatchObject([503, { code: "storage-full" }]);

    const unready = await ready();
    expect([unready.statusCode, unready.json()]).toMatchObject([
      503,
      { faults: [{ name: "storage", fault: "storage-full: data" }] },
    ]);
    expect(done(await test.admin.get("accounts/v1/backups"))).toMatchObject({
      state: "no-place",
      storageFull: true,
    });
    const metrics = await test.standalone.watched.metrics.metrics();
    expect(metrics).toMatch(/sogoc_storage_free_bytes\{place="data"\} 0\n/);
    expect(metrics).toContain(`sogoc_storage_total_bytes{place="data"} ${SIZE_MIB * 2 ** 20}\n`);
    // What is there can be read all the same.
    expect((await engines.store.readAll({ after: 0, limit: 1 })).events).toHaveLength(1);
  });

  it("lets people go on by itself once there is room, with every read model and process", async () => {
    disk.empty();
    expect((await ready()).statusCode).toBe(200);
    expect(done(await test.admin.get("accounts/v1/backups"))).toMatchObject({ storageFull: false });
    for (let more = 0; more < 3; more++) done(await batch.key());
    await test.standalone.settled();
    const records = done(
      await batch.clerk.get<{ items: { number: string }[] }>(
        `entry/v1/batches/${batch.batchId}/records?limit=200`,
      ),
    );
    expect(records.items).toHaveLength(Math.min(batch.keyed(), 200));
    for (const service of ["accounts", "entry", "review", "reporting"]) {
      const parked = done(await test.admin.get<{ total: number }>(`${service}/v1/parked`));
      expect(parked.total, service).toBe(0);
    }
    expect(done(await batch.scan(1)).attached).toBe(1);
  });
});

describe("the storage's figures", () => {
  it("name the places that are written to", async () => {
    const metrics = new Registry();
    addStorageRoom(metrics, tmpdir());
    const text = await metrics.metrics();
    for (const place of ["data", "temporary"])
      expect(text).toMatch(new RegExp(`sogoc_storage_free_bytes\\{place="${place}"\\} [1-9]`));
    expect(await storageHealth(() => measureStorageRoom(tmpdir())).findFault()).toBeUndefined();
  });
});

describe.skipIf(!disk.isMounted)("a disk on which no file can be made any more", () => {
  const folder = mkdtempSync(join(tmpdir(), "sogoc-files-"));
  afterAll(() => {
    execFileSync("umount", ["-l", folder]);
    rmSync(folder, { recursive: true, force: true });
  });

  it("is full, though it has room", async () => {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=24m,nr_inodes=300", "sogoc-test", folder]);
    expect(await measureStorageRoom(folder)).toEqual({ level: "enough" });
    const isFull = { level: "full", name: "data", place: folder };
    for (let file = 0; file < 298; file++) closeSync(openSync(join(folder, String(file)), "w"));
    expect(await measureStorageRoom(folder)).toEqual(isFull);
    expect(await storageHealth(() => measureStorageRoom(folder)).findFault()).toBeDefined();
  });
});
