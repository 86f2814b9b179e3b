import { existsSync } from "node:fs";
import { open, rm, rmdir } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { giveToFolderOwner } from "../folder-owner.ts";
import { PRIVATE_FILE } from "../private-files.ts";
import { NoRegularFile, readRegularText } from "../regular-files.ts";
import { makeFolderDurably } from "./durable-files.ts";
import {
  createHolder,
  holderIn,
  isSurelyDead,
  namesOfHolder,
  type PlaceHolder,
  textOfHolder,
} from "./place-holder.ts";
import { MARK, PLACE_LOCK } from "./place-names.ts";
import { BackupRefused } from "./refused.ts";
import { HELD_FILE } from "./renew-place-lock.ts";
import { renewingPlaceLock } from "./renewing-place-lock.ts";
import { listSets } from "./repository.ts";

/** How long those who make backups in one place wait for each other's signs. */
export interface Lease {
  /** A backup under way says so this often. */
  readonly renewMs: number;
  /** Whoever has not said so for this long is taken to be dead. */
  readonly deadMs: number;
  /** Two who take over at once have written by then; the later one has it. */
  readonly settleMs: number;
}

const LEASE: Lease = { renewMs: 10_000, deadMs: 180_000, settleMs: 2_000 };

/** The right to write in a place of backups. */
export interface PlaceLock {
  /** Throws `BackupRefused` where another has taken the place over meanwhile. */
  readonly requireHeld: () => Promise<void>;
  readonly release: () => Promise<void>;
}

/** A lock holds ten lines. */
const MOST_BYTES = 65_536;

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;

/** Undefined where there is none. */
const readLock = async (file: string): Promise<string | undefined> => {
  try {
    return await readRegularText(file, { mostBytes: MOST_BYTES });
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    if (error instanceof NoRegularFile)
      throw new BackupRefused("place", error.message, { failure: "wrong-path" });
    throw error;
  }
};

/** Who makes a backup in the place, or did when it was cut off; undefined where nobody does. */
export const findPlaceHolder = async (
  place: string,
): Promise<{ readonly vi: string; readonly en: string } | undefined> => {
  const text = await readLock(join(place, PLACE_LOCK)).catch(() => undefined);
  return text === undefined ? undefined : namesOfHolder(holderIn(text), null);
};

