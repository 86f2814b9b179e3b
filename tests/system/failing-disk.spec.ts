import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { readBackupState } from "@sogoc/embedded";
import { createPagePdf } from "@sogoc/files";
import { type Engines, openEngines } from "@sogoc/host/engines";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { backupStatusOf } from "../../apps/standalone/src/backups/backup-due.ts";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import {
  addStorageRoom,
  storageHealth,
  storageLook,
  watchStorage,
  withStorage,
} from "../../apps/standalone/src/storage-room.ts";
import { lockFolder, mountFailingDisk } from "../support/failing-disk.ts";
import { birthFields, startTestProvince, type TestProvince } from "../support/test-province.ts";

const disk = mountFailingDisk(96);
afterAll(() => disk.remove());

if (!disk.isMounted) console.warn("failing-disk.spec.ts: no right to mount a disk here, skipped");

describe.skipIf(!disk.isMounted)("a disk that takes nothing any more", () => {
  let engines: Engines;
  let test: TestProvince;
  let keeper: LocalClient;
  let clerk: LocalClient;
  let bookId: string;
  let batchId: string;
  let keyed = 0;
  const told: string[] = [];
  const folder = join(disk.folder, "data");
  const look = storageLook(folder);

  const key = () =>
    clerk.post<{ recordId: string; code?: string }>(`entry/v1/batches/${batchId}/records`, {
      fields: birthFields(++keyed),
      accepted: [],
    });
  const scan = (number: number) =>
    keeper.upload<{ attached: number }>(
      `entry/v1/books/${bookId}/scans`,
      `KS.2008.01.2008-03-17.0${number}.pdf`,
      createPagePdf({ title: String(number), fields: [] }),
    );
  const ready = () => test.standalone.server.inject("/health/ready");
  const readOnly = [503, { code: "storage-read-only", title: expect.stringContaining("chỉ còn đọc được") }];

  beforeAll(async () => {
    mkdirSync(folder);
    engines = await openEngines({ engine: "embedded", folder });
    test = await startTestProvince(engines, {
      health: [storageHealth(look)],
      findBackupStatus: withStorage(
        async () => backupStatusOf(new Date(), 1, undefined, await readBackupState(folder)),
        look,
      ),
    });
    addStorageRoom(test.standalone.watched.metrics, folder, look);
    keeper = await test.person("thu", [{ role: "book-keeper", unitId: test.commune }]);
    clerk = await test.person("nam", [{ role: "clerk", unitId: test.commune }]);
    const book = { recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
    ({ bookId } = done(
      await keeper.post<{ bookId: string }>("entry/v1/books", { unitId: test.commune, ...book }),
    ));
    const policy = { sampleShare: 0.3, errorLimit: 0.01 };
    ({ batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, policy })));
    done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
    done(await key());
  });
  afterAll(async () => {
    await test.standalone.stop();
    await engines.close();
  });

  it("refuses scans while new files cannot be made, says so, and goes on by itself", async () => {
    const watching = watchStorage(look, (line) => told.push(line), 20);
    expect((await ready()).statusCode).toBe(200);
    const unlock = lockFolder(folder);
    const refused = await scan(1);
    expect([refused.status, refused.body]).toMatchObject(readOnly);
    await expect
      .poll(async () => (await ready()).json())
      .toMatchObject({ faults: [{ name: "storage", fault: "storage-read-only: data" }] });
    await expect.poll(() => told.join()).toMatch(/CHỈ CÒN ĐỌC ĐƯỢC.*thường vì ổ hỏng[\s\S]*sogoc -- backup/);
    unlock();
    await expect.poll(async () => (await ready()).statusCode).toBe(200);
    expect(done(await scan(1)).attached).toBe(1);
    await expect.poll(() => told.at(-1)).toMatch(/^Đã ghi được/);
    watching.stop();
  });

  it("says that the folder is gone where its disk was taken away", async () => {
    const over = join(disk.folder, "empty");
    mkdirSync(over);
    execFileSync("mount", ["--bind", over, folder]);
    const refused = await scan(2);
    expect([refused.status, refused.body]).toMatchObject([503, { code: "storage-failing" }]);
    await expect
      .poll(async () => (await ready()).json())
      .toMatchObject({ faults: [{ name: "storage", fault: "storage-gone: data" }] });
    execFileSync("umount", ["-l", folder]);
    await expect.poll(async () => (await ready()).statusCode).toBe(200);
    expect(done(await scan(2)).attached).toBe(1);
  });

  it("is told by every way of writing, and what is there can be read", async () => {
    disk.fail();
    const refused = await key();
    expect([refused.status, refused.body]).toMatchObject(readOnly);
    expect(refused.headers["retry-after"]).toBe("60");
    const scanned = await scan(3);
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
    const shown = await keeper.get(`entry/v1/batches/${batchId}/records`);
    expect([shown.status, shown.body]).toMatchObject(readOnly);
    expect(done(await keeper.get<{ items: unknown[] }>("entry/v1/books")).items).toHaveLength(1);
  });
});
