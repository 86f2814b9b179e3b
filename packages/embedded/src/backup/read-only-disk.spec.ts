import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { dataFiles } from "../data-files.ts";
import { openEmbedded } from "../embedded.ts";
import { findSecretsLoss } from "../require-whole.ts";
import { seenPositions } from "../seen-positions.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { verifyBlobs } from "../verify-blobs.ts";
import { verifySecrets } from "../verify-secrets.ts";
import { verifyStore } from "../verify-store.ts";
import { diskFaultInWords } from "./disk-fault.ts";
import { backup } from "./make-backup.ts";
import { listSets } from "./repository.ts";
import { restore } from "./restore.ts";
import { eventsOf, openSmallInstallation } from "./testing/small-installation.ts";

/** Lays a folder over itself for reading alone; false where this account may not. */
const lock = (folder: string): boolean => {
  try {
    execFileSync("mount", ["--bind", folder, folder], { stdio: "ignore" });
    execFileSync("mount", ["-o", "remount,bind,ro", folder], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

let root: string;
let remove: () => void;
let locked: string[];
beforeEach(() => {
  ({ folder: root, remove } = temporaryFolder());
  locked = [];
});
afterEach(() => {
  vi.unstubAllEnvs();
  for (const folder of locked) execFileSync("umount", ["-l", folder]);
  remove();
});

const lockOrSkip = (folder: string, skip: () => void): void => {
  if (lock(folder)) locked.push(folder);
  else skip();
};

/** Three events, one of which names a blob, closed in order. */
const makeFolder = async (name: string): Promise<{ readonly folder: string; readonly copied: string }> => {
  const folder = join(root, name);
  const copied = join(root, `${name}-copied`);
  const installation = await openSmallInstallation(folder);
  await installation.attach("một bản quét");
  await installation.append("tờ 1");
  // As it lies there after a power cut, its last events in the write-ahead log alone.
  mkdirSync(copied);
  for (const file of readdirSync(folder))
    if (!/-shm$|-lock$/.test(file)) cpSync(join(folder, file), join(copied, file), { recursive: true });
  await installation.close();
  return { folder, copied };
};

describe("a data folder on a disk that can only be read", () => {
  it.for(["closed", "cut off"] as const)(
    "is verified, backed up and restored from there: %s",
    async (how, { skip }) => {
      const made = await makeFolder("data");
      const folder = how === "closed" ? made.folder : made.copied;
      expect(existsSync(`${dataFiles(folder).events}-wal`)).toBe(how === "cut off");
      lockOrSkip(folder, skip);
      vi.stubEnv("TMPDIR", mkdtempSync(join(root, "temporary-")));
      expect(await verifyStore({ file: dataFiles(folder).events })).toMatchObject({
        events: 2,
        broken: [],
        integrity: [],
      });
      expect(await verifyBlobs({ folder })).toMatchObject({ blobs: 1, missing: [], broken: [] });
      expect(await verifySecrets(folder)).toMatchObject({ secrets: 1, unreadable: [] });
      expect([seenPositions(folder), findSecretsLoss(folder)]).toEqual([[], undefined]);
      const to = join(root, "place");
      const report = await backup({ from: folder, to, program: "1.0.0", keep: 1 });
      expect(report).toMatchObject({ lost: [], logFaults: [], damagedSecrets: [] });
      expect(report.manifest.head.position).toBe(2);
      // Of a disk that may be lost soon no older backup is given up.
      await backup({ from: folder, to, program: "1.0.0", keep: 1 });
      expect(await listSets(to)).toHaveLength(2);
      await restore({ from: to, to: join(root, "new") });
      expect(await eventsOf(join(root, "new"))).toHaveLength(2);
      // No copy of the log and the passwords lies about.
      expect(readdirSync(tmpdir())).toEqual([]);
    },
  );

  it("is not opened for work, for its true reason, with nothing left open", async ({ skip }) => {
    const { folder, copied } = await makeFolder("data");
    for (const data of [folder, copied]) {
      lockOrSkip(data, skip);
      const error = await openEmbedded({ folder: data }).catch((thrown: unknown) => thrown);
      expect(diskFaultInWords(error, data)).toMatch(/chỉ cho đọc.*is read-only/);
      expect(diskFaultInWords(error, data)?.startsWith(data)).toBe(true);
      expect(diskFaultInWords(error, data)).not.toContain("write-probe");
    }
  });

  it("is told from a new place of backups on one", async ({ skip }) => {
    const { folder } = await makeFolder("data");
    const stick = join(root, "usb");
    mkdirSync(stick);
    lockOrSkip(stick, skip);
    await expect(
      backup({ from: folder, to: join(stick, "moi", "sao-luu"), program: "1.0.0" }),
    ).rejects.toMatchObject({
      failure: "read-only",
      message: expect.stringMatching(/moi\/sao-luu: chỉ cho đọc.*\(EROFS\)/),
    });
    expect(readFileSync(dataFiles(folder).events).length).toBeGreaterThan(0);
  });
});
