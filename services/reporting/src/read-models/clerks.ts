import { defineProjection, vietnamDay } from "@sogoc/core";
import type { RecordedDomainEvent } from "@sogoc/events";

export interface ClerkDayView {
  readonly id: string;
  readonly account: string;
  readonly unitId: string;
  readonly day: string;
  readonly keyed: number;
  readonly imported: number;
  readonly corrected: number;
  readonly fieldsKeyed: number;
}

const clerkDayId = (account: string, unitId: string, at: string) => `${account}|${unitId}|${vietnamDay(at)}`;

const emptyRow = (account: string, unitId: string, at: string): ClerkDayView => ({
  id: clerkDayId(account, unitId, at),
  account,
  unitId,
  day: vietnamDay(at),
  keyed: 0,
  imported: 0,
  corrected: 0,
  fieldsKeyed: 0,
});

/**
 * One document per account, unit and day: how much somebody keyed. What of it was wrong is in
 * `reporting-checks`, which knows the record but not its keyer, since a check and a keying reach
 * this service in any order.
 */
export const clerks = defineProjection<RecordedDomainEvent, ClerkDayView>()(
  {
    name: "reporting-clerks",
    version: 2,
    columns: { unitId: "text", day: "text" },
    indexes: [["unitId", "day"]],
  },
  {
    RecordEntered: {
      keys: ({ data, metadata }) => [clerkDayId(data.keyedBy, data.unitId, metadata.at)],
      evolve: (before, { data, metadata }) => {
        const row = before ?? emptyRow(data.keyedBy, data.unitId, metadata.at);
        return data.source === "imported"
          ? { ...row, imported: row.imported + 1 }
          : { ...row, keyed: row.keyed + 1, fieldsKeyed: row.fieldsKeyed + Object.keys(data.fields).length };
      },
    },
    RecordCorrected: {
      // After acceptance a correction is a decision of two people and no longer a clerk's work.
      keys: ({ data, metadata }) =>
        data.correctionId === undefined ? [clerkDayId(data.correctedBy, data.unitId, metadata.at)] : [],
      evolve: (before, { data, metadata }) => {
        const row = before ?? emptyRow(data.correctedBy, data.unitId, metadata.at);
        return { ...row, corrected: row.corrected + 1 };
      },
    },
  },
);
