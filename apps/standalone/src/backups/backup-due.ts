import { resolve } from "node:path";
import { momentInVietnam, vietnamClock } from "@sogoc/core";
import { type BackupFailure, type BackupState, goodAt } from "@sogoc/embedded";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** A backup that failed is tried again so long after. */
const AGAIN_MS = 3_600_000;

/** The last moment at or before `now` at which it was that time of day in Viet Nam. */
export const lastSlot = (now: Date, atMinute: number): Date => {
  const local = vietnamClock(now).getTime();
  const midnight = local - (local % DAY_MS);
  const slot = midnight + atMinute * MINUTE_MS;
  return momentInVietnam(new Date(slot > local ? slot - DAY_MS : slot));
};

/** False for what a clock that was ahead has written: nothing can be told of when it was. */
const isPast = (at: string, now: Date): boolean => Date.parse(at) <= now.getTime() + MINUTE_MS;

/** What failed at another place is settled, and says nothing of this one. */
const failureAt = ({ failure }: BackupState, place: string | undefined): BackupState["failure"] =>
  failure && place !== undefined && failure.place === resolve(place) ? failure : null;

/** The moment of one that was made there of a damaged log: it is made anew the next day. */
const damagedAt = ({ damaged }: BackupState, place: string): string | undefined =>
  damaged?.place === resolve(place) ? damaged.at : undefined;

/**
 * A backup of a place is due when none was made there since the last time of day that it is made
 * at, also where the machine was off then; one that failed since is tried again every hour.
 */
export const isBackupDue = (now: Date, atMinute: number, place: string, state: BackupState): boolean => {
  const made = [goodAt(state, place)?.at, damagedAt(state, place)];
  const failure = failureAt(state, place);
  const slot = lastSlot(now, atMinute);
  const isMade = (at: string | undefined) => at !== undefined && isPast(at, now) && new Date(at) >= slot;
  if (made.some(isMade)) return false;
  return (
    !failure ||
    !isPast(failure.at, now) ||
    new Date(failure.at) < slot ||
    now.getTime() - Date.parse(failure.at) >= AGAIN_MS
  );
};

/** What the first page is told. */
export interface BackupStatus {
  /**
   * `none`: there never was one. `old`: the last good one is older than it may be, or a clock that
   * was ahead has written when it was made. `failed`: one that was due failed since. `losses`: it
   * is made, and files that events name are lost: neither the original nor a copy is right.
   * `damaged-secrets`: it is made, and passwords or keys are not what was written. `damaged-log`:
   * the log itself is damaged, so that the last one made counts for none. `only-copied`: it is
   * made, and of some files only the copy is right any more. `no-place`: the server makes none,
   * since no place is set, and nobody has made one lately. `wrong-key`: none is made, since the
   * place is encrypted to another key than the one that is wanted, or to none.
   */
  readonly state:
    | "good"
    | "old"
    | "failed"
    | "losses"
    | "damaged-secrets"
    | "damaged-log"
    | "only-copied"
    | "none"
    | "wrong-key"
    | "no-place";
  readonly lastGoodAt: string | null;
  /** Where the last good one is; null where there is none. */
  readonly lastGoodPlace: string | null;
  /** Files that were lost when the last good one was made. */
  readonly lost: number;
  /** Files of which only the copy was right when the last good one was made. */
  readonly onlyCopied: number;
  /** Passwords and keys that were damaged when the last good one was made. */
  readonly damagedSecrets: number;
  /** Where they are due; null where no place is set. */
  readonly place: string | null;
  /** Why the last one failed. */
  readonly reason: BackupFailure | null;
}

/** A backup that lies in the place, whoever made it. */
export interface FoundSet {
  readonly at: string;
  readonly place: string;
}

/**
 * Of the place where backups are due; where there is none, of whichever was made. `found` is the
 * newest that lies in the place: after a restore the installation knows of none of them.
 */
export const backupStatusOf = (
  now: Date,
  warnAfterMs: number,
  place: string | undefined,
  state: BackupState,
  found?: FoundSet,
): BackupStatus => {
  const good = goodAt(state, place);
  const last = good ?? found ?? goodAt(state, undefined);
  const failed = failureAt(state, place);
  const told = (named: BackupStatus["state"]): BackupStatus => ({
    state: named,
    lastGoodAt: last?.at ?? null,
    lastGoodPlace: last?.place ?? null,
    lost: good?.lost ?? 0,
    onlyCopied: good?.onlyCopied ?? 0,
    damagedSecrets: good?.damagedSecrets ?? 0,
    place: place ?? null,
    reason: named === "failed" ? (failed?.failure ?? null) : null,
  });
  if (state.damaged) return told("damaged-log");
  if (failed) return told("failed");
  const isOld =
    good !== undefined && (!isPast(good.at, now) || now.getTime() - Date.parse(good.at) > warnAfterMs);
  if (place === undefined && (!good || isOld)) return told("no-place");
  if (!good) return told("none");
  if (isOld) return told("old");
  if (good.lost > 0) return told("losses");
  if ((good.damagedSecrets ?? 0) > 0) return told("damaged-secrets");
  return told((good.onlyCopied ?? 0) > 0 ? "only-copied" : "good");
};
