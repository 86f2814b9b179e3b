import { rmSync, type Stats } from "node:fs";
import { lstat, mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { OF_DRILL } from "@sogoc/core";
import { StoreInUse, takeWriterLock } from "@sogoc/embedded";

/**
 * A lock ends with its process, however that ends: a place that nobody holds is left from a drill
 * that was cut off.
 */
const lockOf = (place: string): string => join(place, OF_DRILL.lock);

/** What a drill restores to, in its place; what a restore makes beside that begins so too. */
export const RESTORED = "restored";

/** Windows lets nobody remove a file that a program has open, a virus scanner for one. */
const REMOVAL = { recursive: true, force: true, maxRetries: 3 } as const;

/** Windows knows no owner by number: its temporary place is each account's own. */
const isOwn = ({ uid }: Stats): boolean => process.getuid === undefined || uid === process.getuid();

/**
 * Whether all that lies in it is a drill's: somebody's own folder may have such a name in a place
 * that was named for drills.
 */
const holdsDrillOnly = async (place: string): Promise<boolean> =>
  (await readdir(place)).every((name) => name === `${OF_DRILL.lock}-lock` || name.startsWith(RESTORED));

/** A place is made and locked in two steps. */
const YOUNG_MS = 60_000;

/**
 * Removes what drills have left that were killed: an opened installation must not lie about.
 * Answers how many.
 */
const sweepDrills = async (inside: string): Promise<number> => {
  let removed = 0;
  for (const name of await readdir(inside)) {
    const place = join(inside, name);
    const found = name.startsWith(OF_DRILL.prefix) ? await lstat(place).catch(() => undefined) : undefined;
    if (!found?.isDirectory() || !isOwn(found)) continue;
    if (Date.now() - found.mtimeMs < YOUNG_MS) continue;
    if (!(await holdsDrillOnly(place).catch(() => false))) continue;
    try {
      takeWriterLock(lockOf(place))();
    } catch (error) {
      if (error instanceof StoreInUse) continue;
      throw error;
    }
    // What another program looks into goes with the next drill.
    const isGone = await rm(place, REMOVAL).then(
      () => true,
      () => false,
    );
    if (isGone) removed++;
  }
  return removed;
};

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * A temporary place for an opened backup, which is gone afterwards: also where the command is
 * interrupted, and after a kill at the next drill.
 */
export const withDrillFolder = async (
  inside: string,
  work: (place: string) => Promise<void>,
): Promise<void> => {
  const swept = await sweepDrills(inside);
  if (swept > 0)
    console.log(
      `Đã dọn chỗ tạm của lần diễn tập bị ngắt / removed what drills that were cut off left: ${swept}`,
    );
  const place = await mkdtemp(join(inside, OF_DRILL.prefix));
  const unlock = takeWriterLock(lockOf(place));
  const handlers = Object.entries(SIGNALS).map(([signal, code]) => {
    const end = () => {
      unlock();
      try {
        rmSync(place, REMOVAL);
      } catch {
        // Something in it is still open; the next drill removes it.
      }
      process.exit(code);
    };
    process.once(signal, end);
    return () => process.off(signal, end);
  });
  try {
    await work(place);
  } finally {
    unlock();
    await rm(place, REMOVAL);
    for (const remove of handlers) remove();
  }
};
