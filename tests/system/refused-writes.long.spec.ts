import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dataFiles, verifyStore } from "@sogoc/embedded";
import { type Engines, openEngines } from "@sogoc/host/engines";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { measureStorageRoom, storageHealth, watchStorage } from "../../apps/standalone/src/storage-room.ts";
import { type FurnishedBatch, furnishBatch } from "../support/furnished-batch.ts";
import { canLimitFiles, holdAllFiles } from "../support/held-files.ts";
import { startTestProvince, type TestProvince } from "../support/test-province.ts";
import { useUpQuota } from "../support/used-up-quota.ts";

describe("a server that the system refuses files", () => {
  const root = mkdtempSync(join(tmpdir(), "sogoc-refused-"));
  const folder = join(root, "data");
  const look = () => measureStorageRoom(folder, { isOpen: true });
  let engines: Engines;
  let test: TestProvince;
  let batch: FurnishedBatch;

  beforeAll(async () => {
    engines = await openEngines({ engine: "embedded", folder });
    test = await startTestProvince(engines, { health: [storageHealth(look)] });
    batch = await furnishBatch(test);
    // What is loaded at its first use is there.
    done(await batch.scan(1));
  });
  afterAll(async () => {
    await test.standalone.stop();
    await engines.close();
    rmSync(root, { recursive: true, force: true });
  });
  const ready = async () => (await test.standalone.server.inject("/health/ready")).json();

  it.runIf(canLimitFiles())(
    "since too many are open, says so, loses nothing and goes on by itself",
    async () => {
      const files = holdAllFiles();
      const scanned = await batch.scan(2);
      const keyed = await batch.key();
      files.fill();
      const unready = await ready();
      files.release();
      expect([scanned.status, scanned.body]).toMatchObject([503, { code: "too-many-files" }]);
      // The log is open: what is written to it needs no other file.
      expect([201, 503]).toContain(keyed.status);
      expect(unready).toMatchObject({ faults: [{ name: "storage", fault: "storage-fault: data" }] });
      expect(await ready()).toMatchObject({ status: "ready" });
      expect(done(await batch.scan(2)).attached).toBe(1);
      done(await batch.key());
      await test.standalone.settled();
      expect(await verifyStore({ file: dataFiles(folder).events })).toMatchObject({
        broken: [],
        integrity: [],
      });
    },
  );

  it("since its quota is used up, says that there is no room, and goes on by itself", async () => {
    const giveBack = await useUpQuota();
    const [scanned, unready] = [await batch.scan(4), await ready()];
    giveBack();
    expect([scanned.status, scanned.body]).toMatchObject([503, { code: "storage-full" }]);
    expect(unready).toMatchObject({ faults: [{ name: "storage", fault: "storage-full: data" }] });
    expect(await ready()).toMatchObject({ status: "ready" });
    expect(done(await batch.scan(4)).attached).toBe(1);
    done(await batch.key());
  });

  it.runIf(process.getuid?.() === 0)(
    "since its rights were changed, says so, and goes on by itself",
    async () => {
      const told: string[] = [];
      const watching = watchStorage(look, (line) => told.push(line), 20);
      // As an account that may not enter the folder any more: root may always.
      process.seteuid?.(65_534);
      try {
        const scanned = await batch.scan(3);
        expect([scanned.status, scanned.body]).toMatchObject([503, { code: "storage-failing" }]);
        expect(await ready()).toMatchObject({
          faults: [{ name: "storage", fault: "storage-no-access: data" }],
        });
        await expect.poll(() => told.join()).toMatch(/quyền của .* đã bị đổi/);
      } finally {
        process.seteuid?.(0);
      }
      await expect.poll(async () => (await ready()).status).toBe("ready");
      expect(done(await batch.scan(3)).attached).toBe(1);
      done(await batch.key());
      watching.stop();
    },
  );
});
