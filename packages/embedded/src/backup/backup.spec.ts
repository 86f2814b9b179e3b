import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dataFiles } from "../data-files.ts";
import { openEmbedded } from "../embedded.ts";
import { blobPath } from "../folder-blobs.ts";
import { openSqliteSecrets } from "../secrets.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { verifyBlobs } from "../verify-blobs.ts";
import { verifyStore } from "../verify-store.ts";
import { takeWriterLock } from "../writer-lock.ts";
import { isInShare } from "./blob-pool.ts";
import { makeFolderDurably } from "./durable-files.ts";
import { type BackupOptions, backup } from "./make-backup.ts";
import type { BackupManifest } from "./manifest.ts";
import { MANIFEST } from "./place-names.ts";
import { listSets, listUnfinished } from "./repository.ts";
import { restore } from "./restore.ts";
import { ageUnseal, generateBackupKey } from "./seal.ts";
import {
  eventsOf,
  flipBit,
  openSmallInstallation,
  type SmallInstallation,
} from "./testing/small-installation.ts";

/** What lies there cannot become a second name of a file among the temporary ones. */
const isOtherDisk = (folder: string): boolean =>
  statSync(folder, { throwIfNoEntry: false })?.dev !== statSync(tmpdir()).dev && existsSync(folder);

const sha256Of = (text: string) => createHash("sha256").update(text).digest("hex");

let root: string;
let remove: () => void;
let data: string;
let place: string;
let restored: string;
let installation: SmallInstallation;
beforeEach(async () => {
  ({ folder: root, remove } = temporaryFolder());
  [data, place, restored] = [join(root, "data"), join(root, "place"), join(root, "restored")];
  installation = await openSmallInstallation(data);
});
afterEach(async () => {
  await installation.close();
  remove();
});

const save = (options: Partial<BackupOptions> = {}) =>
  backup({ from: data, to: place, program: "0.1.0", ...options });

/** Every file of a folder with its size and date, to see that nothing was touched. */
const stateOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true })
      .map(String)
      .sort()
      .map((name) => {
        const { size, mtimeMs, ino } = statSync(join(folder, name));
        return [name, `${size} ${mtimeMs} ${ino}`];
      }),
  );

