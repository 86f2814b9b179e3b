import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dataFiles } from "../data-files.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { type BackupOptions, backup } from "./make-backup.ts";
import { createHolder, holderIn, type PlaceHolder, textOfHolder } from "./place-holder.ts";
import { type Lease, lockPlace } from "./place-lock.ts";
import { PLACE_LOCK, UNFINISHED } from "./place-names.ts";
import { listSets, listUnfinished, readMark } from "./repository.ts";
import { restore } from "./restore.ts";
import { openSmallInstallation, type SmallInstallation } from "./testing/small-installation.ts";

/** Whoever is at work says so in time on any machine; nobody dead is waited for long. */
const lease: Lease = { renewMs: 20, deadMs: 20 * 60_000, settleMs: 50 };
const impatient: Lease = { renewMs: 20, deadMs: 300, settleMs: 50 };

let root: string;
let remove: () => void;
let data: string;
let place: string;
let lock: string;
let installation: SmallInstallation;
beforeEach(async () => {
  ({ folder: root, remove } = temporaryFolder());
  [data, place] = [join(root, "data"), join(root, "place")];
  lock = join(place, PLACE_LOCK);
  installation = await openSmallInstallation(data);
  await installation.attach("trang một");
});
afterEach(async () => {
  await installation.close();
  remove();
});

const save = (options: Partial<BackupOptions> = {}) =>
  backup({ from: data, to: place, program: "0.1.0", lease, ...options });