/** False where a file is there. */
const makeLock = async (file: string, holder: PlaceHolder): Promise<boolean> => {
  try {
    const handle = await open(file, "wx", PRIVATE_FILE);
    try {
      giveToFolderOwner(file);
      await handle.writeFile(textOfHolder(holder));
      await handle.sync();
    } catch (error) {
      // A full disk takes the name and no line of it: the lock would be nobody's.
      await rm(file, { force: true });
      throw error;
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  }
};

/**
 * Writes over the lock of one that is dead, through one opening and only while it is what was seen.
 * Of two who do so at once the later one has it, and both see that when they look again.
 */
const takeOver = async (file: string, seen: string, holder: PlaceHolder, lease: Lease): Promise<boolean> => {
  const handle = await open(file, HELD_FILE).catch((error: unknown) => {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  });
  if (!handle) return false;
  try {
    if ((await handle.readFile("utf8")) !== seen) return false;
    const bytes = Buffer.from(textOfHolder(holder));
    await handle.write(bytes, 0, bytes.length, 0);
    await handle.truncate(bytes.length);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await pause(lease.settleMs);
  return holderIn((await readLock(file)) ?? "")?.token === holder.token;
};

const takenBy = (place: string, text: string, own: string | null): BackupRefused => {
  const { vi, en } = namesOfHolder(holderIn(text), own);
  return new BackupRefused(
    "place",
    [
      `${place}: một lần sao lưu khác đang ghi vào đây, ${vi}. Mỗi hệ thống cần một nơi sao lưu riêng; nếu đúng là nơi này thì đợi lần ấy xong rồi chạy lại.`,
      `Another backup is being made there, ${en}. Each installation needs a place of its own; where this is the right one, wait until that one is done and run it again.`,
    ].join("\n"),
    { failure: "place-in-use" },
  );
};

/**
 * The lock of this backup is gone: another has taken the place over and is done with it, or the
 * place itself is gone.
 */
const takenAndLeft = async (place: string, own: string): Promise<BackupRefused> => {
  const newest = (await listSets(place)).at(-1);
  if (newest === undefined)
    return new BackupRefused(
      "place",
      `${place}: dấu của lần sao lưu này không còn ở đó (ổ bị tháo, hoặc có ai xóa) / the mark of this backup is not there any more (the disk was taken away, or somebody has removed it)`,
      { failure: "place-gone" },
    );
  const set = `${newest.name} (${newest.manifest.installation.slice(0, 12)})`;
  return new BackupRefused(
    "place",
    [
      `${place}: trong lúc lần sao lưu này đứng yên (máy ngủ, bị treo), một lần khác đã dùng nơi này và đã xong; bản mới nhất ở đó là ${set}. Lần này bị bỏ (máy ${hostname()}, tiến trình ${process.pid}, dấu ${own.slice(0, 8)}); hãy chạy lại.`,
      `While this backup stood still (the machine slept or hung), another one used the place and is done; the newest there is ${set}. This one is given up (machine ${hostname()}, process ${process.pid}, mark ${own.slice(0, 8)}); run it again.`,
    ].join("\n"),
    { failure: "place-in-use" },
  );
};

/**
 * Takes the lock, or waits to see whether whoever has it is at work. No clock is asked: only
 * whether the lock changes while it is looked at.
 */
const acquire = async (
  place: string,
  holder: PlaceHolder,
  lease: Lease,
  onWaiting: (names: { readonly vi: string; readonly en: string }) => void,
): Promise<void> => {
  const file = join(place, PLACE_LOCK);
  let seen: string | undefined;
  let since = 0;
  while (!(await makeLock(file, holder))) {
    const text = await readLock(file);
    if (text === undefined) continue;
    if (seen !== undefined && text !== seen) throw takenBy(place, text, holder.installation);
    const found = holderIn(text);
    if (seen === undefined) since = performance.now();
    const isDead = found !== undefined && isSurelyDead(found);
    if (isDead || performance.now() - since >= lease.deadMs) {
      if (await takeOver(file, text, holder, lease)) return;
    } else {
      if (seen === undefined) onWaiting(namesOfHolder(found, holder.installation));
      await pause(lease.renewMs / 10);
    }
    seen = text;
  }
};

/** Removes folders that were made for a backup which was not made. */
const removeMade = async (place: string, levels: number): Promise<void> => {
  let folder = resolve(place);
  for (let level = 0; level < levels; level++) {
    await rmdir(folder);
    folder = dirname(folder);
  }
};

/**
 * Keeps the place of backups for one of them, also where other machines write to it over a network.
 * Throws `BackupRefused` where another is being made there, whosever it is. The lock of one that
 * was killed is taken over: at once where it ran on this system, else when it has said nothing for
 * some minutes.
 */
export const lockPlace = async (
  place: string,
  options: {
    readonly installation: string | null;
    readonly lease?: Lease | undefined;
    readonly onWaiting?: ((names: { readonly vi: string; readonly en: string }) => void) | undefined;
  },
): Promise<PlaceLock> => {
  const { installation, lease = LEASE, onWaiting = () => {} } = options;
  const holder = createHolder(installation, new Date());
  const made = (await makeFolderDurably(place)).length;
  try {
    await acquire(place, holder, lease, onWaiting);
  } catch (error) {
    await removeMade(place, made).catch(() => {});
    throw error;
  }
  const file = join(place, PLACE_LOCK);
  const renewing = await renewingPlaceLock(file, holder.token, lease.renewMs);
  const isHeld = async () => holderIn((await readLock(file)) ?? "")?.token === holder.token;
  return {
    async requireHeld() {
      const text = await readLock(file);
      if (text === undefined) throw await takenAndLeft(place, holder.token);
      if (holderIn(text)?.token !== holder.token) throw takenBy(place, text, installation);
    },
    async release() {
      await renewing.stop();
      if (await isHeld().catch(() => false)) await rm(file, { force: true });
      if (!existsSync(join(place, MARK))) await removeMade(place, made).catch(() => {});
    },
  };
};
