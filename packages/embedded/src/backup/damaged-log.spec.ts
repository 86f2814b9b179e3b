import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dataFiles } from "../data-files.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { readBackupState } from "./backup-state.ts";
import { backupBeforeUpdate, stampProgram } from "./before-update.ts";
import { type BackupOptions, backup } from "./make-backup.ts";
import { isWholeSet, keepNewest, listSets } from "./repository.ts";
import { restore } from "./restore.ts";
import { openSmallInstallation } from "./testing/small-installation.ts";

const PAGE = 4_096;

let root: string;
let remove: () => void;
let data: string;
let place: string;
let log: string;
beforeEach(async () => {
  ({ folder: root, remove } = temporaryFolder());
  [data, place] = [join(root, "data"), join(root, "place")];
  log = dataFiles(data).events;
  const installation = await openSmallInstallation(data);
  for (let number = 0; number < 20; number++)
    await installation.append(`tờ ${number}: Nguyễn Văn Nam ${"x".repeat(900)}`);
  await installation.attach("trang một");
  await installation.append(`tờ dài: ${"y".repeat(3 * PAGE)}`);
  await installation.close();
});
afterEach(() => remove());

const save = (options: Partial<BackupOptions> = {}) =>
  backup({ from: data, to: place, program: "0.1.0", keep: 1, ...options });

/** Four bytes of a name become others; SQLite finds nothing wrong with the file. */
const changeName = () => {
  const bytes = readFileSync(log);
  bytes.write("Bình", bytes.indexOf("tờ 7: Nguyễn Văn Nam") + Buffer.byteLength("tờ 7: Nguyễn Văn ") - 1);
  writeFileSync(log, bytes);
};

/** Overwrites the page of the file in which a text stands. */
const overwritePageOf = (text: string) => {
  const bytes = readFileSync(log);
  const page = Math.floor(bytes.indexOf(text) / PAGE) * PAGE;
  writeFileSync(log, bytes.fill(0xff, page, page + PAGE));
};

const namesIn = async () => (await listSets(place)).map(({ name }) => name);

describe("a backup of a damaged log", () => {
  it("is told, counts for no good one, and lets none of the older ones go", async () => {
    const { set: whole, manifest } = await save();
    const good = await readBackupState(data);
    changeName();
    for (const times of [1, 2]) {
      const report = await save();
      expect(report).toMatchObject({
        logFaults: [expect.stringMatching(/^hash-mismatch: .*, position 8$/)],
        removedOld: 0,
        manifest: { logFaults: 1 },
      });
      expect(await namesIn()).toHaveLength(1 + times);
      const state = await readBackupState(data);
      expect(state).toMatchObject({ places: good.places, damaged: { set: report.set, faults: 1 } });
    }
    expect((await listSets(place)).filter(isWholeSet).map(({ name }) => name)).toEqual([whole]);
    // However few are kept: what is not whole stands for none.
    expect(await keepNewest(place, 1, manifest.installation)).toBe(0);

    await restore({ from: place, to: data, set: whole, setAside: true });
    const mended = await save({ acceptOlder: true });
    expect(mended).toMatchObject({ logFaults: [], removedOld: 3 });
    expect(await readBackupState(data)).toMatchObject({ places: [{ set: mended.set }] });
    expect((await readBackupState(data)).damaged).toBeUndefined();
  });

  it("with a page that is overwritten is saved as it is, with each event that the page held", async () => {
    const { set: whole } = await save();
    overwritePageOf("tờ 7: ");
    const report = await save();
    expect(report.logFaults).toContainEqual(expect.stringMatching(/^unreadable: .*, position 8$/));
    expect(await namesIn()).toEqual([whole, report.set]);
  });

  it("is none where the log cannot be read to its end, which is said", async () => {
    const { set: whole } = await save();
    overwritePageOf("tờ dài: ");
    await expect(save()).rejects.toMatchObject({
      kind: "content",
      failure: "data-damaged",
      message: expect.stringMatching(/KHÔNG SAO LƯU ĐƯỢC[\s\S]*NOT BACKED UP[\s\S]*position 22/),
    });
    expect(await namesIn()).toEqual([whole]);
    expect(existsSync(join(data, "backup-unfinished"))).toBe(false);
  });

  it("is not given back but by that word, with what is broken; a whole one is named", async () => {
    const { set: whole } = await save();
    changeName();
    await save();
    const to = join(root, "restored");
    await expect(restore({ from: place, to })).rejects.toThrow(
      new RegExp(`--set ${whole}[\\s\\S]*--with-losses[\\s\\S]*hash-mismatch: .*, position 8`),
    );
    const report = await restore({ from: place, to, withLosses: true });
    expect(report.logFaults).toEqual([expect.stringMatching(/^hash-mismatch: .*, position 8$/)]);
  });

  it("that cannot be read to its end is not given back by that word either", async () => {
    await save();
    overwritePageOf("tờ dài: ");
    // As earlier programs made backups: nobody looked at the log.
    const to = join(root, "restored");
    await expect(restore({ from: data, to, withLosses: true })).rejects.toMatchObject({
      kind: "content",
      message: expect.stringMatching(/không đọc hết[\s\S]*cannot be read to its end[\s\S]*backup list/),
    });
    expect(existsSync(to)).toBe(false);
  });

  it("is made before an update as well, or the update does not begin", async () => {
    await stampProgram(data, "0.0.1");
    changeName();
    const saved = await backupBeforeUpdate({ folder: data, program: "0.1.0" });
    expect(saved?.report.logFaults).toHaveLength(1);
    overwritePageOf("tờ dài: ");
    await expect(backupBeforeUpdate({ folder: data, program: "0.1.0" })).rejects.toThrow("NOT BACKED UP");
  });
});