describe("a backup", () => {
  it("copies a folder that is being written to, and gives it back whole", async () => {
    const first = await installation.attach("trang một");
    let writing = true;
    let acknowledged = 0;
    const { store } = installation.embedded;
    const writer = (async () => {
      for (let index = 0; writing; index++) acknowledged = await installation.append(`tờ ${index}`);
    })();
    while (acknowledged < 300) await new Promise((resolve) => setImmediate(resolve));
    const before = acknowledged;
    const report = await save();
    writing = false;
    await writer;
    expect(report).toMatchObject({ copied: 1, repaired: 0, lost: [], encrypted: false });
    expect(report.manifest.head.position).toBeGreaterThanOrEqual(before);

    const second = await installation.attach("trang hai");
    const head = await store.head();
    const again = await save();
    expect(again).toMatchObject({ copied: 1, manifest: { head: { position: head }, blobs: { count: 2 } } });

    expect(await restore({ from: place, to: restored })).toMatchObject({ blobs: 2, secrets: 1, lost: [] });
    await installation.close();
    expect(await eventsOf(restored)).toEqual(await eventsOf(data));
    const opened = await openEmbedded({ folder: restored });
    for (const sha256 of [first, second]) expect(await opened.blobs.find(sha256)).toBeDefined();
    await opened.close();
    const secrets = openSqliteSecrets({ file: dataFiles(restored).secrets });
    expect(await secrets.find("account-1")).toEqual({ hash: "argon2id" });
    await secrets.close();
    expect((await verifyStore({ file: dataFiles(restored).events })).integrity).toEqual([]);
  });

  it("leaves the files of a running server as they are, its write-ahead logs first of all", async () => {
    await installation.attach("trang một");
    const before = stateOf(data);
    expect(Number(before["events.sqlite-wal"]?.split(" ")[0])).toBeGreaterThan(0);
    await save();
    const after = stateOf(data);
    // Its own: the lock against a second one, and how it went.
    delete after["backup-lock"];
    delete after["last-backup.json"];
    // What readers share; SQLite writes their marks into it.
    for (const state of [before, after]) {
      delete state["events.sqlite-shm"];
      delete state["secrets.sqlite-shm"];
      delete state["consumers.sqlite-shm"];
    }
    expect(after).toEqual(before);
    await installation.attach("trang hai");
    await installation.close();
    expect(await eventsOf(data)).toHaveLength(2);
  });

  it("is for its owner alone", async () => {
    await installation.attach("trang một");
    await save();
    const paths = [
      place,
      ...readdirSync(place, { recursive: true }).map((name) => join(place, String(name))),
    ];
    expect(paths.filter((path) => (statSync(path).mode & 0o077) !== 0)).toEqual([]);
  });

  it("refuses a place where it would meet data or somebody else's files, and leaves it as it is", async () => {
    await installation.attach("trang một");
    const other = join(root, "other");
    const second = await openSmallInstallation(other);
    await second.attach("của nơi khác");
    const otherPlace = join(root, "other-place");
    await backup({ from: other, to: otherPlace, program: "0.1.0" });
    const papers = join(root, "papers");
    mkdirSync(papers);
    writeFileSync(join(papers, "thu.txt"), "thư");
    const earlier = join(root, "earlier");
    mkdirSync(earlier);
    cpSync(dataFiles(data).events, dataFiles(earlier).events);
    for (const [to, reason] of [
      [data, "data folder itself"],
      [`${data}/`, "data folder itself"],
      [join(data, "blobs", "sao-luu"), "lies in the other"],
      [root, "lies in the other"],
      [other, "is a data folder"],
      [earlier, "is a data folder"],
      [otherPlace, "another installation"],
      [join(otherPlace, "sogoc"), "lies in the place of backups"],
      [join(otherPlace, "blobs"), "lies in the place of backups"],
      [join(other, "sao-luu", "mới"), "lies in the data folder"],
      [papers, "holds something else"],
    ] as const) {
      const isOwn = to === root || to.startsWith(data);
      const state = isOwn || !existsSync(to) ? {} : stateOf(to);
      await expect(save({ to }), to).rejects.toMatchObject({
        name: "BackupRefused",
        kind: "place",
        message: expect.stringContaining(reason),
      });
      if (!isOwn) expect(existsSync(to) ? stateOf(to) : {}).toEqual(state);
    }
    await second.close();
    // Its own place is no better: what lies in it would go with the older ones.
    await save();
    await expect(save({ to: join(place, "sogoc") })).rejects.toThrow("lies in the place of backups");
    // One that an earlier program let be made goes on.
    cpSync(place, join(otherPlace, "sogoc"), { recursive: true });
    await save({ to: join(otherPlace, "sogoc") });
    await expect(save({ from: root })).rejects.toThrow("no store");
  });

  it("refuses a place whose newest backup this data does not lead on from", async () => {
    await installation.attach("trang một");
    await save();
    const older = join(root, "older");
    await restore({ from: place, to: older });
    await installation.attach("trang hai");
    await save();
    await expect(save({ from: older })).rejects.toThrow("--accept-older");
    // Its own way on from there is another line of the same installation.
    const branch = await openSmallInstallation(older);
    await branch.attach("một");
    await branch.attach("hai");
    await branch.close();
    await expect(save({ from: older })).rejects.toThrow("--accept-older");
    await save({ from: older, acceptOlder: true });
    expect(await listSets(place)).toHaveLength(3);
  });

  it("finds a copy that has rotted or was cut, and makes it again", async () => {
    const [one, two, three] = [
      await installation.attach("trang một"),
      await installation.attach("trang hai"),
      await installation.attach("trang ba"),
    ];
    await save();
    flipBit(blobPath(join(place, "blobs"), one));
    truncateSync(blobPath(join(place, "blobs"), two), 3);
    // The original has rotted, the copy is right: nothing is lost.
    flipBit(blobPath(dataFiles(data).blobs, three));
    expect(await save()).toMatchObject({
      copied: 0,
      repaired: 2,
      lost: [],
      onlyCopied: [{ sha256: three }],
    });
    expect(await restore({ from: place, to: restored })).toMatchObject({ blobs: 3 });
  });

  it("sees at once that an encrypted copy was cut, also where only a share is read", async () => {
    const { recipient } = await generateBackupKey();
    const whole = await installation.attach("trang".repeat(20_000));
    await save({ recipient });
    const [file = ""] = readdirSync(join(place, "blobs"), { recursive: true })
      .map(String)
      .filter((name) => name.endsWith(".age"));
    truncateSync(join(place, "blobs", file), 90_000);
    expect(await save({ recipient, check: "share" })).toMatchObject({ repaired: 1, lost: [] });
    expect(await save({ recipient, check: "share" })).toMatchObject({ repaired: 0, lost: [] });
    expect(file.replace("/", "")).toContain(whole);
  });

  it("reads every copy again within four weeks, also where only a share is read each night", async () => {
    const blobs = Array.from({ length: 500 }, (_, index) => sha256Of(`trang ${index}`));
    const nights = Array.from({ length: 28 }, (_, day) => new Date(Date.UTC(2027, 0, 10 + day, 2)));
    // A machine that is off on Saturdays and Sundays, too.
    const fiveWeeks = Array.from({ length: 35 }, (_, day) => new Date(Date.UTC(2027, 0, 10 + day, 2)));
    const weekdays = fiveWeeks.filter((night) => night.getUTCDay() % 6 !== 0);
    const onWeekdays = weekdays.flatMap((night, at) =>
      blobs.filter((sha256) => isInShare(sha256, "share", night, weekdays[at - 1])),
    );
    expect(new Set(onWeekdays).size).toBe(500);
    const readIn = nights.map((night) => blobs.filter((sha256) => isInShare(sha256, "share", night)));
    expect(readIn.flat().sort()).toEqual(blobs.sort());
    expect(Math.max(...readIn.map(({ length }) => length))).toBeLessThan(50);
  });

  it("keeps as many as it is told, the newest ones, and all blobs of those", async () => {
    for (let day = 1; day <= 4; day++) {
      await installation.attach(`trang ${day}`);
      const report = await save({ keep: 2, now: () => new Date(Date.UTC(2027, 0, day)) });
      expect(report.removedOld).toBe(day > 2 ? 1 : 0);
    }
    expect((await listSets(place)).map(({ manifest }) => manifest.head.position)).toEqual([3, 4]);
    expect(await restore({ from: place, to: restored })).toMatchObject({ blobs: 4 });
  });

  it.each(["plain", "sealed"] as const)(
    "lets go of the files of an ended export with the last backup that names them: %s",
    async (how) => {
      const recipient = how === "sealed" ? (await generateBackupKey()).recipient : undefined;
      const put = async (text: string) => (await installation.embedded.blobs.put(Buffer.from(text))).sha256;
      await installation.attach("trang một");
      const workbook = { name: "a", sha256: await put("bảng tính"), size: 1 };
      const scans = { name: "b", sha256: await put("ảnh"), size: 1 };
      const manifestSha256 = await put(JSON.stringify({ workbook, scans }));
      const exported = { exportId: "x-1", bookId: "b-1", unitId: "u-1" };
      await installation.say("BookExported", { ...exported, manifestSha256 });
      const stored = () =>
        readdirSync(join(place, "blobs"), { recursive: true }).filter((name) =>
          /[0-9a-f]{62}/.test(String(name)),
        ).length;
      const saveOn = (day: number) =>
        save({ keep: 2, recipient, now: () => new Date(Date.UTC(2027, 0, day)) });
      expect(await saveOn(1)).toMatchObject({ removedBlobs: 0 });
      const all = stored();
      await installation.say("ExportExpired", exported);
      // The backup before still names them.
      expect(await saveOn(2)).toMatchObject({ removedOld: 0, removedBlobs: 0 });
      expect(stored()).toBe(all);
      expect(await saveOn(3)).toMatchObject({ removedOld: 1, removedBlobs: 2 });
      expect(stored()).toBe(all - 2);
      expect((await listSets(place)).map(({ manifest }) => manifest.blobs.count)).toEqual([2, 2]);
    },
  );

  it("is not restored into a folder of somebody's data", async () => {
    await installation.attach("trang một");
    await save();
    const within = join(data, "restored", "here");
    await expect(restore({ from: place, to: within })).rejects.toThrow(`lies in the data folder ${data}`);
    expect(existsSync(join(data, "restored"))).toBe(false);
  });

  it("removes no stored file while it is not known of each backup what it names", async () => {
    const put = async (text: string) => (await installation.embedded.blobs.put(Buffer.from(text))).sha256;
    const workbook = { name: "a", sha256: await put("bảng tính"), size: 1 };
    const scans = { name: "b", sha256: await put("ảnh"), size: 1 };
    const manifestSha256 = await put(JSON.stringify({ workbook, scans }));
    const exported = { exportId: "x-1", bookId: "b-1", unitId: "u-1" };
    await installation.say("BookExported", { ...exported, manifestSha256 });
    const saveOn = (day: number, check: "all" | "share" = "share") =>
      save({ keep: 2, check, now: () => new Date(Date.UTC(2027, 0, day)) });
    const { set } = await saveOn(1);
    // Of a list that rotted on the server, in a night in which it was not its turn to be read.
    const list = blobPath(dataFiles(data).blobs, manifestSha256);
    flipBit(list);
    for (const day of [2, 3, 4]) expect(await saveOn(day)).toMatchObject({ removedBlobs: 0 });
    flipBit(list);
    expect(await restore({ from: place, to: restored })).toMatchObject({ blobs: 3 });
    await installation.say("ExportExpired", exported);
    // Of a backup whose list was cut off, as of one by an earlier program, nobody knows.
    expect(set).not.toBe((await saveOn(5)).set);
    const [oldest] = await listSets(place);
    writeFileSync(join(oldest?.folder ?? "", "named-blobs.txt"), `${"a".repeat(64)}\n3\n`);
    expect(await save({ now: () => new Date(Date.UTC(2027, 0, 6)) })).toMatchObject({ removedBlobs: 0 });
    expect(await saveOn(7)).toMatchObject({ removedOld: 2, removedBlobs: 2 });
  });

  it.each(["copied before", "not copied yet"] as const)(
    "misses nothing of an export that ends while blobs are saved, and is given back whole: %s",
    async (how) => {
      // The end of the export is written while these are saved.
      for (let page = 0; page < 40; page++) await installation.attach(`trang ${page}`);
      const put = async (text: string) => (await installation.embedded.blobs.put(Buffer.from(text))).sha256;
      const files = [await put("bảng tính"), await put("ảnh")];
      const [workbook, scans] = files.map((sha256) => ({ name: "a", sha256, size: 1 }));
      const manifestSha256 = await put(JSON.stringify({ workbook, scans }));
      const exported = { exportId: "x-1", bookId: "b-1", unitId: "u-1" };
      await installation.say("BookExported", {
        ...exported,
        records: 30,
        manifestSha256,
        kind: "whole-book",
      });
      if (how === "copied before") await save();
      let ending: Promise<number> | undefined;
      const onProgress = () => {
        if (ending) return;
        ending = installation.say("ExportExpired", exported);
        for (const sha256 of files) rmSync(blobPath(dataFiles(data).blobs, sha256));
      };
      const { lost, onlyCopied, manifest } = await save({ onProgress });
      expect(await ending).toBeGreaterThan(0);
      expect({ lost, onlyCopied, told: manifest.lost }).toEqual({ lost: [], onlyCopied: [], told: [] });
      expect(manifest.head.position).toBe(await ending);
      const { lost: missed } = await restore({ from: place, to: restored });
      expect(missed).toEqual([]);
      expect((await verifyBlobs({ folder: restored })).missing).toEqual([]);
      expect((await eventsOf(restored)).at(-1)?.type).toBe("ExportExpired");
    },
  );

  it("tells a file that is gone as lost, though an export has ended meanwhile", async () => {
    const gone = await installation.attach("trang mất");
    rmSync(blobPath(dataFiles(data).blobs, gone));
    await installation.say("ExportExpired", { exportId: "x-2", bookId: "b-1", unitId: "u-1" });
    expect((await save()).lost).toMatchObject([{ sha256: gone }]);
  });

  it("tells what was lost before, saves the rest, and is given back only by that word", async () => {
    const gone = await installation.attach("trang mất");
    await installation.attach("trang còn");
    rmSync(blobPath(dataFiles(data).blobs, gone));
    const report = await save();
    expect(report.lost).toMatchObject([{ sha256: gone, type: "ScanAttached", position: 1 }]);
    await expect(restore({ from: place, to: restored })).rejects.toThrow("--with-losses");
    expect(existsSync(restored)).toBe(false);
    expect(await restore({ from: place, to: restored, withLosses: true })).toMatchObject({
      blobs: 1,
      lost: [{ sha256: gone }],
    });
  });

  it("goes on past a file that cannot be read: a lost original, or a copy to be made again", async () => {
    const [good, unreadable, copied, hidden] = [
      await installation.attach("trang còn"),
      await installation.attach("trang không đọc được"),
      await installation.attach("trang có bản sao"),
      await installation.attach("trang có bản sao khác"),
    ];
    const original = blobPath(dataFiles(data).blobs, unreadable);
    rmSync(original);
    // What an I/O error of one file looks like: it is there, and reading it fails (EISDIR).
    mkdirSync(original);
    const first = await save();
    expect(first).toMatchObject({ copied: 3, lost: [{ sha256: unreadable, position: 2 }] });
    for (const [sha256, harm] of [
      [copied, (file: string) => symlinkSync(root, file)],
      [hidden, (file: string) => mkdirSync(file)],
    ] as const) {
      const copy = blobPath(join(place, "blobs"), sha256);
      rmSync(copy);
      harm(copy);
      await expect(restore({ from: place, to: restored })).rejects.toThrow(sha256);
    }
    expect(await save()).toMatchObject({ copied: 0, repaired: 2, lost: [{ sha256: unreadable }] });
    const report = await restore({ from: place, to: restored, withLosses: true });
    expect(report).toMatchObject({ blobs: 3, lost: [{ sha256: unreadable }] });
    const { blobs, close } = await openEmbedded({ folder: restored });
    for (const sha256 of [good, copied, hidden]) expect(await blobs.find(sha256)).toBeDefined();
    await close();
  });

  it("ends where the place cannot be written, which is no fault of a file", async () => {
    const sha256 = await installation.attach("trang một");
    await save();
    await installation.attach("trang hai");
    rmSync(join(place, "blobs"), { recursive: true });
    writeFileSync(join(place, "blobs"), "không phải thư mục");
    await expect(save()).rejects.toMatchObject({
      kind: "disk",
      message: expect.stringMatching(/blobs.*đã có thứ khác.*something else is there/),
    });
    rmSync(join(place, "blobs"));
    expect(await save()).toMatchObject({ copied: 2, lost: [] });
    expect(await restore({ from: place, to: restored })).toMatchObject({ blobs: 2 });
    expect(existsSync(blobPath(dataFiles(restored).blobs, sha256))).toBe(true);
  });

  it("into a new place that a cut between writing and naming its mark has left is made", async () => {
    await installation.attach("trang một");
    mkdirSync(place);
    writeFileSync(join(place, "sogoc-backups.json.part"), '{"kind":"sogoc-ba');
    await expect(restore({ from: place, to: restored })).rejects.toThrow("no backup in");
    await save();
    expect(existsSync(join(place, "sogoc-backups.json.part"))).toBe(false);
    expect(await restore({ from: place, to: restored })).toMatchObject({ events: 1 });
  });

  it("says how many blobs nobody read, and that second names share what rots in the originals", async () => {
    const rotten = await installation.attach("trang một");
    await installation.attach("trang hai");
    flipBit(blobPath(dataFiles(data).blobs, rotten));
    const to = join(data, "before-update");
    const { manifest } = await save({ to, linked: true });
    expect(manifest.blobs).toMatchObject({ count: 2, unread: 2, linked: true });
    await expect(restore({ from: to, to: restored })).rejects.toThrow(rotten);
    expect((await save({ to: place })).manifest.blobs).toMatchObject({ count: 2, unread: 0, linked: false });
  });

  it.runIf(isOtherDisk("/dev/shm"))(
    "asks for room for scans that cannot be linked, before it writes any",
    async () => {
      await installation.attach("trang một");
      await installation.attach("trang hai");
      const to = join(data, "before-update");
      const linkedWith = (free: number) =>
        save({ to, linked: true, roomOf: async () => ({ free, total: 2 ** 40 }) });
      const other = mkdtempSync("/dev/shm/sogoc-blobs-");
      try {
        cpSync(dataFiles(data).blobs, other, { recursive: true });
        rmSync(dataFiles(data).blobs, { recursive: true });
        symlinkSync(other, dataFiles(data).blobs);
        await installation.attach("x".repeat(8 * 2 ** 20));
        await expect(linkedWith(2 ** 22)).rejects.toThrow(/cần (?:8|9|10) MB, còn 4 MB; chưa ghi gì/);
        expect(existsSync(join(to, "blobs"))).toBe(false);
        await expect(linkedWith(2 ** 40)).resolves.toMatchObject({ copied: 3 });
        // They are there now.
        await expect(linkedWith(2 ** 26)).resolves.toMatchObject({ copied: 0 });
      } finally {
        rmSync(other, { recursive: true, force: true });
      }
    },
  );

  it("that was cut off is no backup, is told, and is removed by the next", async () => {
    await installation.attach("trang một");
    const { set } = await save();
    const cut = join(place, `unfinished-${set}`);
    cpSync(join(place, set), cut, { recursive: true });
    rmSync(join(place, set), { recursive: true });
    writeFileSync(
      `${blobPath(join(place, "blobs"), "ab".repeat(32))}.part`.replace(
        "/ab/",
        `/${readdirSync(join(place, "blobs"))[0]}/`,
      ),
      "x",
    );
    expect(await listUnfinished(place)).toHaveLength(1);
    await expect(restore({ from: place, to: restored })).rejects.toThrow("was cut off");
    expect(await save()).toMatchObject({ removedUnfinished: 1, copied: 0 });
    expect(await listUnfinished(place)).toEqual([]);
    expect(readdirSync(place, { recursive: true }).filter((name) => String(name).endsWith(".part"))).toEqual(
      [],
    );
  });

  it("of an empty store, or of one without its secrets, is refused", async () => {
    const empty = join(root, "empty");
    const opened = await openSmallInstallation(empty);
    await expect(save({ from: empty })).rejects.toThrow("nothing is stored yet");
    await opened.attach("một");
    await opened.close();
    rmSync(dataFiles(empty).secrets);
    await expect(save({ from: empty })).rejects.toThrow("secrets.sqlite");
    expect(existsSync(place)).toBe(false);
  });

  it("comes last by name also where the clock was set back", async () => {
    await installation.attach("trang một");
    await save({ now: () => new Date("2027-05-01T00:00:00Z") });
    await installation.attach("trang hai");
    await save({ now: () => new Date("2026-01-01T00:00:00Z") });
    expect((await listSets(place)).map(({ manifest }) => manifest.head.position)).toEqual([1, 2]);
  });
});

