import { defineProjection, vietnamDay } from "@sogoc/core";
import type { RecordedDomainEvent } from "@sogoc/events";

export type PaceKind = "keyed" | "keyed-again" | "checked";

export interface PaceView {
  readonly id: string;
  readonly account: string;
  readonly unitId: string;
  readonly day: string;
  readonly kind: PaceKind;
  /**
   * Cases in each minute with any, by `HH:mm` in UTC; counts do not mind the order in which events
   * arrive.
   */
  readonly minutes: Readonly<Record<string, number>>;
  /** The most in one minute. */
  readonly fastest: number;
}

const paceId = (account: string, unitId: string, kind: PaceKind, at: string) =>
  `${account}|${unitId}|${kind}|${vietnamDay(at)}`;

const countIn = (
  before: PaceView | undefined,
  account: string,
  unitId: string,
  kind: PaceKind,
  at: string,
): PaceView => {
  const minute = at.slice(11, 16);
  const counts = { ...before?.minutes, [minute]: (before?.minutes[minute] ?? 0) + 1 };
  const minutes = Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    id: paceId(account, unitId, kind, at),
    account,
    unitId,
    kind,
    day: vietnamDay(at),
    minutes,
    fastest: Math.max(...Object.values(minutes)),
  };
};

/**
 * One document per person, unit, kind of work and day: how fast it went, minute by minute. Imports
 * are not typing.
 */
export const paces = defineProjection<RecordedDomainEvent, PaceView>()(
  {
    name: "reporting-paces",
    version: 2,
    columns: { unitId: "text", day: "text", fastest: "number" },
    indexes: [["unitId", "day"]],
  },
  {
    RecordEntered: {
      keys: ({ data, metadata }) =>
        data.source === "keyed" ? [paceId(data.keyedBy, data.unitId, "keyed", metadata.at)] : [],
      evolve: (before, { data, metadata }) =>
        countIn(before, data.keyedBy, data.unitId, "keyed", metadata.at),
    },
    RecordKeyedAgain: {
      keys: ({ data, metadata }) => [paceId(data.keyedBy, data.unitId, "keyed-again", metadata.at)],
      evolve: (before, { data, metadata }) =>
        countIn(before, data.keyedBy, data.unitId, "keyed-again", metadata.at),
    },
    RecordChecked: {
      keys: ({ data, metadata }) => [paceId(data.checkedBy, data.unitId, "checked", metadata.at)],
      evolve: (before, { data, metadata }) =>
        countIn(before, data.checkedBy, data.unitId, "checked", metadata.at),
    },
  },
);
