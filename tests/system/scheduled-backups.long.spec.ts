import { spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { GENESIS_HASH, linkEvent, NO_STREAM } from "@sogoc/core";
import {
  ageUnseal,
  type BackupState,
  backup,
  dataFiles,
  generateBackupKey,
  listSets,
  readBackupState,
  readMark,
  readRecipient,
  restore,
} from "@sogoc/embedded";
import { type Engines, openEngines } from "@sogoc/host/engines";
import { NotShown } from "@sogoc/host/shown-once";
import { Registry } from "prom-client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { backupStatusOf, isBackupDue, lastSlot } from "../../apps/standalone/src/backups/backup-due.ts";
import { addBackups, backupNote } from "../../apps/standalone/src/backups/backup-metrics.ts";
import type { BackupSettings } from "../../apps/standalone/src/backups/backup-settings.ts";
import { requirePlaceApart, startBackups } from "../../apps/standalone/src/backups/scheduled-backups.ts";
import { done } from "../../apps/standalone/src/local-client.ts";
import { withStorage } from "../../apps/standalone/src/storage-room.ts";
import { createTestClock, startTestProvince } from "../support/test-province.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const AT_TWO = 120;

describe("when a backup is due", () => {
  const goodAt = (at: string, place = "/mnt", lost = 0) => ({ at, place, set: "s", position: 1, lost });
  const good = (at: string) => ({ places: [goodAt(at)], failure: null });
  const due = (now: string, state: BackupState) => isBackupDue(new Date(now), AT_TWO, "/mnt/", state);

  it("is told by the clock of Viet Nam, also where the machine was off at that time", () => {
    // 02:00 in Viet Nam is 19:00 of the day before in UTC.
    expect(lastSlot(new Date("2026-03-10T18:59:59Z"), AT_TWO)).toEqual(new Date("2026-03-09T19:00:00Z"));
    expect(lastSlot(new Date("2026-03-10T19:00:00Z"), AT_TWO)).toEqual(new Date("2026-03-10T19:00:00Z"));
    expect(due("2026-03-10T19:00:00Z", good("2026-03-09T19:02:00Z"))).toBe(true);
    expect(due("2026-03-10T18:59:00Z", good("2026-03-09T19:02:00Z"))).toBe(false);
    expect(due("2026-03-14T08:00:00Z", good("2026-03-09T19:02:00Z"))).toBe(true);
    expect(due("2026-03-10T19:00:00Z", { places: [], failure: null })).toBe(true);
  });

  it("is every hour after one has failed", () => {
    const failed = (at: string) => ({
      places: [goodAt("2026-03-09T19:02:00Z")],
      failure: { at, place: "/mnt", reason: "x", failure: "no-room" as const },
    });
    expect(due("2026-03-10T19:30:00Z", failed("2026-03-10T19:00:00Z"))).toBe(false);
    expect(due("2026-03-10T20:00:00Z", failed("2026-03-10T19:00:00Z"))).toBe(true);
  });

  it("says how the backups stand", () => {
    const at = (hours: number) => new Date(Date.parse("2026-03-10T00:00:00Z") + hours * HOUR_MS);
    const state = good("2026-03-10T00:00:00.000Z");
    const status = (hours: number, of: BackupState) =>
      backupStatusOf(at(hours), 50 * HOUR_MS, "/mnt", of).state;
    const failed = (place: string) => ({
      places: state.places,
      failure: { at: "x", place, reason: "x", failure: "no-room" as const },
    });
    const lossy = { places: [goodAt("2026-03-10T00:00:00.000Z", "/mnt", 3)], failure: null };
    expect([status(50, state), status(51, state)]).toEqual(["good", "old"]);
    expect(status(0, { places: [], failure: null })).toBe("none");
    expect([status(1, failed("/mnt")), status(1, failed("/other"))]).toEqual(["failed", "good"]);
    expect([status(1, lossy), status(51, lossy)]).toEqual(["losses", "old"]);
    expect(backupStatusOf(at(1), 50 * HOUR_MS, "/mnt", lossy).lost).toBe(3);
  });

  it("is the next day after one of a damaged log, whatever else is told meanwhile", () => {
    const damaged = { at: "2026-03-10T19:01:00Z", place: "/mnt", set: "s", faults: 2 };
    const state = { ...good("2026-03-09T19:02:00Z"), damaged };
    expect(due("2026-03-10T22:00:00Z", state)).toBe(false);
    expect(due("2026-03-11T19:00:00Z", state)).toBe(true);
    expect(due("2026-03-10T22:00:00Z", { ...state, damaged: { ...damaged, place: "/media/usb" } })).toBe(
      true,
    );
    expect(backupStatusOf(new Date("2026-03-10T22:00:00Z"), 50 * HOUR_MS, "/mnt", state)).toMatchObject({
      state: "damaged-log",
      lastGoodAt: "2026-03-09T19:02:00Z",
    });
  });

  it("is due where a clock that was ahead has dated the last one", () => {
    const ahead = { places: [goodAt("2027-11-28T19:00:00Z", "/mnt")], failure: null };
    expect(due("2026-11-28T21:00:00Z", ahead)).toBe(true);
    // Nor does it say that somebody has made one lately.
    const now = new Date("2026-11-28T21:00:00Z");
    expect(backupStatusOf(now, 50 * HOUR_MS, "/mnt", ahead).state).toBe("old");
    expect(backupStatusOf(now, 50 * HOUR_MS, undefined, ahead).state).toBe("no-place");
  });

  it("is not settled by one that somebody made elsewhere", () => {
    const elsewhere = { places: [goodAt("2026-03-10T20:00:00Z", "/media/usb")], failure: null };
    expect(due("2026-03-10T21:00:00Z", elsewhere)).toBe(true);
    const now = new Date("2026-03-10T21:00:00Z");
    expect(backupStatusOf(now, 50 * HOUR_MS, "/mnt", elsewhere)).toMatchObject({
      state: "none",
      lastGoodAt: "2026-03-10T20:00:00Z",
      lastGoodPlace: "/media/usb",
      lost: 0,
    });
    // After a restore the place holds what the installation knows nothing of.
    const found = { at: "2026-03-09T20:00:00Z", place: "/mnt" };
    const unknown = { places: [], failure: null };
    expect(backupStatusOf(now, 50 * HOUR_MS, "/mnt", unknown, found)).toMatchObject({
      state: "none",
      lastGoodAt: "2026-03-09T20:00:00Z",
      lastGoodPlace: "/mnt",
    });
    // Where no place is named, whichever was made counts.
    expect(backupStatusOf(now, 50 * HOUR_MS, undefined, elsewhere).state).toBe("good");
  });
});

describe("a server with a place for its backups", () => {
  let root: string;
  let folder: string;
  let place: string;
  let engines: Engines;
  let told: string[];
  const clock = createTestClock("2026-03-10T08:00:00Z");
  const settings = (changes: Partial<BackupSettings> = {}): BackupSettings => ({
    to: place,
    atMinute: AT_TWO,
    keep: 3,
    recipient: undefined,
    warnAfterMs: 50 * HOUR_MS,
    ...changes,
  });
  const start = (changes: Partial<BackupSettings> = {}) =>
    startBackups({
      folder,
      settings: settings(changes),
      program: "0.1.0",
      clock,
      tell: (text) => told.push(text),
      showOnce: async (text) => {
        told.push(text);
      },
    });

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "sogoc-scheduled-"));
    [folder, place] = [join(root, "data"), join(root, "place")];
    mkdirSync(place);
    engines = await openEngines({ engine: "embedded", folder });
    told = [];
    // A backup is a process of its own, which goes by the clock of the machine.
    clock.set(new Date(Date.now() + 5 * MINUTE_MS).toISOString());
  });
  afterEach(async () => {
    await engines.close();
    await rm(root, { recursive: true, force: true });
  });

  const province = async (findBackupStatus?: () => ReturnType<Awaited<ReturnType<typeof start>>["status"]>) =>
    startTestProvince(
      { ...engines, clock },
      {
        findBackupStatus:
          findBackupStatus && withStorage(findBackupStatus, async () => ({ level: "enough" })),
      },
    );
  const keyIn = (texts: readonly string[]) => texts.flatMap((text) => /AGE-SECRET-KEY-1\w+/.exec(text) ?? []);

  it("speaks of an older key only where something was encrypted by one", async () => {
    await province();
    const byHand = (to: string, recipient?: string) =>
      backup({ from: folder, to: join(root, to), program: "0.1.0", recipient });
    const shownAfter = async (work: () => Promise<unknown>): Promise<string> => {
      rmSync(join(folder, "backup-key.json"), { force: true });
      await work();
      told = [];
      await (await start()).stop();
      expect(keyIn(told)).toHaveLength(1);
      return told.join("\n");
    };
    expect(await shownAfter(() => byHand("plain"))).not.toMatch(/older key/);
    // As an earlier program noted it.
    const noted = join(folder, "last-backup.json");
    const earlier = readFileSync(noted, "utf8").replace(/,\s*"sealed":\s*false/, "");
    expect(await shownAfter(async () => writeFileSync(noted, earlier))).toContain(
      "Where a backup from before is encrypted",
    );
    const { recipient } = await generateBackupKey();
    expect(await shownAfter(() => byHand("sealed", recipient))).toContain(
      "Encrypted backups from before are opened by their older key alone",
    );
  });

  it("makes one by itself, encrypted with a key that it tells once, and says how it went", async () => {
    const backups = await start();
    const test = await province(backups.status);
    const status = async () => done(await test.admin.get<{ state: string }>("accounts/v1/backups"));
    expect(await status()).toMatchObject({
      state: "none",
      lastGoodAt: null,
      lost: 0,
      place,
      storageFull: false,
    });
    await backups.look();
    expect(await status()).toMatchObject({ state: "good", lastGoodAt: expect.stringMatching(/Z$/) });
    expect(await listSets(place)).toHaveLength(1);
    // A night that says nothing looks like one that did nothing.
    expect(
      told.filter((line) => /^Đã sao lưu \/ backed up .*: .*place\/.* tệp \/ files, bỏ 0 bản cũ/.test(line)),
    ).toHaveLength(1);
    await backups.stop();

    // Another start: the same key, which is not told again, and nothing due before its time.
    clock.set(new Date().toISOString());
    const again = await start();
    await again.look();
    expect(await listSets(place)).toHaveLength(1);
    const [secret = "", ...others] = keyIn(told);
    expect(others).toEqual([]);
    expect(told.join("\n")).toContain("CHỈ HIỆN MỘT LẦN");
    const unseal = ageUnseal(secret);
    const restored = join(root, "restored");
    const { events } = await engines.store.readAll({ after: 0, limit: 1_000 });
    const report = await restore({ from: place, to: restored, unseal });
    expect(report.events).toBeGreaterThan(3);
    expect(report.events).toBeLessThanOrEqual(events.length);
    for (const name of readdirSync(folder)) {
      if (statSync(join(folder, name)).isFile() && name.endsWith(".json"))
        expect(name).toMatch(/^(last-backup|backup-key|program)\.json$/);
    }
    // The clock of the office, a week later: too old, and due.
    clock.set(new Date(Date.now() + 7 * 24 * HOUR_MS).toISOString());
    expect((await again.status()).state).toBe("old");
    await again.stop();
    await test.standalone.stop();
  });

  it("goes on with the key of its place after a restore, and tells no new one", async () => {
    const test = await province();
    const first = await start();
    await first.look();
    await first.stop();
    const mark = await readMark(place);
    // A folder that was restored knows of no key: backups do not hold it, nor how the last one
    // went.
    for (const name of ["backup-key.json", "last-backup.json"]) rmSync(join(folder, name));
    const again = await start();
    await again.look();
    expect(keyIn(told)).toHaveLength(1);
    expect((await again.status()).state).toBe("good");
    expect(await readMark(place)).toEqual(mark);
    expect(await readRecipient(folder)).toBe(mark?.recipient);
    await again.stop();
    const [secret = ""] = keyIn(told);
    await restore({ from: place, to: join(root, "restored"), unseal: ageUnseal(secret) });
    await test.standalone.stop();
  });

  it.each(["", "{}", '{ "recipient": "age1q" }'])(
    "makes no other key and no backup where its key file says %j, and is told why until it is mended",
    async (text) => {
      const test = await province();
      const first = await start();
      await first.look();
      await first.stop();
      const [mark, key] = [await readMark(place), readFileSync(join(folder, "backup-key.json"), "utf8")];
      writeFileSync(join(folder, "backup-key.json"), text);
      told = [];
      clock.set(new Date(clock.now().getTime() + 24 * HOUR_MS).toISOString());
      // Its own place, and a new one, for which a key would be made.
      for (const to of [place, join(root, "new")]) {
        mkdirSync(to, { recursive: true });
        clock.set(new Date(clock.now().getTime() + 2 * HOUR_MS).toISOString());
        const backups = await start({ to });
        expect(told.join("\n")).toMatch(/NO BACKUPS ARE MADE: .*backup-key\.json .*đã hỏng hoặc trống/);
        await backups.look();
        expect(await backups.status()).toMatchObject({ state: "failed", reason: "key-file" });
        await backups.stop();
      }
      expect([keyIn(told), readdirSync(join(root, "new"))]).toEqual([[], []]);
      expect(readFileSync(join(folder, "backup-key.json"), "utf8")).toBe(text);
      expect(await listSets(place)).toHaveLength(1);
      // As it is told: the place goes on with its own key, which is kept here again.
      rmSync(join(folder, "backup-key.json"));
      clock.set(new Date(clock.now().getTime() + 2 * HOUR_MS).toISOString());
      const mended = await start();
      await mended.look();
      expect((await mended.status()).state).toBe("good");
      expect(await readMark(place)).toEqual(mark);
      expect(readFileSync(join(folder, "backup-key.json"), "utf8")).toBe(key);
      await mended.stop();
      await test.standalone.stop();
    },
  );

  it("says that its place uses another key than the one that is set, or none, and tells no key then", async () => {
    const test = await province();
    const [one, other] = [await generateBackupKey(), await generateBackupKey()];
    await backup({ from: folder, to: place, program: "0.1.0", recipient: one.recipient });
    const plain = join(root, "plain");
    await backup({ from: folder, to: plain, program: "0.1.0" });
    rmSync(join(folder, "last-backup.json"));
    for (const [changes, reason] of [
      [{ recipient: other.recipient }, `${one.recipient}[\\s\\S]*${other.recipient}`],
      [{ to: plain }, "NOT encrypted"],
      [{ to: plain, recipient: one.recipient }, "NOT encrypted"],
    ] as const) {
      told = [];
      clock.set(new Date(clock.now().getTime() + 2 * HOUR_MS).toISOString());
      const backups = await start(changes);
      expect(told.join("\n")).toMatch(new RegExp(reason));
      expect((await backups.status()).state).toBe("wrong-key");
      await backups.look();
      expect((await backups.status()).state).toBe("wrong-key");
      expect((await readBackupState(folder)).failure?.reason).toMatch(new RegExp(reason));
      expect([keyIn(told), await readRecipient(folder)]).toEqual([[], undefined]);
      expect(await listSets(changes.to ?? place)).toHaveLength(1);
      await backups.stop();
    }
    const mended = await start({ recipient: one.recipient });
    clock.set(new Date(clock.now().getTime() + 2 * HOUR_MS).toISOString());
    await mended.look();
    expect((await mended.status()).state).toBe("good");
    expect(await listSets(place)).toHaveLength(2);
    await mended.stop();
    await test.standalone.stop();
  });

  it("warns when the place is gone, full of something else, or not mounted, and tries again", async () => {
    const test = await province();
    const backups = await start();
    await backups.look();
    expect((await backups.status()).state).toBe("good");
    // The share is away: in its stead there is the empty folder that it was mounted on.
    rmSync(place, { recursive: true });
    mkdirSync(place);
    clock.set(new Date(Date.now() + 25 * HOUR_MS).toISOString());
    await backups.look();
    expect(await backups.status()).toMatchObject({ state: "failed", reason: "place-gone", place });
    expect(readdirSync(place)).toEqual([]);
    expect(told.join("\n")).toMatch(/SAO LƯU KHÔNG THÀNH[\s\S]*is the disk mounted/);
    expect(await backupNote(backups.status).findFault()).toMatch(/^failed, last good one: 20/);
    const metrics = new Registry();
    addBackups(metrics, backups.status);
    expect(await metrics.metrics()).toMatch(/sogoc_backup_wanting 1/);
    await backups.stop();
    // Survives a restart, and says nothing of another place; that is settled by its own next good
    // one.
    const restarted = await start();
    expect((await restarted.status()).state).toBe("failed");
    await restarted.stop();
    const again = await start({ to: join(root, "other-place") });
    expect((await again.status()).state).toBe("none");
    await again.look();
    expect((await again.status()).state).toBe("failed");
    expect(existsSync(join(root, "other-place"))).toBe(false);
    mkdirSync(join(root, "other-place"));
    clock.set(new Date(clock.now().getTime() + 2 * HOUR_MS).toISOString());
    await again.look();
    expect((await readBackupState(folder)).failure).toBeNull();
    await again.stop();
    await test.standalone.stop();
  });

  /** What grows the log and the stored files by one. */
  const attach = async (text: string): Promise<void> => {
    const { sha256, size } = await engines.blobs.put(Buffer.from(text));
    const actor = { account: "a", name: "Người thử", roles: [], unit: "u" };
    const metadata = { actor, at: "2026-03-01T00:00:00.000Z", commandId: "c", correlationId: "c" };
    const event = linkEvent(
      { id: sha256, type: "ScanAttached", schema: 1, data: { sha256, size }, metadata },
      { stream: sha256, revision: 0, previousHash: GENESIS_HASH },
    );
    await engines.store.append(sha256, NO_STREAM, [event]);
  };

  /** A disk with a folder for each of two sticks; undefined where nothing can be mounted here. */
  const mountDisk = (at: string) => {
    const mount = (...words: readonly string[]) =>
      spawnSync("mount", words, { stdio: "ignore" }).status === 0;
    const unmount = (path: string) => void spawnSync("umount", ["--lazy", path], { stdio: "ignore" });
    mkdirSync(at);
    if (process.getuid?.() !== 0 || !mount("-t", "tmpfs", "none", at)) return undefined;
    return {
      plug: (name: string) => {
        mkdirSync(join(at, name), { recursive: true });
        return mount("--bind", join(at, name), place);
      },
      unplug: () => unmount(place),
      end: () => {
        unmount(place);
        unmount(at);
      },
    };
  };

  it("goes on with a new disk in the place of the old one, and with two in turn, and says so", async (context) => {
    const test = await province();
    const disk = mountDisk(join(root, "disks"));
    if (!disk) {
      await test.standalone.stop();
      context.skip("nothing can be mounted here");
      return;
    }
    try {
      disk.plug("one");
      const first = await start();
      await first.look();
      expect((await first.status()).state).toBe("good");
      await first.stop();
      const mark = await readMark(place);
      const nextDay = async (name: string) => {
        disk.unplug();
        expect(disk.plug(name)).toBe(true);
        clock.set(new Date(clock.now().getTime() + 24 * HOUR_MS).toISOString());
        await attach(`tờ ${clock.now().getTime()}`);
        told = [];
        const backups = await start();
        await backups.look();
        const { state, reason } = await backups.status();
        await backups.stop();
        return { state, reason, sets: (await listSets(place)).length };
      };
      // As Windows leaves it on a disk that it has formatted.
      mkdirSync(join(root, "disks", "two", "System Volume Information"), { recursive: true });
      expect(await nextDay("two")).toMatchObject({ reason: null, sets: 1 });
      expect(told.join("\n")).toMatch(/Ổ mới ở .*a new disk at/);
      expect(keyIn(told)).toEqual([]);
      expect(await readMark(place)).toEqual(mark);
      for (const [name, sets] of [
        ["one", 2],
        ["two", 2],
        ["one", 3],
      ] as const) {
        expect(await nextDay(name), name).toMatchObject({ reason: null, sets });
        expect(told.join("\n")).not.toMatch(/WARNING|new disk|FAILED|NO BACKUPS/);
      }
      // Neither is mounted: nothing is written to the disk below.
      disk.unplug();
      clock.set(new Date(clock.now().getTime() + 24 * HOUR_MS).toISOString());
      told = [];
      const backups = await start();
      await backups.look();
      expect(await backups.status()).toMatchObject({ state: "failed", reason: "place-gone" });
      expect(told.join("\n")).toMatch(
        new RegExp(`nothing is mounted there[\\s\\S]*\n  npm run sogoc -- backup ${place} --data ${folder}`),
      );
      expect(readdirSync(place)).toEqual([]);
      await backups.stop();
      // Nor where it was a folder within a disk, which is not there on another one.
      rmSync(place, { recursive: true });
      told = [];
      await (await start()).stop();
      expect(told.join("\n")).toMatch(
        new RegExp(`NO BACKUPS ARE MADE: ${place} không thấy[\\s\\S]* backup ${place} --data ${folder}`),
      );
    } finally {
      disk.end();
    }
    await test.standalone.stop();
  });

  it("does not take an empty folder for a new place where it cannot be told that it held backups", async () => {
    const test = await province();
    writeFileSync(join(folder, "last-backup.json"), "");
    const backups = await start();
    await backups.look();
    expect(told.join("\n")).toMatch(/WARNING: .*last-backup\.json đã hỏng hoặc trống/);
    expect(await backups.status()).toMatchObject({ state: "failed", reason: "place-gone" });
    expect(readdirSync(place)).toEqual([]);
    await backups.stop();
    await test.standalone.stop();
  });

  /** A share whose server is away: a file system that nobody answers. */
  const hang = (path: string): (() => void) | undefined => {
    if (process.getuid?.() !== 0 || !existsSync("/dev/fuse")) return undefined;
    const device = openSync("/dev/fuse", "r+");
    const options = "fd=3,rootmode=40000,user_id=0,group_id=0";
    const { status } = spawnSync("mount", ["-i", "-t", "fuse", "-o", options, "silent", path], {
      stdio: ["ignore", "ignore", "ignore", device],
    });
    if (status !== 0) closeSync(device);
    return status === 0
      ? () => {
          spawnSync("umount", ["--lazy", path]);
          closeSync(device);
        }
      : undefined;
  };

  it("is not waited for where it is a share whose server is away: the office goes on", async (context) => {
    const test = await province();
    const wake = hang(place);
    if (!wake) {
      await test.standalone.stop();
      context.skip("no file system can be mounted here that nobody answers");
      return;
    }
    const backups = await startBackups({
      folder,
      settings: settings(),
      program: "0.1.0",
      clock,
      tell: (text) => void told.push(text),
      showOnce: async (text) => void told.push(text),
      placeDeadlineMs: 1_000,
    });
    try {
      expect(told.join("\n")).toMatch(/NO BACKUPS ARE MADE.*does not answer/);
      expect(keyIn(told)).toEqual([]);
      await backups.look();
      expect(await backups.status()).toMatchObject({ state: "failed", reason: "place-gone", place });
      expect(await backupNote(backups.status).findFault()).toMatch(/^failed/);
    } finally {
      wake();
    }
    clock.set(new Date(clock.now().getTime() + 2 * HOUR_MS).toISOString());
    // Whoever still waited for it lets go; then it is looked at again.
    await expect
      .poll(async () => {
        await backups.look();
        clock.set(new Date(clock.now().getTime() + 2 * HOUR_MS).toISOString());
        return (await backups.status()).state;
      })
      .toBe("good");
    await backups.stop();
    await test.standalone.stop();
  });

  it("is told apart from one that somebody made by hand elsewhere, also in a folder of the earlier program", async () => {
    const test = await province();
    const backups = await start();
    await backups.look();
    const { places } = await readBackupState(folder);
    // As the earlier program kept it.
    writeFileSync(join(folder, "last-backup.json"), JSON.stringify({ good: places[0], failure: null }));
    const before = await backups.status();
    expect(before.state).toBe("good");
    await backup({ from: folder, to: join(root, "usb"), program: "0.1.0" });
    expect(await backups.status()).toEqual(before);
    clock.set(new Date(Date.now() + 25 * HOUR_MS).toISOString());
    await backup({ from: folder, to: join(root, "usb"), program: "0.1.0", now: () => clock.now() });
    await backups.look();
    expect(await listSets(place)).toHaveLength(2);
    await backups.stop();
    await test.standalone.stop();
  });

  it("says on the console and the page how many files were lost before, and that it is made", async () => {
    const test = await province();
    const { sha256, size } = await engines.blobs.put(Buffer.from("tờ bị mất"));
    const actor = { account: "a", name: "Người thử", roles: [], unit: "u" };
    const metadata = { actor, at: "2026-03-01T00:00:00.000Z", commandId: "c", correlationId: "c" };
    const event = linkEvent(
      { id: "lost-1", type: "ScanAttached", schema: 1, data: { sha256, size }, metadata },
      { stream: "lost-book", revision: 0, previousHash: GENESIS_HASH },
    );
    await engines.store.append("lost-book", NO_STREAM, [event]);
    rmSync(join(dataFiles(folder).blobs, sha256.slice(0, 2), sha256.slice(2)));
    const backups = await start();
    await backups.look();
    expect(await backups.status()).toMatchObject({ state: "losses", lost: 1 });
    expect(await listSets(place)).toHaveLength(1);
    expect(told.join("\n")).toMatch(/MẤT 1 TỆP[\s\S]*1 FILES ARE LOST[\s\S]*verify/);
    expect(told.join("\n")).not.toContain("BACKUP FAILED");
    expect(await backupNote(backups.status).findFault()).toMatch(/^losses, .*files lost: 1$/);
    await backups.stop();
    await test.standalone.stop();
  });

  it("says that passwords or keys are damaged, and removes no older backup while they are", async () => {
    const test = await province();
    const backups = await start({ keep: 1 });
    await backups.look();
    expect((await backups.status()).state).toBe("good");
    const before = await listSets(place);
    const database = new DatabaseSync(dataFiles(folder).secrets);
    database.exec("UPDATE secrets SET value = substr(value, 2) WHERE key = (SELECT min(key) FROM secrets)");
    database.close();
    clock.set(new Date(Date.now() + 25 * HOUR_MS).toISOString());
    await backups.look();
    expect(await backups.status()).toMatchObject({ state: "damaged-secrets", damagedSecrets: 1 });
    expect((await listSets(place)).map(({ name }) => name)).toEqual([
      ...before.map(({ name }) => name),
      expect.any(String),
    ]);
    expect(told.join("\n")).toMatch(/1 MẬT KHẨU HOẶC KHÓA[\s\S]*1 PASSWORDS OR KEYS[\s\S]*verify/);
    expect(await backupNote(backups.status).findFault()).toMatch(/^damaged-secrets, /);
    await backups.stop();
    await test.standalone.stop();
  });

  it("says that the log is damaged, whose backup counts for none, until one of a whole log is made", async () => {
    const test = await province();
    await test.standalone.stop();
    const backups = await start({ keep: 1 });
    await backups.look();
    const good = await backups.status();
    const [whole] = await listSets(place);
    const database = new DatabaseSync(dataFiles(folder).events);
    const guard = "type = 'trigger' AND name = 'events_never_change'";
    const { sql } = database.prepare(`SELECT sql FROM sqlite_schema WHERE ${guard}`).get() ?? {};
    database.exec("DROP TRIGGER events_never_change");
    database.exec("UPDATE events SET data = replace(data, 'admin', 'nimda')");
    database.exec(String(sql));
    database.close();
    clock.set(new Date(Date.now() + 25 * HOUR_MS).toISOString());
    await backups.look();
    expect(await backups.status()).toMatchObject({ state: "damaged-log", lastGoodAt: good.lastGoodAt });
    expect((await listSets(place)).map(({ name }) => name)).toEqual([whole?.name, expect.any(String)]);
    expect(told.join("\n")).toMatch(/SỔ SỰ KIỆN TRÊN MÁY CHỦ ĐÃ HỎNG[\s\S]*LOG IS DAMAGED[\s\S]*--set-aside/);
    expect(await backupNote(backups.status).findFault()).toMatch(/^damaged-log, /);
    await backups.stop();
  });

  it("has no place in the data, around it, or none at all, which is said", async () => {
    for (const wrong of [folder, join(folder, "sao-luu"), root])
      expect(() => requirePlaceApart(wrong, folder), wrong).toThrow(/SOGOC_BACKUP_TO=.*thư mục dữ liệu/);
    requirePlaceApart(place, folder);
    requirePlaceApart(undefined, folder);
    const backups = await start({ to: undefined });
    expect(await backups.status()).toMatchObject({ state: "no-place", place: null, lastGoodAt: null });
    await backups.stop();
  });

  it("tells nobody else how the backups stand", async () => {
    const test = await province();
    const clerk = await test.person("nam", [{ role: "clerk", unitId: test.commune }]);
    expect((await clerk.get("accounts/v1/backups")).status).toBe(403);
    const leader = await test.person("lanh-dao", [{ role: "unit-admin", unitId: test.commune }]);
    expect(done(await leader.get("accounts/v1/backups"))).toEqual({
      state: "elsewhere",
      lastGoodAt: null,
      lastGoodPlace: null,
      lost: 0,
      onlyCopied: 0,
      damagedSecrets: 0,
      place: null,
      reason: null,
      storageFault: null,
      missingFiles: 0,
      clockBehind: null,
      storageFull: false,
      storageLow: false,
      logDamaged: false,
    });
    await test.standalone.stop();
  });

  it("ends at once where it is told to while a backup is being prepared, and begins none", async () => {
    const test = await province();
    let prepares = false;
    const stopping = Promise.withResolvers<void>();
    // The first thing that a backup asks for is the time.
    const now = () => {
      if (prepares) stopping.resolve(backups.stop());
      return clock.now();
    };
    const tell = (text: string) => void told.push(text);
    const backups = await startBackups({
      folder,
      settings: settings(),
      program: "0.1.0",
      clock: { now },
      tell,
      showOnce: async () => {},
    });
    prepares = true;
    await backups.look();
    await stopping.promise;
    expect([readdirSync(place), (await readBackupState(folder)).places]).toEqual([[], []]);
    await test.standalone.stop();
  });

  it("keeps no key that nobody could be shown, says so, and makes one once somebody can be", async () => {
    const test = await province();
    let isShown = false;
    const backups = await startBackups({
      folder,
      settings: settings(),
      program: "0.1.0",
      clock,
      tell: (text) => void told.push(text),
      async showOnce() {
        if (!isShown) throw new NotShown();
      },
    });
    expect(told).toContainEqual(expect.stringMatching(/NO BACKUPS ARE MADE.*shown to anybody/u));
    await backups.look();
    expect(told).toContainEqual(expect.stringMatching(/BACKUP FAILED.*shown to anybody/u));
    expect([await readRecipient(folder), readdirSync(place)]).toEqual([undefined, []]);
    isShown = true;
    clock.set(new Date(clock.now().getTime() + 24 * HOUR_MS).toISOString());
    await backups.look();
    expect(await readRecipient(folder)).toMatch(/^age1/u);
    expect((await listSets(place)).length).toBe(1);
    await backups.stop();
    await test.standalone.stop();
  });

  it("makes and tells no key for a place that it cannot use, such as one with a damaged mark", async () => {
    const test = await province();
    writeFileSync(join(place, "sogoc-backups.json"), "{");
    const backups = await start();
    await backups.look();
    expect(told.join("\n")).toMatch(/NO BACKUPS ARE MADE: .*sogoc-backups\.json đã hỏng/);
    expect([keyIn(told), await readRecipient(folder)]).toEqual([[], undefined]);
    expect(await backups.status()).toMatchObject({ state: "failed", reason: "wrong-place" });
    await backups.stop();
    await test.standalone.stop();
  });

  it("refuses to take somebody else's folder for its place", async () => {
    const test = await province();
    writeFileSync(join(place, "thu.txt"), "thư");
    const backups = await start();
    await backups.look();
    expect(await backups.status()).toMatchObject({ state: "failed", reason: "wrong-place" });
    expect((await readBackupState(folder)).failure?.reason).toContain("holds something else");
    expect(existsSync(dataFiles(place).events)).toBe(false);
    await backups.stop();
    await test.standalone.stop();
  });
});