describe("an encrypted backup", () => {
  it("shows nothing without its key, and is checked and given back with it", async () => {
    const { secret, recipient } = await generateBackupKey();
    const sha256 = await installation.attach("Nguyễn Văn An, sinh ngày 01.03.2008");
    await save({ recipient });
    await installation.attach("trang hai");
    // A place keeps its key.
    expect(await save()).toMatchObject({ encrypted: true, copied: 1, repaired: 0 });
    for (const name of readdirSync(place, { recursive: true, withFileTypes: true })) {
      if (!name.isFile()) continue;
      const bytes = readFileSync(join(name.parentPath, name.name));
      expect(bytes.includes("Nguyễn"), name.name).toBe(false);
      expect(bytes.includes("SQLite format"), name.name).toBe(false);
    }
    await expect(restore({ from: place, to: restored })).rejects.toThrow("its key is needed");
    const other = await generateBackupKey();
    await expect(restore({ from: place, to: restored, unseal: ageUnseal(other.secret) })).rejects.toThrow(
      "does not open",
    );
    expect(existsSync(restored)).toBe(false);
    await expect(save({ recipient: other.recipient })).rejects.toMatchObject({
      kind: "key",
      message: expect.stringMatching(new RegExp(`${recipient}[\\s\\S]*${other.recipient}`)),
    });
    const [stored] = readdirSync(join(place, "blobs", sha256.slice(0, 2)));
    flipBit(join(place, "blobs", sha256.slice(0, 2), stored ?? ""), 200);
    await expect(restore({ from: place, to: restored, unseal: ageUnseal(secret) })).rejects.toThrow(sha256);
    expect(await save()).toMatchObject({ repaired: 1 });
    const keyFile = `# created: 2026\n# public key: ${recipient}\n${secret}\n`;
    expect(await restore({ from: place, to: restored, unseal: ageUnseal(keyFile) })).toMatchObject({
      blobs: 2,
      secrets: 1,
    });
    await installation.close();
    expect(await eventsOf(restored)).toEqual(await eventsOf(data));
  });
});

