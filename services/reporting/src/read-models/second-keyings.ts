import { defineProjection, vietnamDay } from "@sogoc/core";
import type { DataOf, RecordedDomainEvent } from "@sogoc/events";

type Resolution = Pick<DataOf<"DiscrepancyResolved">, "choice" | "kind">;

export interface SecondKeyingView {
  readonly id: string;
  readonly unitId: string;
  readonly bookId: string;
  readonly batchId: string;
  readonly recordType: string;
  /** Who keyed the case, or corrected it last. */
  readonly firstKeyedBy: string;
  readonly secondKeyedBy: string;
  readonly day: string;
  readonly compared: readonly string[];
  readonly differing: readonly string[];
  /** How the differences were decided, by field. */
  readonly resolved: Readonly<Record<string, Resolution>>;
  readonly revision: number;
}

/**
 * One document per record that was keyed twice; keyed a second time again, the last keying counts.
 * Rates by field, clerk and book are sums of these. Fed by the record's own stream only.
 */
export const secondKeyings = defineProjection<RecordedDomainEvent, SecondKeyingView>()(
  {
    name: "reporting-second-keyings",
    version: 3,
    columns: { unitId: "text", batchId: "text", recordType: "text", day: "text" },
    indexes: [["unitId", "recordType", "day"]],
  },
  {
    RecordKeyedAgain: {
      keys: ({ data }) => [data.recordId],
      evolve: (before, { data, metadata, revision }) => {
        if (before && before.revision >= revision) return before;
        const { recordId: id, unitId, bookId, batchId, recordType } = data;
        const { firstKeyedBy, keyedBy, compared, differing } = data;
        return {
          id,
          unitId,
          bookId,
          batchId,
          recordType,
          firstKeyedBy,
          secondKeyedBy: keyedBy,
          day: vietnamDay(metadata.at),
          compared,
          differing,
          resolved: {},
          revision,
        };
      },
    },
    DiscrepancyResolved: {
      keys: ({ data }) => [data.recordId],
      evolve: (row, { data: { field, choice, kind }, revision }) =>
        row && row.revision < revision
          ? { ...row, resolved: { ...row.resolved, [field]: { choice, kind } }, revision }
          : row,
    },
    RecordVoided: {
      keys: ({ data }) => [data.recordId],
      // A record keyed by mistake says nothing about who keyed it.
      evolve: () => undefined,
    },
  },
);
