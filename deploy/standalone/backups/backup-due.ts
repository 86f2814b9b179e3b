import type { BackupState } from "@sogoc/embedded";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Viet Nam is seven hours ahead of UTC all year round. */
const OFFSET_MS = 7 * 3_600_000;
/** A backup that failed is tried again so long after. */
const AGAIN_MS = 3_600_000;

/** The last moment at or before `now` at which it was that time of day in Viet Nam. */
export const lastSlot = (now: Date, atMinute: number): Date => {
  const local = now.getTime() + OFFSET_MS;
  const midnight = local - (local % DAY_MS);
  const slot = midnight + atMinute * MINUTE_MS;
  return new Date((slot > local ? slot - DAY_MS : slot) - OFFSET_MS);
};

/**
 * A backup is due when none was made since the last time of day that it is made at, also where the machine was off then; one that
 * failed since is tried again every hour.
 */
export const isBackupDue = (now: Date, atMinute: number, { good, failure }: BackupState): boolean => {
  const slot = lastSlot(now, atMinute);
  if (good && new Date(good.at) >= slot) return false;
  return !failure || new Date(failure.at) < slot || now.getTime() - Date.parse(failure.at) >= AGAIN_MS;
};

/** What the first page is told. */
export interface BackupStanding {
  /**
   * `none`: there never was one. `old`: the last good one is older than it may be. `failed`: one that was due failed since.
   * `wrong-key`: none is made, since the place is encrypted to another key than the one that is wanted, or to none.
   */
  readonly state: "good" | "old" | "failed" | "none" | "wrong-key";
  readonly lastGoodAt: string | null;
}

export const standingOf = (
  now: Date,
  warnAfterMs: number,
  { good, failure }: BackupState,
): BackupStanding => {
  const lastGoodAt = good?.at ?? null;
  if (failure) return { state: "failed", lastGoodAt };
  if (!good) return { state: "none", lastGoodAt };
  const isOld = now.getTime() - Date.parse(good.at) > warnAfterMs;
  return { state: isOld ? "old" : good.lost > 0 ? "failed" : "good", lastGoodAt };
};