describe("the key of a place", () => {
  it("is none that nobody has, and none where the place is plain already", async () => {
    await installation.attach("trang một");
    await expect(save({ recipient: `age1${"q".repeat(58)}` })).rejects.toMatchObject({ kind: "key" });
    expect(existsSync(place)).toBe(false);
    await save();
    const { recipient } = await generateBackupKey();
    await expect(save({ recipient })).rejects.toMatchObject({
      kind: "key",
      message: expect.stringContaining("NOT encrypted"),
    });
    expect(await listSets(place)).toHaveLength(1);
  });

  it("opens what is right where the head of one encrypted file has rotted", async () => {
    const { secret, recipient } = await generateBackupKey();
    const sha256 = await installation.attach("trang một");
    await installation.attach("trang hai");
    await save({ recipient });
    const [stored = ""] = readdirSync(join(place, "blobs", sha256.slice(0, 2)));
    flipBit(join(place, "blobs", sha256.slice(0, 2), stored), 60);
    const call = { from: place, to: restored, unseal: ageUnseal(secret) };
    await expect(restore(call)).rejects.toThrow(sha256);
    const report = await restore({ from: place, to: restored, unseal: ageUnseal(secret), withLosses: true });
    expect(report).toMatchObject({ blobs: 1, lost: [{ sha256 }] });
  });
});

