import type { AcceptanceLimits } from "@sogoc/acceptance";
import { CommandRejected, type Decider } from "@sogoc/core";
import type { DataOf, EventOf } from "@sogoc/events";

/** Used where nobody set other limits: official figures are not public. */
export const defaultLimits: AcceptanceLimits = { level: "II", key: 1, other: 4 };

type Change = DataOf<"AcceptanceLimitsChanged">;

export interface LimitsState {
  /** By their first day, the earliest first. */
  readonly changes: readonly Change[];
}

/** The limits in force on a day; undefined before any were set. */
export const limitsOn = (changes: readonly Change[], day: string): AcceptanceLimits | undefined => {
  const change = changes.findLast(({ from }) => from <= day);
  return change && { level: change.level, key: change.key, other: change.other };
};

/**
 * Stream `limits-<unitId>`. A day that is past has its limits already: lots were decided by them.
 */
export const limitsDecider: Decider<
  LimitsState,
  { readonly data: Change; readonly today: string },
  EventOf<"AcceptanceLimitsChanged">
> = {
  category: "limits",
  initialState: () => ({ changes: [] }),

  decide({ data, today }): EventOf<"AcceptanceLimitsChanged">[] {
    if (data.from < today) throw new CommandRejected("limits-for-the-past");
    return [{ type: "AcceptanceLimitsChanged", data }];
  },

  evolve(state, { data }): LimitsState {
    const others = state.changes.filter(({ from }) => from !== data.from);
    return { changes: [...others, data].sort((a, b) => (a.from < b.from ? -1 : 1)) };
  },
};
