import { chownSync, lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { keepRecipient, noteFailedBackup } from "./backup/backup-state.ts";
import { backupBeforeUpdate, stampProgram } from "./backup/before-update.ts";
import { backup } from "./backup/make-backup.ts";
import { restore } from "./backup/restore.ts";
import { generateBackupKey } from "./backup/seal.ts";
import { openSmallInstallation } from "./backup/testing/small-installation.ts";
import { giveToFolderOwner } from "./folder-owner.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const isRoot = process.getuid?.() === 0;
/** Nobody's number on most systems: the account of the server here. */
const SERVICE = 65_534;

let root: string;
let remove: () => void;
beforeEach(() => {
  ({ folder: root, remove } = temporaryFolder());
});
afterEach(() => remove());

/** A folder of the server's account in one of root's. */
const ofService = (name: string): string => {
  const folder = join(root, name);
  mkdirSync(folder);
  chownSync(folder, SERVICE, SERVICE);
  return folder;
};

/** What lies in a folder and is not the account's, which could neither read nor replace it. */
const ofOthers = (folder: string): readonly string[] =>
  ["", ...readdirSync(folder, { recursive: true }).map(String)].filter(
    (name) => lstatSync(join(folder, name)).uid !== SERVICE,
  );

describe.runIf(isRoot)("what root makes in folders of the server's account", () => {
  it("belongs to that account: data, backups, the notes beside them", async () => {
    const [data, place, sealed] = [ofService("data"), ofService("place"), ofService("sealed")];
    const installation = await openSmallInstallation(data);
    await installation.attach("tờ một");
    await stampProgram(data, "0.1.0", 1);
    const { recipient } = await generateBackupKey();
    const into = (to: string, key?: string) =>
      backup({ from: data, to, program: "0.1.0", recipient: key, keep: 1 });
    await into(place);
    // A folder of the pool that is not there yet, and a set that replaces another.
    for (let number = 0; number < 20; number++) await installation.attach(`tờ ${number}`);
    await into(place);
    await into(sealed, recipient);
    await noteFailedBackup(data, { at: "2026-03-01T00:00:00Z", place, reason: "x", failure: "other" });
    await keepRecipient(data, recipient);
    await installation.close();
    await backupBeforeUpdate({ folder: data, program: "9.9.9" });
    expect(readdirSync(data)).toEqual(
      expect.arrayContaining(["backup-key.json", "last-backup.json", "before-update", "program.json"]),
    );
    expect([data, place, sealed].map(ofOthers)).toEqual([[], [], []]);
  });

  it("belongs to it after a restore, beside its folder, into it, and where that is gone", async () => {
    const [source, above] = [join(root, "source"), ofService("var-lib")];
    const installation = await openSmallInstallation(source);
    await installation.attach("tờ một");
    await installation.close();
    const place = join(root, "place");
    await backup({ from: source, to: place, program: "0.1.0" });
    const to = join(above, "sogoc");
    await restore({ from: place, to });
    await restore({ from: place, to, setAside: true });
    expect(readdirSync(above)).toHaveLength(2);
    expect(ofOthers(above)).toEqual([]);
  });

  it("stays root's in a folder of root, and no link is followed", () => {
    const folder = ofService("data");
    const secret = join(root, "of-root");
    writeFileSync(secret, "x");
    symlinkSync(secret, join(folder, "backup-key.json"));
    giveToFolderOwner(secret);
    giveToFolderOwner(join(folder, "backup-key.json"));
    expect(lstatSync(secret).uid).toBe(0);
  });
});
