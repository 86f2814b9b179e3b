import { defineProjection } from "@sogoc/core";
import type { DataOf, RecordedDomainEvent } from "@sogoc/events";

export interface ReadingView {
  readonly id: string;
  readonly recordId: string;
  readonly account: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** The reader's own unit at that moment. */
  readonly readerUnitId: string;
  readonly at: string;
  readonly purpose: DataOf<"RecordsRead">["purpose"];
}

/** One document per reading of a record. */
export const readings = defineProjection<RecordedDomainEvent, ReadingView>()(
  {
    name: "reporting-readings",
    version: 1,
    columns: { recordId: "text", account: "text", at: "text" },
    indexes: [
      ["recordId", "at"],
      ["account", "at"],
    ],
  },
  {
    RecordsRead: {
      keys: ({ id, data }) => [...new Set(data.recordIds)].map((recordId) => `${recordId}|${id}`),
      evolve: (_row, { data, metadata: { actor, at } }, key) => ({
        id: key,
        recordId: key.slice(0, key.lastIndexOf("|")),
        account: data.readBy,
        name: actor.name,
        roles: actor.roles,
        readerUnitId: actor.unit,
        at,
        purpose: data.purpose,
      }),
    },
  },
);
