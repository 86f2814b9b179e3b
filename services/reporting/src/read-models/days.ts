import { defineProjection, vietnamDay } from "@sogoc/core";
import type { RecordedDomainEvent } from "@sogoc/events";

export interface DayView {
  readonly id: string;
  readonly unitId: string;
  readonly recordType: string;
  /** Calendar day in Viet Nam, ISO. */
  readonly day: string;
  readonly keyed: number;
  readonly imported: number;
  readonly corrected: number;
  readonly voided: number;
  /** Checks of single cases, every look of them; `checks` counts the cases. */
  readonly looks: number;
  /** Records of the batches accepted on that day. */
  readonly accepted: number;
}

type DayCount = "keyed" | "imported" | "corrected" | "voided" | "looks" | "accepted";

interface InUnit {
  readonly data: { readonly unitId: string; readonly recordType: string };
  readonly metadata: { readonly at: string };
}

const unitDayId = ({ data, metadata }: InUnit) =>
  `${data.unitId}|${data.recordType}|${vietnamDay(metadata.at)}`;

const addToDay = (row: DayView | undefined, event: InUnit, what: DayCount, count = 1): DayView => {
  const { unitId, recordType } = event.data;
  const empty: DayView = {
    id: unitDayId(event),
    unitId,
    recordType,
    day: vietnamDay(event.metadata.at),
    keyed: 0,
    imported: 0,
    corrected: 0,
    voided: 0,
    looks: 0,
    accepted: 0,
  };
  const before = row ?? empty;
  return { ...before, [what]: before[what] + count };
};

/**
 * One document per unit, type and day: the pace of the work. Only sums, so that any order gives the
 * same.
 */
export const days = defineProjection<RecordedDomainEvent, DayView>()(
  {
    name: "reporting-days",
    version: 2,
    columns: { unitId: "text", recordType: "text", day: "text" },
    indexes: [["unitId", "day"], ["day"]],
  },
  {
    RecordEntered: {
      keys: (event) => [unitDayId(event)],
      evolve: (row, event) => addToDay(row, event, event.data.source === "imported" ? "imported" : "keyed"),
    },
    RecordCorrected: {
      keys: (event) => [unitDayId(event)],
      evolve: (row, event) => addToDay(row, event, "corrected"),
    },
    RecordVoided: {
      keys: (event) => [unitDayId(event)],
      evolve: (row, event) => addToDay(row, event, "voided"),
    },
    RecordChecked: {
      keys: (event) => [unitDayId(event)],
      evolve: (row, event) => addToDay(row, event, "looks"),
    },
    BatchAccepted: {
      keys: (event) => [unitDayId(event)],
      evolve: (row, event) => addToDay(row, event, "accepted", event.data.figures.records),
    },
  },
);
