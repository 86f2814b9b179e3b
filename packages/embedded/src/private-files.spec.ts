import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { newEvents } from "@sogoc/core/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { backupBeforeUpdate } from "./backup/before-update.ts";
import { backup } from "./backup/make-backup.ts";
import { dataFiles } from "./data-files.ts";
import { openEmbedded } from "./embedded.ts";
import { isOwnName } from "./own-names.ts";
import { openSqliteSecrets } from "./secrets.ts";
import { temporaryFolder } from "./temporary-folder.ts";

let root: string;
let remove: () => void;
beforeEach(() => {
  ({ folder: root, remove } = temporaryFolder());
});
afterEach(() => remove());

/**
 * Each path below the folder, and the folder itself, with the rights that others than its owner
 * have.
 */
const openToOthers = (folder: string): string[] =>
  [folder, ...readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)))].filter(
    (path) => (statSync(path).mode & 0o077) !== 0,
  );

const fill = async (folder: string) => {
  const embedded = await openEmbedded({ folder });
  await embedded.store.append("book-1", -1, newEvents("a", 1));
  await embedded.blobs.put(Buffer.from("một tờ"));
  const secrets = openSqliteSecrets({ file: dataFiles(folder).secrets });
  await secrets.put("account-1", { hash: "argon2id" });
  return { embedded, secrets };
};

describe("a data folder", () => {
  it("is its owner's alone from the first moment, whatever the shell's umask is", async () => {
    const before = process.umask(0o022);
    try {
      const folder = join(root, "data");
      const { embedded, secrets } = await fill(folder);
      expect(readdirSync(folder).length).toBeGreaterThan(8);
      expect(openToOthers(folder)).toEqual([]);
      await embedded.close();
      await secrets.close();
    } finally {
      process.umask(before);
    }
  });

  it("that an earlier program left open is closed at the start, deep down too", async () => {
    const folder = join(root, "data");
    const first = await fill(folder);
    await first.embedded.close();
    await first.secrets.close();
    for (const name of readdirSync(folder, { recursive: true })) {
      const path = join(folder, String(name));
      chmodSync(path, statSync(path).isDirectory() ? 0o755 : 0o644);
    }
    chmodSync(folder, 0o755);
    const again = await openEmbedded({ folder });
    expect(openToOthers(folder)).toEqual([]);
    await again.close();
  });

  it("is closed with everything that a backup has made in it, or has left when it was killed", async () => {
    const folder = join(root, "data");
    const { embedded, secrets } = await fill(folder);
    await backup({ from: folder, to: join(root, "place"), program: "0.1.0" });
    await embedded.blobs.put(Buffer.from("tờ hai"));
    await embedded.close();
    await secrets.close();
    await backupBeforeUpdate({ folder, program: "9.9.9" });
    mkdirSync(join(folder, "backup-unfinished"));
    writeFileSync(join(folder, "backup-unfinished", "events.sqlite"), "x");
    expect(readdirSync(folder)).toContain("backup-lock");
    expect(readdirSync(folder).filter((name) => !isOwnName(name))).toEqual([]);
    for (const name of readdirSync(folder, { recursive: true })) {
      const path = join(folder, String(name));
      chmodSync(path, statSync(path).isDirectory() ? 0o777 : 0o666);
    }
    chmodSync(folder, 0o777);
    const again = await openEmbedded({ folder });
    expect(openToOthers(folder)).toEqual([]);
    await again.close();
  });
});
