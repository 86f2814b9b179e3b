import type { Clock } from "@sogoc/core";

export const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const VIETNAM_MS = 7 * 60 * MINUTE_MS;

/**
 * A clock that the seed moves through the weeks before now, so that the demo has a past; it never
 * leaves the past.
 */
export interface DemoClock extends Clock {
  readonly advance: (ms: number) => void;
  /**
   * On to the morning of that many days ago; today begins two hours ago, so that today's work fits
   * before now.
   */
  readonly reach: (daysAgo: number) => void;
  readonly nextMorning: () => void;
}

export const createDemoClock = (present: number, historyDays: number): DemoClock => {
  const midnight = Math.floor((present + VIETNAM_MS) / DAY_MS) * DAY_MS - VIETNAM_MS;
  const morning = (daysAgo: number) =>
    daysAgo === 0
      ? Math.max(midnight, present - 120 * MINUTE_MS)
      : midnight - daysAgo * DAY_MS + 8 * 60 * MINUTE_MS;
  let now = morning(historyDays);
  const go = (to: number) => {
    now = Math.min(present, Math.max(now, to));
  };
  return {
    now: () => new Date(now),
    advance: (ms) => go(now + ms),
    reach: (daysAgo) => go(morning(daysAgo)),
    nextMorning: () => go(morning(Math.max(0, Math.ceil((midnight - now) / DAY_MS) - 1))),
  };
};
