import type { AcceptanceLimits } from "@sogoc/acceptance";
import { CommandRejected, type Decider, type Hands, type PasswordHands, passwordHandsOf } from "@sogoc/core";
import type { DataOf, EventOf } from "@sogoc/events";

/** The limits where nobody set others; no official figures are public. */
export const defaultLimits: AcceptanceLimits = { level: "II", key: 1, other: 4 };

type Change = DataOf<"AcceptanceLimitsChanged">;

/** A change, and who has a hand in it beside whoever made it. */
interface MadeChange extends Change, PasswordHands {}

export interface LimitsState {
  /**
   * Every change, by its first day, the earliest first; of the same day, the last one made comes
   * last.
   */
  readonly changes: readonly MadeChange[];
}

/** Limits, with whoever set them and who has a hand in that. */
export interface LimitsSet extends AcceptanceLimits {
  readonly setBy: Hands;
  /** Their first day; undefined for the default limits. */
  readonly from?: string | undefined;
}

/** The limits in force on a day; undefined before any were set. */
export const limitsOn = (changes: readonly MadeChange[], day: string): LimitsSet | undefined => {
  const change = changes.findLast(({ from }) => from <= day);
  if (!change) return undefined;
  const { level, key, other, from, changedBy, setters, openers } = change;
  return { level, key, other, from, setBy: { accounts: [changedBy], setters, openers } };
};

/**
 * Stream `limits-<unitId>`. Limits do not change for a day that is past: lots were decided by them.
 */
export const limitsDecider: Decider<
  LimitsState,
  { readonly data: Change; readonly today: string },
  EventOf<"AcceptanceLimitsChanged">
> = {
  category: "limits",
  initialState: () => ({ changes: [] }),

  decide({ data, today }, { changes }): EventOf<"AcceptanceLimitsChanged">[] {
    if (data.from < today) throw new CommandRejected("limits-for-the-past");
    const before = limitsOn(changes, data.from);
    // Sent again, they stay those of whoever set them.
    if (before && before.level === data.level && before.key === data.key && before.other === data.other)
      return [];
    return [{ type: "AcceptanceLimitsChanged", data }];
  },

  evolve(state, { data }, acting): LimitsState {
    const changes = [...state.changes, { ...data, ...passwordHandsOf(acting) }];
    return { changes: changes.sort((a, b) => a.from.localeCompare(b.from)) };
  },
};
