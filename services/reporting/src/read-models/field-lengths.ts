import { defineProjection } from "@sogoc/core";
import type { FieldValue, FieldValues, RecordedDomainEvent } from "@sogoc/events";

export interface FieldLengthsView {
  readonly id: string;
  readonly unitId: string;
  readonly bookId: string;
  readonly batchId: string;
  readonly recordType: string;
  readonly openingYear: number;
  /** Characters as keyed, by field; empty fields are left out. */
  readonly lengths: Readonly<Record<string, number>>;
  readonly status: "entered" | "voided";
  readonly revision: number;
}

/**
 * Characters of a field as it was keyed, counted as people count them; 0 where nothing was written.
 */
const lengthOf = (value: FieldValue | undefined): number =>
  value !== undefined && "raw" in value ? [...(value.raw ?? "").normalize("NFC")].length : 0;

const withLengths = (
  before: Readonly<Record<string, number>>,
  values: readonly (readonly [field: string, value: FieldValue | undefined])[],
): Readonly<Record<string, number>> => {
  const next: Record<string, number> = { ...before };
  for (const [field, value] of values) {
    const length = lengthOf(value);
    if (length > 0) next[field] = length;
    else delete next[field];
  }
  return Object.fromEntries(Object.entries(next).sort(([a], [b]) => (a < b ? -1 : 1)));
};

const all = (fields: FieldValues) => Object.entries(fields);

/**
 * One document per record: how long what was keyed is, for counting work by length bands whatever
 * the bands are. Holds no text. Fed by the record's own stream only.
 */
export const fieldLengths = defineProjection<RecordedDomainEvent, FieldLengthsView>()(
  {
    name: "reporting-field-lengths",
    version: 2,
    columns: { unitId: "text", status: "text" },
    indexes: [["unitId", "status"]],
  },
  {
    RecordEntered: {
      keys: ({ data }) => [data.recordId],
      evolve: (before, { data, revision }) => {
        if (before && before.revision >= revision) return before;
        const { recordId: id, unitId, bookId, batchId, recordType, openingYear, fields } = data;
        return {
          id,
          unitId,
          bookId,
          batchId,
          recordType,
          openingYear,
          lengths: withLengths({}, all(fields)),
          status: "entered",
          revision,
        };
      },
    },
    RecordCorrected: {
      keys: ({ data }) => [data.recordId],
      evolve: (row, { data, revision }) =>
        row && row.revision < revision
          ? {
              ...row,
              lengths: withLengths(
                row.lengths,
                data.changes.map(({ field, after }) => [field, after]),
              ),
              revision,
            }
          : row,
    },
    DiscrepancyResolved: {
      keys: ({ data }) => [data.recordId],
      evolve: (row, { data: { field, after }, revision }) =>
        row && row.revision < revision
          ? { ...row, lengths: withLengths(row.lengths, [[field, after]]), revision }
          : row,
    },
    RecordVoided: {
      keys: ({ data }) => [data.recordId],
      evolve: (row, { revision }) =>
        row && row.revision < revision ? { ...row, status: "voided", revision } : row,
    },
  },
);
