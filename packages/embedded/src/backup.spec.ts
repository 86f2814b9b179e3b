import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { newEvents, PATIENCE_MS } from "@sogoc/core/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { backup, restore } from "./backup.ts";
import { dataFiles } from "./data-files.ts";
import { openEmbedded } from "./embedded.ts";
import { blobPath } from "./folder-blobs.ts";
import { openSqliteSecrets } from "./secrets.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { verifyStore } from "./verify-store.ts";

let root: string;
let remove: () => void;
beforeEach(() => {
  ({ folder: root, remove } = temporaryFolder());
});
afterEach(() => remove());

describe("backup and restore", () => {
  it("copies a folder that is being written to, and gives it back whole", async () => {
    const [live, copy, restored] = ["live", "copy", "restored"].map((name) => join(root, name)) as [
      string,
      string,
      string,
    ];
    const embedded = await openEmbedded({ folder: live });
    const subscription = await embedded.bus.subscribe({
      consumer: "reader",
      eventTypes: ["LeafTurned"],
      onDelivery: async () => {},
    });
    const secrets = openSqliteSecrets({ file: dataFiles(live).secrets });
    await secrets.put("account-1", { hash: "argon2id" });
    const scan = await embedded.blobs.put(Buffer.alloc(200_000, "scan"));
    let writing = true;
    let acknowledged = 0;
    const writer = (async () => {
      for (let index = 0; writing; index++) {
        const result = await embedded.store.append(`book-${index}`, -1, newEvents(`e${index}`, 3));
        if (result.ok) acknowledged = result.position;
      }
    })();
    await subscription.caughtUp(300, PATIENCE_MS);
    const before = acknowledged;
    const report = await backup({ from: live, to: copy });
    writing = false;
    await writer;
    expect(report).toMatchObject({ copiedBlobs: 1, brokenBlobs: [] });
    expect(report.head).toBeGreaterThanOrEqual(before);

    const second = await embedded.blobs.put(Buffer.from("trang hai"));
    expect(await backup({ from: live, to: copy })).toMatchObject({ head: acknowledged, copiedBlobs: 1 });
    await embedded.close();

    expect(await restore({ from: copy, to: restored })).toMatchObject({ head: acknowledged, copiedBlobs: 2 });
    const again = await openEmbedded({ folder: restored });
    expect(await again.store.head()).toBe(acknowledged);
    expect(await again.blobs.find(scan.sha256)).toEqual(scan);
    expect(await again.blobs.find(second.sha256)).toEqual(second);
    expect(await again.store.append("book-0", 2, newEvents("later", 1))).toMatchObject({
      ok: true,
      position: acknowledged + 1,
    });
    await again.close();
    const kept = openSqliteSecrets({ file: dataFiles(restored).secrets });
    expect(await kept.find("account-1")).toEqual({ hash: "argon2id" });
    await Promise.all([kept.close(), secrets.close()]);
    expect((await verifyStore({ file: dataFiles(restored).events })).integrity).toEqual([]);
  });

  it("does not copy a blob whose bytes have changed", async () => {
    const embedded = await openEmbedded({ folder: join(root, "live") });
    const { sha256 } = await embedded.blobs.put(Buffer.from("bản gốc"));
    await embedded.close();
    writeFileSync(blobPath(dataFiles(join(root, "live")).blobs, sha256), "bản khác");
    const report = await backup({ from: join(root, "live"), to: join(root, "copy") });
    expect(report).toEqual({ head: 0, copiedBlobs: 0, brokenBlobs: [sha256] });
  });

  it("refuses a target that holds something, and a source that is no data folder", async () => {
    const embedded = await openEmbedded({ folder: join(root, "live") });
    await embedded.close();
    await expect(restore({ from: join(root, "live"), to: root })).rejects.toThrow("not empty");
    await expect(backup({ from: root, to: join(root, "copy") })).rejects.toThrow("not a data folder");
  });
});