/** A backup that stands still once it has the place, until it is let go on. */
const saveHalted = async (options: Partial<BackupOptions> = {}) => {
  const [reached, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const made = save({
    ...options,
    roomOf: async () => {
      reached.resolve();
      await goOn.promise;
      return undefined;
    },
  });
  await Promise.race([reached.promise, made]);
  return { made, goOn: goOn.resolve };
};

/** The lock of a backup on another machine, whose clock may be wrong. */
const leaveLock = (changes: Partial<PlaceHolder> = {}): PlaceHolder => {
  const holder = {
    ...createHolder("ab".repeat(32), new Date()),
    machine: "may-cu",
    system: "another start pid:[1]",
    ...changes,
  };
  // A file of its own: a holder that renews at this moment writes to the one that was put away.
  writeFileSync(`${lock}.left`, textOfHolder(holder));
  renameSync(`${lock}.left`, lock);
  return holder;
};

describe("two backups in one place", () => {
  it("of two installations: the second is told whose is under way, the first stays whole", async () => {
    const other = join(root, "other");
    const second = await openSmallInstallation(other);
    await second.attach("trang khác");
    const { made, goOn } = await saveHalted();
    const refused = save({ from: other });
    await expect(refused).rejects.toThrow(
      /một lần sao lưu khác đang ghi vào đây, của hệ thống [0-9a-f]{12}, máy .*[\s\S]*Another backup is being made there/,
    );
    await expect(refused).rejects.toMatchObject({ kind: "place", failure: "place-in-use" });
    goOn();
    const { set } = await made;
    expect((await listSets(place)).map(({ name }) => name)).toEqual([set]);
    await expect(save({ from: other })).rejects.toMatchObject({ failure: "other-installation" });
    expect(await restore({ from: place, to: join(root, "restored") })).toMatchObject({ blobs: 1, lost: [] });
    expect(existsSync(lock)).toBe(false);
    await second.close();
  });

  it("of one installation twice, as after a move: the second leaves the first's files alone", async () => {
    await save();
    await installation.close();
    const moved = join(root, "moved");
    cpSync(data, moved, { recursive: true });
    const { made, goOn } = await saveHalted();
    await expect(save({ from: moved })).rejects.toThrow(
      /của chính hệ thống này \([0-9a-f]{12}; máy cũ còn chạy\?\)[\s\S]*this very installation/,
    );
    goOn();
    expect(await made).toMatchObject({ removedUnfinished: 0 });
    expect(await listUnfinished(place)).toEqual([]);
    expect(await save({ from: moved })).toMatchObject({ lost: [] });
    expect(await listSets(place)).toHaveLength(3);
  });

  it("never removes what another installation has saved", async () => {
    const { set } = await save();
    const strange = join(place, "2020-01-01T00-00-00-000Z");
    cpSync(join(place, set), strange, { recursive: true });
    const manifest = join(strange, "manifest.json");
    const { installation: own } = (await readMark(place)) ?? {};
    writeFileSync(manifest, readFileSync(manifest, "utf8").replace(own ?? "", "cd".repeat(32)));
    expect(await save({ keep: 1 })).toMatchObject({ removedOld: 1 });
    expect(existsSync(strange)).toBe(true);
  });
});

describe("a backup that is not alone any more", () => {
  it("does not say that it is made where its files are gone, or cut off", async () => {
    for (const harm of [(file: string) => rmSync(file), (file: string) => writeFileSync(file, "ngắn")]) {
      const refused = save({
        onProgress: () => {
          const [unfinished = ""] = readdirSync(place).filter((name) => name.startsWith(UNFINISHED));
          harm(join(place, unfinished, "secrets.sqlite"));
        },
      });
      await expect(refused).rejects.toThrow(/secrets\.sqlite/);
      await expect(refused).rejects.toMatchObject({ kind: "disk" });
    }
    expect(await listSets(place)).toEqual([]);
  });

  it("gives up where another has taken the place over meanwhile, and leaves that one's lock", async () => {
    const taken = leaveAfter();
    await expect(save({ onProgress: taken.leave })).rejects.toThrow(/máy may-cu, tiến trình/);
    expect(await listSets(place)).toEqual([]);
    expect(holderIn(readFileSync(lock, "utf8"))?.token).toBe(taken.token());
  });

  it("says so where the other is done by then, whichever file it misses", async () => {
    const { set } = await save();
    const made = save({
      onProgress: () => {
        rmSync(lock);
        for (const name of readdirSync(place))
          if (name.startsWith(UNFINISHED)) rmSync(join(place, name), { recursive: true });
      },
    });
    await expect(made).rejects.toMatchObject({ failure: "place-in-use" });
    await expect(made).rejects.toThrow(`bản mới nhất ở đó là ${set}`);
  });

  const leaveAfter = () => {
    let token: string | undefined;
    return {
      leave: () => {
        token = leaveLock().token;
      },
      token: () => token,
    };
  };

  it("says that it is at work also while its thread is busy", async () => {
    const held = await lockPlace(place, { installation: null, lease });
    const renewals = () => holderIn(readFileSync(lock, "utf8"))?.renewals ?? 0;
    const before = renewals();
    const wait = new Int32Array(new SharedArrayBuffer(4));
    while (renewals() <= before) Atomics.wait(wait, 0, 0, 20);
    await held.requireHeld();
    await held.release();
    // A place that was made for nothing goes again.
    expect(existsSync(place)).toBe(false);
  });
});

describe("the lock of a backup that was killed", () => {
  beforeEach(() => save());

  it("is taken over at once where its process was one of this system", async () => {
    const { pid } = spawnSync(process.execPath, ["--version"]);
    const { system } = createHolder(null, new Date());
    leaveLock({ system, process: pid });
    expect(await save()).toMatchObject({ lost: [] });
    expect(existsSync(lock)).toBe(false);
  });

  it.each(["1970-01-01T00:00:00.000Z", "2099-01-01T00:00:00.000Z"])(
    "is taken over once it has said nothing for a while, whatever its clock was (%s)",
    async (renewedAt) => {
      leaveLock({ renewedAt, startedAt: renewedAt });
      const waitedFor: string[] = [];
      await save({ lease: impatient, onWaiting: ({ vi }) => waitedFor.push(vi) });
      expect(waitedFor).toEqual([expect.stringContaining("máy may-cu")]);
      expect(await listSets(place)).toHaveLength(2);
      expect(existsSync(lock)).toBe(false);
    },
  );

  it("is taken over also where it was cut off while it was written", async () => {
    writeFileSync(lock, "");
    await save({ lease: impatient });
    expect(await listSets(place)).toHaveLength(2);
  });

  it.each(["1970-01-01T00:00:00.000Z", "2099-01-01T00:00:00.000Z"])(
    "is not taken over while its holder is at work, whatever its clock is (%s)",
    async (renewedAt) => {
      let left = leaveLock({ renewedAt });
      let isOver = false;
      const atWork = (async () => {
        for (; !isOver; await pause(5)) {
          left = { ...left, renewals: left.renewals + 1 };
          // In its place, as a holder does: the lock is never away.
          writeFileSync(lock, textOfHolder(left), { flag: "r+" });
        }
      })();
      await expect(save()).rejects.toMatchObject({ failure: "place-in-use" });
      isOver = true;
      await atWork;
      expect(await listSets(place)).toHaveLength(1);
      expect(holderIn(readFileSync(lock, "utf8"))?.token).toBe(left.token);
    },
  );

  it("is neither followed nor waited for where it is no file", async () => {
    mkdirSync(lock);
    await expect(save()).rejects.toMatchObject({ kind: "place", failure: "wrong-path" });
    rmSync(lock, { recursive: true });
    symlinkSync(join(root, "kept"), lock);
    await expect(save()).rejects.toMatchObject({ kind: "place", failure: "wrong-path" });
    expect(existsSync(join(root, "kept"))).toBe(false);
  });

  it("is taken over by one of two who wait for it", async () => {
    leaveLock();
    await installation.close();
    const moved = join(root, "moved");
    cpSync(data, moved, { recursive: true });
    const both = await Promise.allSettled([
      save({ lease: impatient }),
      save({ from: moved, lease: impatient }),
    ]);
    const made = both.filter(({ status }) => status === "fulfilled");
    expect(made.length).toBeGreaterThan(0);
    // One after the other where the first was done before the second looked again.
    expect(await listSets(place)).toHaveLength(1 + made.length);
    expect(await restore({ from: place, to: join(root, "restored") })).toMatchObject({ blobs: 1, lost: [] });
  });
});

it("leaves no folder where nothing was saved", async () => {
  rmSync(dataFiles(data).secrets);
  await expect(save({ to: join(root, "a", "b") })).rejects.toThrow("secrets.sqlite");
  expect(existsSync(join(root, "a"))).toBe(false);
});
