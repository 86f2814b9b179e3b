import { defineProjection } from "@sogoc/core";
import {
  type AcceptedWarning,
  applyChanges,
  type DataOf,
  type FieldValues,
  type Mark,
  type RecordedDomainEvent,
} from "@sogoc/events";

export interface RecordView {
  readonly id: string;
  readonly batchId: string;
  readonly bookId: string;
  readonly unitId: string;
  readonly recordType: string;
  readonly bookNumber: string;
  readonly openingYear: number;
  readonly number: string;
  readonly sortNumber: number;
  readonly fields: FieldValues;
  readonly status: "entered" | "voided";
  readonly source: "keyed" | "imported";
  readonly keyedBy: string;
  /** What the second person keyed; shown to nobody before the first keying may be seen beside it. */
  readonly second?: {
    readonly fields: FieldValues;
    readonly keyedBy: string;
    readonly differing: readonly string[];
    /** Differences that nobody has decided yet. */
    readonly open: readonly string[];
  };
  /** 1 while a difference is open, for the arbiter's list. */
  readonly differs: 0 | 1;
  readonly scanId?: string | undefined;
  readonly accepted: readonly AcceptedWarning[];
  readonly findings: NonNullable<DataOf<"RecordEntered">["findings"]>;
  /** What the last check found wrong and nobody has corrected yet. */
  readonly marks: readonly Mark[];
  /** 1 while there are marks, for the clerk's list of mistakes. */
  readonly marked: 0 | 1;
  readonly enteredAt: string;
  readonly changedAt: string;
  readonly revision: number;
  /** Revision of the last change of its fields: a note beside the record moves only `revision`. */
  readonly contentRevision: number;
}

const none = { errors: 0, warnings: 0, infos: 0 };

const withMarks = (record: RecordView, marks: readonly Mark[]): RecordView => ({
  ...record,
  marks,
  marked: marks.length > 0 ? 1 : 0,
});

/** One document per record as it stands: the keying desk's working copy. */
export const records = defineProjection<RecordedDomainEvent>()<RecordView>(
  {
    name: "entry-records",
    version: 3,
    columns: {
      batchId: "text",
      bookId: "text",
      sortNumber: "number",
      status: "text",
      marked: "number",
      differs: "number",
    },
    indexes: [
      ["batchId", "sortNumber"],
      ["bookId", "sortNumber"],
    ],
  },
  {
    RecordEntered: {
      keys: ({ data }) => [data.recordId],
      evolve: (_record, { data, metadata, revision }) => {
        const { batchId, bookId, unitId, recordType, bookNumber, openingYear, number, fields, scanId } = data;
        const place = { batchId, bookId, unitId, recordType, bookNumber, openingYear };
        return {
          id: data.recordId,
          ...place,
          number,
          sortNumber: Number.parseInt(number, 10) || 0,
          fields,
          status: "entered",
          source: data.source,
          keyedBy: data.keyedBy,
          ...(scanId === undefined ? {} : { scanId }),
          accepted: data.accepted ?? [],
          findings: data.findings ?? none,
          marks: [],
          marked: 0,
          differs: 0,
          enteredAt: metadata.at,
          changedAt: metadata.at,
          revision,
          contentRevision: revision,
        };
      },
    },
    RecordCorrected: {
      keys: ({ data }) => [data.recordId],
      evolve: (record, { data, metadata, revision }) => {
        if (!record) return undefined;
        const corrected = new Set(data.changes.map(({ field }) => field));
        const next: RecordView = {
          ...record,
          fields: applyChanges(record.fields, data.changes),
          accepted: [...record.accepted, ...(data.accepted ?? [])],
          findings: data.findings ?? record.findings,
          changedAt: metadata.at,
          revision,
          contentRevision: revision,
        };
        return withMarks(
          next,
          record.marks.filter(({ field }) => !corrected.has(field)),
        );
      },
    },
    RecordKeyedAgain: {
      keys: ({ data }) => [data.recordId],
      evolve: (record, { data: { fields, keyedBy, differing }, revision }) =>
        record && {
          ...record,
          second: { fields, keyedBy, differing, open: differing },
          differs: differing.length > 0 ? 1 : 0,
          revision,
        },
    },
    DiscrepancyResolved: {
      keys: ({ data }) => [data.recordId],
      evolve: (record, { data, metadata, revision }) => {
        if (!record?.second) return record;
        const open = record.second.open.filter((field) => field !== data.field);
        return {
          ...record,
          fields: applyChanges(record.fields, [data]),
          second: { ...record.second, open },
          differs: open.length > 0 ? 1 : 0,
          findings: data.findings ?? record.findings,
          changedAt: metadata.at,
          revision,
          contentRevision: revision,
        };
      },
    },
    RecordVoided: {
      keys: ({ data }) => [data.recordId],
      evolve: (record, { metadata, revision }) =>
        record && { ...withMarks(record, []), status: "voided", changedAt: metadata.at, revision },
    },
    RecordAnnotated: {
      keys: ({ data }) => [data.recordId],
      evolve: (record, { revision }) => record && { ...record, revision },
    },
    CorrectionNotApplied: {
      keys: ({ data }) => [data.recordId],
      evolve: (record, { revision }) => record && { ...record, revision },
    },
    BatchReturned: {
      keys: ({ data }) => [...new Set(data.marks.map(({ recordId }) => recordId))],
      evolve: (record, { data }, key) =>
        record &&
        withMarks(
          record,
          data.marks.filter(({ recordId }) => recordId === key).map(({ recordId: _, ...mark }) => mark),
        ),
    },
  },
);