/** Whether this account may mount: only then a target can be a disk of its own. */
const mount = (target: string): boolean => {
  mkdirSync(target);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=8m", "sogoc-test", target], { stdio: "ignore" });
    return true;
  } catch {
    console.warn("backup.spec.ts: no right to mount here, the disk of its own is skipped");
    return false;
  }
};

describe("a folder that is made", () => {
  it("is entered durably in each folder above that was made with it, and in none where all is there", async () => {
    const [one, two, three] = [join(root, "a"), join(root, "a", "b"), join(root, "a", "b", "c")];
    expect(await makeFolderDurably(three)).toEqual([two, one, root]);
    expect(await makeFolderDurably(three)).toEqual([]);
    expect(await makeFolderDurably(join(two, "d"))).toEqual([two]);
    expect(statSync(three).mode & 0o077).toBe(0);
  });
});

describe("a restore", () => {
  const attempt = () => restore({ from: place, to: restored });

  it("of a backup of which anything is missing or changed leaves nothing and says what", async () => {
    const sha256 = await installation.attach("trang một");
    const { set } = await save();
    const blob = blobPath(join(place, "blobs"), sha256);
    const manifest = join(place, set, MANIFEST);
    for (const [file, harm, reason] of [
      [join(place, set, "events.sqlite"), flipBit, "events.sqlite"],
      [join(place, set, "secrets.sqlite"), (file: string) => truncateSync(file, 100), "secrets.sqlite"],
      [join(place, set, "secrets.sqlite"), (file: string) => rmSync(file), "secrets.sqlite"],
      [join(place, set, "consumers.sqlite"), flipBit, "consumers.sqlite"],
      [blob, flipBit, sha256],
      [blob, (file: string) => rmSync(file), sha256],
      [manifest, (file: string) => truncateSync(file, 50), set],
      [manifest, (file: string) => rmSync(file), set],
    ] as const) {
      const kept = readFileSync(file);
      harm(file);
      await expect(attempt(), file).rejects.toMatchObject({
        name: "BackupRefused",
        kind: "content",
        message: expect.stringContaining(reason),
      });
      expect(readdirSync(root).filter((name) => name.startsWith("restored"))).toEqual([]);
      writeFileSync(file, kept);
    }
    rmSync(join(place, "blobs"), { recursive: true });
    await expect(attempt()).rejects.toThrow(sha256);
    expect(existsSync(restored)).toBe(false);
  });

  it("of rotten, cut and missing files is done by that word, which the refusal tells, and each loss is named", async () => {
    const names: string[] = [];
    for (let page = 1; page <= 25; page++) names.push(await installation.attach(`trang ${page}`));
    await save();
    const harmed = names.slice(0, 24);
    for (const [index, sha256] of harmed.entries()) {
      const file = blobPath(join(place, "blobs"), sha256);
      if (index % 3 === 0) flipBit(file);
      else if (index % 3 === 1) truncateSync(file, 2);
      else rmSync(file);
    }
    await expect(attempt()).rejects.toThrow(/24 files[\s\S]*--with-losses[\s\S]*and 4 more/);
    expect(existsSync(restored)).toBe(false);
    const report = await restore({ from: place, to: restored, withLosses: true });
    expect(report.blobs).toBe(1);
    expect(report.lost.map(({ sha256 }) => sha256).sort()).toEqual(harmed.sort());
  });

  it("of a manifest that tells another size or another installation is refused by that name", async () => {
    await installation.attach("trang một");
    const { set } = await save();
    const file = join(place, set, MANIFEST);
    const manifest = JSON.parse(readFileSync(file, "utf8")) as BackupManifest;
    const files = manifest.files.map((one) => ({ ...one, size: one.size + 1 }));
    for (const [change, reason] of [
      [{ files }, /size of consumers\.sqlite is \d+, but the file has \d+ bytes/],
      [{ installation: sha256Of("other") }, /installation is [0-9a-f]{12}, but the log is that of/],
    ] as const) {
      writeFileSync(file, JSON.stringify({ ...manifest, ...change }));
      await expect(attempt()).rejects.toMatchObject({
        name: "BackupRefused",
        kind: "content",
        message: expect.stringMatching(reason),
      });
      expect(readdirSync(root).filter((name) => name.startsWith("restored"))).toEqual([]);
    }
    writeFileSync(file, JSON.stringify(manifest));
    expect((await attempt()).lost).toEqual([]);
  });

  it("of lost files tells what they were, as people know them, and no manifest does", async () => {
    const lost = (text: string) => sha256Of(text);
    await installation.say("BookRegistered", {
      bookId: "b-1",
      recordType: "KS",
      bookNumber: "01/2008",
      office: "UBND xã Bình An",
    });
    const scan = { bookId: "b-1", fileName: "KS.2008.01.2008-02-03.05.pdf", number: "5", sha256: lost("a") };
    await installation.say("ScanAttached", scan);
    await installation.say("ImportPrepared", { fileName: "so.xlsx", recordType: "KS", sha256: lost("b") });
    const handed = { recordType: "KT", bookNumber: "02/2009", workbookSha256: lost("c") };
    await installation.say("BookHandedOver", handed);
    await installation.say("BookExported", { bookId: "b-1", manifestSha256: lost("d") });
    const answer = { recordType: "KT", bookNumber: "02/2009", fileName: "ket-qua.xlsx", sha256: lost("e") };
    await installation.say("NationalAnswerRecorded", answer);
    const { set } = await save();
    const report = await restore({ from: place, to: restored, withLosses: true });
    expect(report.lost.map(({ words }) => words)).toEqual([
      "bản quét KS.2008.01.2008-02-03.05.pdf, số 5, sổ KS 01/2008 (UBND xã Bình An) / scan KS.2008.01.2008-02-03.05.pdf, number 5, book KS 01/2008 (UBND xã Bình An)",
      "tệp nhập so.xlsx / import so.xlsx",
      "gói bàn giao, sổ KT 02/2009 / package handed over, book KT 02/2009",
      "gói xuất, sổ KS 01/2008 (UBND xã Bình An) / export, book KS 01/2008 (UBND xã Bình An)",
      "tệp kết quả ket-qua.xlsx, sổ KT 02/2009 / answer file ket-qua.xlsx, book KT 02/2009",
    ]);
    await expect(restore({ from: place, to: join(root, "other") })).rejects.toThrow("tệp nhập so.xlsx");
    expect(readFileSync(join(place, set, MANIFEST), "utf8")).not.toContain("so.xlsx");
  });

  it("writes nothing outside its target, whatever a manifest or an event names", async () => {
    await installation.attach("trang một");
    const { set } = await save();
    const file = join(place, set, MANIFEST);
    const kept = readFileSync(file, "utf8");
    const manifest = JSON.parse(kept) as BackupManifest;
    const evil = "đã ghi ra ngoài";
    const of = (text: string) => ({ size: Buffer.byteLength(text), sha256: sha256Of(text) });
    mkdirSync(join(place, set, "sub"));
    const before = readdirSync(root).sort();
    for (const name of ["../evil", "sub/evil", "evil", "read-models.sqlite", "events.sqlite-wal"]) {
      writeFileSync(join(place, set, name), evil);
      const files = [...manifest.files, { name, ...of(evil) }];
      writeFileSync(file, JSON.stringify({ ...manifest, files }));
      await expect(attempt(), name).rejects.toThrow("manifest is damaged");
      expect(readdirSync(root).sort(), name).toEqual(before);
    }
    // Two that would come under one name.
    writeFileSync(join(place, set, "events.sqlite.age"), evil);
    const twice = [...manifest.files, { name: "events.sqlite.age", ...of(evil) }];
    writeFileSync(file, JSON.stringify({ ...manifest, files: twice }));
    await expect(attempt()).rejects.toThrow("manifest is damaged");
  });

  it("reads and writes nothing by the name of a blob that is no hash", async () => {
    await installation.attach("trang một");
    // An event that nobody writes by the catalogue.
    await installation.name("../../victim");
    await installation.close();
    const earlier = join(root, "earlier");
    cpSync(data, earlier, { recursive: true });
    writeFileSync(join(root, "victim"), "của người khác");
    writeFileSync(join(root, "victim.part"), "của người khác");
    await expect(restore({ from: earlier, to: restored })).rejects.toThrow("names what is no blob");
    await expect(save()).rejects.toThrow("names what is no blob");
    expect(existsSync(restored)).toBe(false);
    for (const name of ["victim", "victim.part"])
      expect(readFileSync(join(root, name), "utf8")).toBe("của người khác");
  });

  it("never writes over what is there, and sets it aside only by that word", async () => {
    await installation.attach("trang một");
    await save();
    await installation.attach("trang hai");
    await expect(restore({ from: place, to: data })).rejects.toThrow("not empty");
    await expect(restore({ from: place, to: data, setAside: true })).rejects.toThrow("already open");
    expect(existsSync(data)).toBe(true);
    await installation.close();
    const { setAsideAs } = await restore({ from: place, to: data, setAside: true });
    expect(await eventsOf(data)).toHaveLength(1);
    expect(await eventsOf(setAsideAs ?? "")).toHaveLength(2);
  });

  it("that was cut off is told at the next start of the folder, and simply run again", async () => {
    await installation.attach("trang một");
    await save();
    cpSync(data, `${restored}.restoring`, { recursive: true });
    await expect(openEmbedded({ folder: restored })).rejects.toThrow("was cut off; run it again");
    expect(existsSync(restored)).toBe(false);
    await attempt();
    expect(await eventsOf(restored)).toHaveLength(1);
  });

  it("into a disk of its own is made inside it, and run again where it was cut off in its last step", async (context) => {
    await installation.attach("trang một");
    await save();
    if (!mount(restored)) return context.skip();
    try {
      await attempt();
      expect(readdirSync(restored).sort()).toEqual([
        "blobs",
        "consumers.sqlite",
        "events.sqlite",
        "secrets.sqlite",
      ]);
      // As a kill between the moves leaves it: some have come, the log has not.
      mkdirSync(join(restored, "restoring-unfinished"));
      renameSync(dataFiles(restored).events, join(restored, "restoring-unfinished", "events.sqlite"));
      await expect(openEmbedded({ folder: restored })).rejects.toThrow("was cut off");
      await attempt();
      expect(await eventsOf(restored)).toHaveLength(1);
      await expect(attempt()).rejects.toThrow("not empty");
    } finally {
      execFileSync("umount", [restored]);
    }
  });

  it("puts aside within a folder that cannot be renamed, and brings the old data back wherever it is cut off", async (context) => {
    const kept = await installation.attach("trang một");
    const { set } = await save();
    await installation.attach("trang hai");
    await save();
    if (!mount(restored)) return context.skip();
    const inside = (name: string) => join(restored, name);
    const isOldWhole = async () => {
      expect(readdirSync(restored).filter((name) => /restoring|aside/.test(name))).toEqual([]);
      expect(existsSync(blobPath(dataFiles(restored).blobs, kept))).toBe(true);
      expect(await eventsOf(restored)).toHaveLength(2);
    };
    try {
      await attempt();
      // While it brings what is wanted: nothing has moved.
      const cutOff = () => {
        mkdirSync(inside("restoring-unfinished-aside"));
        mkdirSync(inside("restoring-unfinished"));
        writeFileSync(inside("restoring-unfinished/events.sqlite"), "dở");
      };
      cutOff();
      await expect(openEmbedded({ folder: restored })).rejects.toThrow("brings the old data back");
      await expect(attempt()).rejects.toThrow("not empty");
      await isOldWhole();
      // While it puts aside: some have moved, the log among them.
      cutOff();
      for (const name of ["events.sqlite", "blobs"])
        renameSync(inside(name), inside(`restoring-unfinished-aside/${name}`));
      rmSync(inside("restoring-unfinished"), { recursive: true });
      await expect(openEmbedded({ folder: restored })).rejects.toThrow("brings the old data back");
      await expect(attempt()).rejects.toThrow("not empty");
      await isOldWhole();
      // What cannot be given back costs nothing of what is there.
      const other = { from: place, to: restored, set, setAside: true };
      const blob = blobPath(join(place, "blobs"), kept);
      renameSync(blob, `${blob}.away`);
      await expect(restore(other)).rejects.toThrow(kept);
      await isOldWhole();
      renameSync(`${blob}.away`, blob);
      const unlock = takeWriterLock(dataFiles(restored).events);
      await expect(restore(other)).rejects.toThrow("already open");
      unlock();
      await isOldWhole();

      const { setAsideAs = "" } = await restore(other);
      expect(setAsideAs.startsWith(inside("aside-"))).toBe(true);
      expect(existsSync(dataFiles(restored).events)).toBe(true);
      // Cut off in its last step: what is aside is whole and stays, what had been brought is not.
      mkdirSync(inside("restoring-unfinished"));
      renameSync(dataFiles(restored).events, inside("restoring-unfinished/events.sqlite"));
      expect(await restore({ from: place, to: restored, set })).toMatchObject({ setAsideAs: undefined });
      expect(await eventsOf(restored)).toHaveLength(1);
      expect(await eventsOf(setAsideAs)).toHaveLength(2);
    } finally {
      execFileSync("umount", [restored]);
    }
  });

  it("removes nothing that another restore is at work on, or that a program has open", async () => {
    await installation.attach("trang một");
    await save();
    // As one that moves inside its target: some have come, the log comes last.
    mkdirSync(join(restored, "restoring-unfinished"), { recursive: true });
    for (const name of ["secrets.sqlite", "consumers.sqlite"])
      writeFileSync(join(restored, name), "đã chuyển");
    const unlock = takeWriterLock(`${restored}.restoring`);
    await expect(attempt()).rejects.toThrow("another restore is running");
    expect(readdirSync(restored).sort()).toEqual([
      "consumers.sqlite",
      "restoring-unfinished",
      "secrets.sqlite",
    ]);
    unlock();
    writeFileSync(dataFiles(restored).events, "");
    const close = takeWriterLock(dataFiles(restored).events);
    await expect(attempt()).rejects.toMatchObject({
      kind: "place",
      message: expect.stringMatching(/chương trình khác mở.*already open/),
    });
    expect(readdirSync(restored)).toContain("secrets.sqlite");
    close();
    await attempt();
    expect(await eventsOf(restored)).toHaveLength(1);
  });

  it("takes the backup that is named, and an empty folder as its target", async () => {
    await installation.attach("trang một");
    const { set } = await save();
    await installation.attach("trang hai");
    await save();
    mkdirSync(restored);
    expect(await restore({ from: place, to: restored, set })).toMatchObject({ set, events: 1 });
    expect(readdirSync(root).filter((name) => name.startsWith("restored"))).toEqual(["restored"]);
  });

  it("takes a backup as earlier programs made it, where nothing of it is missing", async () => {
    const sha256 = await installation.attach("trang một");
    const earlier = join(root, "earlier");
    await installation.close();
    mkdirSync(earlier);
    for (const name of ["events.sqlite", "secrets.sqlite", "consumers.sqlite", "blobs"])
      cpSync(join(data, name), join(earlier, name), { recursive: true });
    const before = restored;
    expect(await restore({ from: earlier, to: before })).toMatchObject({ events: 1, blobs: 1, secrets: 1 });
    rmSync(restored, { recursive: true });
    rmSync(join(earlier, "blobs"), { recursive: true });
    await expect(restore({ from: earlier, to: restored })).rejects.toThrow(sha256);
    cpSync(join(data, "blobs"), join(earlier, "blobs"), { recursive: true });
    rmSync(join(earlier, "secrets.sqlite"));
    await expect(restore({ from: earlier, to: restored })).rejects.toThrow("secrets.sqlite");
    expect(existsSync(restored)).toBe(false);
  });
});
