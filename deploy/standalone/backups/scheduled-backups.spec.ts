import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ageUnseal,
  backup,
  dataFiles,
  generateBackupKey,
  listSets,
  readBackupState,
  readMark,
  readRecipient,
  restore,
} from "@sogoc/embedded";
import { Registry } from "prom-client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Engines, openEngines } from "../../adapters.ts";
import { done } from "../local-client.ts";
import { createTestClock, startTestProvince } from "../test-province.ts";
import { isBackupDue, lastSlot, standingOf } from "./backup-due.ts";
import { addBackups, backupNote } from "./backup-metrics.ts";
import type { BackupSettings } from "./backup-settings.ts";
import { startBackups } from "./scheduled-backups.ts";

const HOUR_MS = 3_600_000;
const AT_TWO = 120;

describe("when a backup is due", () => {
  const good = (at: string) => ({
    good: { at, place: "/mnt", set: "s", position: 1, lost: 0 },
    failure: null,
  });
  const due = (now: string, state: Parameters<typeof isBackupDue>[2]) =>
    isBackupDue(new Date(now), AT_TWO, state);

  it("is told by the clock of Viet Nam, also where the machine was off at that time", () => {
    // 02:00 in Viet Nam is 19:00 of the day before in UTC.
    expect(lastSlot(new Date("2026-03-10T18:59:59Z"), AT_TWO)).toEqual(new Date("2026-03-09T19:00:00Z"));
    expect(lastSlot(new Date("2026-03-10T19:00:00Z"), AT_TWO)).toEqual(new Date("2026-03-10T19:00:00Z"));
    expect(due("2026-03-10T19:00:00Z", good("2026-03-09T19:02:00Z"))).toBe(true);
    expect(due("2026-03-10T18:59:00Z", good("2026-03-09T19:02:00Z"))).toBe(false);
    expect(due("2026-03-14T08:00:00Z", good("2026-03-09T19:02:00Z"))).toBe(true);
    expect(due("2026-03-10T19:00:00Z", { good: null, failure: null })).toBe(true);
  });

  it("is every hour after one has failed", () => {
    const failed = (at: string) => ({
      ...good("2026-03-09T19:02:00Z"),
      failure: { at, place: "/mnt", reason: "x" },
    });
    expect(due("2026-03-10T19:30:00Z", failed("2026-03-10T19:00:00Z"))).toBe(false);
    expect(due("2026-03-10T20:00:00Z", failed("2026-03-10T19:00:00Z"))).toBe(true);
  });

  it("says how the backups stand", () => {
    const at = (hours: number) => new Date(Date.parse("2026-03-10T00:00:00Z") + hours * HOUR_MS);
    const state = good("2026-03-10T00:00:00.000Z");
    const standing = (hours: number, of: Parameters<typeof standingOf>[2]) =>
      standingOf(at(hours), 50 * HOUR_MS, of).state;
    expect([standing(50, state), standing(51, state)]).toEqual(["good", "old"]);
    expect(standing(0, { good: null, failure: null })).toBe("none");
    expect(standing(1, { good: state.good, failure: { at: "x", place: "x", reason: "x" } })).toBe("failed");
    expect(standing(1, { good: { ...state.good, lost: 1 }, failure: null })).toBe("failed");
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
    });

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "sogoc-scheduled-"));
    [folder, place] = [join(root, "data"), join(root, "place")];
    mkdirSync(place);
    engines = await openEngines({ engine: "embedded", folder });
    told = [];
    clock.set("2026-03-10T08:00:00Z");
  });
  afterEach(async () => {
    await engines.close();
    await rm(root, { recursive: true, force: true });
  });

  const province = async (
    findBackupStanding?: () => ReturnType<Awaited<ReturnType<typeof start>>["standing"]>,
  ) => startTestProvince({ ...engines, clock }, { findBackupStanding });
  const keyIn = (texts: readonly string[]) => texts.flatMap((text) => /AGE-SECRET-KEY-1\w+/.exec(text) ?? []);

  it("makes one by itself, encrypted with a key that it tells once, and says how it went", async () => {
    const backups = await start();
    const test = await province(backups.standing);
    const standing = async () => done(await test.admin.get<{ state: string }>("accounts/v1/backups"));
    expect(await standing()).toEqual({ state: "none", lastGoodAt: null });
    await backups.look();
    expect(await standing()).toMatchObject({ state: "good", lastGoodAt: expect.stringMatching(/Z$/) });
    expect(await listSets(place)).toHaveLength(1);
    await backups.stop();

    // Another start: the same key, which is not told again, and nothing due before its time.
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
    expect((await again.standing()).state).toBe("old");
    await again.stop();
    await test.standalone.stop();
  });

  it("goes on with the key of its place after a restore, and tells no new one", async () => {
    const test = await province();
    const first = await start();
    await first.look();
    await first.stop();
    const mark = await readMark(place);
    // A folder that was restored knows of no key: backups do not hold it, nor how the last one went.
    for (const name of ["backup-key.json", "last-backup.json"]) rmSync(join(folder, name));
    const again = await start();
    await again.look();
    expect(keyIn(told)).toHaveLength(1);
    expect((await again.standing()).state).toBe("good");
    expect(await readMark(place)).toEqual(mark);
    expect(await readRecipient(folder)).toBe(mark?.recipient);
    await again.stop();
    const [secret = ""] = keyIn(told);
    await restore({ from: place, to: join(root, "restored"), unseal: ageUnseal(secret) });
    await test.standalone.stop();
  });

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
      expect((await backups.standing()).state).toBe("wrong-key");
      await backups.look();
      expect((await backups.standing()).state).toBe("wrong-key");
      expect((await readBackupState(folder)).failure?.reason).toMatch(new RegExp(reason));
      expect([keyIn(told), await readRecipient(folder)]).toEqual([[], undefined]);
      expect(await listSets(changes.to ?? place)).toHaveLength(1);
      await backups.stop();
    }
    const mended = await start({ recipient: one.recipient });
    clock.set(new Date(clock.now().getTime() + 2 * HOUR_MS).toISOString());
    await mended.look();
    expect((await mended.standing()).state).toBe("good");
    expect(await listSets(place)).toHaveLength(2);
    await mended.stop();
    await test.standalone.stop();
  });

  it("warns when the place is gone, full of something else, or not mounted, and tries again", async () => {
    const test = await province();
    const backups = await start();
    await backups.look();
    expect((await backups.standing()).state).toBe("good");
    // The share is away: in its stead there is the empty folder that it was mounted on.
    rmSync(place, { recursive: true });
    mkdirSync(place);
    clock.set(new Date(Date.now() + 25 * HOUR_MS).toISOString());
    await backups.look();
    expect((await backups.standing()).state).toBe("failed");
    expect(readdirSync(place)).toEqual([]);
    expect(told.join("\n")).toMatch(/SAO LƯU KHÔNG THÀNH[\s\S]*is the disk mounted/);
    expect(await backupNote(backups.standing).findFault()).toMatch(/^failed, last good one: 20/);
    const metrics = new Registry();
    addBackups(metrics, backups.standing);
    expect(await metrics.metrics()).toMatch(/sogoc_backup_wanting 1/);
    await backups.stop();
    // Survives a restart, and is settled by the next good one.
    const again = await start({ to: join(root, "other-place") });
    expect((await again.standing()).state).toBe("failed");
    await again.look();
    expect(existsSync(join(root, "other-place"))).toBe(false);
    mkdirSync(join(root, "other-place"));
    clock.set(new Date(clock.now().getTime() + 2 * HOUR_MS).toISOString());
    await again.look();
    expect((await readBackupState(folder)).failure).toBeNull();
    await again.stop();
    await test.standalone.stop();
  });

  it("tells nobody else how the backups stand", async () => {
    const test = await province();
    const clerk = await test.person("nam", [{ role: "clerk", unitId: test.commune }]);
    expect((await clerk.get("accounts/v1/backups")).status).toBe(403);
    const leader = await test.person("lanh-dao", [{ role: "unit-admin", unitId: test.commune }]);
    expect(done(await leader.get("accounts/v1/backups"))).toEqual({ state: "elsewhere", lastGoodAt: null });
    await test.standalone.stop();
  });

  it("refuses to take somebody else's folder for its place", async () => {
    const test = await province();
    writeFileSync(join(place, "thu.txt"), "thư");
    const backups = await start();
    await backups.look();
    expect(await backups.standing()).toMatchObject({ state: "failed" });
    expect((await readBackupState(folder)).failure?.reason).toContain("holds something else");
    expect(existsSync(dataFiles(place).events)).toBe(false);
    await backups.stop();
    await test.standalone.stop();
  });
});
