import { defineProjection, type EventMetadata, type ReaderOf } from "@sogoc/core";
import {
  type AcceptedWarning,
  applyChanges,
  type FieldValues,
  isSameValue,
  type RecordEventType,
  type RecordedDomainEvent,
  reasonsAfter,
} from "@sogoc/events";
import type { EarlierValue } from "../domain/mark-standing.ts";

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
  readonly scanId?: string | undefined;
  /** A person confirmed that the number stands twice in the book. */
  readonly duplicate: boolean;
  readonly status: "entered" | "voided";
  /** While it is voided: why, by whom, when, and with which revision. */
  readonly voided?:
    | { readonly reason: string; readonly by: string; readonly at: string; readonly revision: number }
    | undefined;
  /** What its keyers let stand of what the rules say, each with a reason. */
  readonly accepted: readonly AcceptedWarning[];
  /**
   * Everybody who sent the workbook it came from, keyed or corrected it: none of them may check it.
   */
  readonly keyers: readonly string[];
  /** By keyer, the unit in which they worked then; of who sent a workbook it is not known. */
  readonly keyerUnits: Readonly<Record<string, string>>;
  /** Whose second keying it was: of the keyers they alone have not seen it as it stands. */
  readonly keyedAgainBy?: string | undefined;
  /** Everybody who decided between two keyings of it. */
  readonly arbiters: readonly string[];
  readonly revision: number;
  /** Revision and moment of the last change of its fields: what the submitted digest names. */
  readonly contentRevision: number;
  readonly contentAt: string;
  /**
   * When, and with which revision, its keyers last said anything of it that is checked: a value, or
   * why something that the rules find in it stands.
   */
  readonly saidAt: string;
  readonly saidRevision: number;
  /**
   * What each field held that is not as it was first entered, and until which revision; the oldest
   * first.
   */
  readonly earlierValues: Readonly<Record<string, readonly EarlierValue[]>>;
}

/** The same with the values of the fields that hold something else from this revision on. */
const earlierValues = (
  before: Pick<RecordView, "fields" | "earlierValues"> | undefined,
  fields: FieldValues,
  revision: number,
): RecordView["earlierValues"] => {
  if (!before) return {};
  const codes = new Set([...Object.keys(before.fields), ...Object.keys(fields)]);
  const changed = [...codes].filter((code) => !isSameValue(before.fields[code], fields[code]));
  const added = changed.map((code): [string, readonly EarlierValue[]] => [
    code,
    [...(before.earlierValues[code] ?? []), { until: revision, value: before.fields[code] }],
  ]);
  return { ...before.earlierValues, ...Object.fromEntries(added) };
};

/** The unit in which whoever did this worked when they first had a hand in the record. */
const unitsAfter = (
  before: Pick<RecordView, "keyerUnits"> | undefined,
  account: string,
  { actor }: Pick<EventMetadata, "actor">,
): RecordView["keyerUnits"] => {
  const known = before?.keyerUnits ?? {};
  return actor.account !== account || known[account] !== undefined
    ? known
    : { ...known, [account]: actor.unit };
};

/** One document per record as the entry service's events tell it: what a checker looks at. */
export const records = defineProjection<RecordedDomainEvent, RecordView, RecordEventType>()(
  {
    name: "review-records",
    version: 9,
    columns: { batchId: "text", bookId: "text", sortNumber: "number", status: "text" },
    indexes: [
      ["batchId", "sortNumber"],
      ["bookId", "sortNumber"],
    ],
  },
  {
    RecordEntered: {
      keys: ({ data }) => [data.recordId],
      evolve: (before, { data, metadata, revision }) => {
        const { batchId, bookId, unitId, recordType, bookNumber, openingYear, number, fields, scanId } = data;
        return {
          id: data.recordId,
          batchId,
          bookId,
          unitId,
          recordType,
          bookNumber,
          openingYear,
          number,
          fields,
          sortNumber: Number.parseInt(number, 10) || 0,
          scanId,
          duplicate: data.duplicateReason !== undefined,
          status: "entered",
          accepted: data.accepted ?? [],
          keyers: [
            ...new Set([
              ...(before?.keyers ?? []),
              ...(data.preparedBy === undefined ? [] : [data.preparedBy]),
              data.keyedBy,
            ]),
          ],
          keyerUnits: unitsAfter(before, data.keyedBy, metadata),
          arbiters: before?.arbiters ?? [],
          revision,
          contentRevision: revision,
          contentAt: metadata.at,
          saidAt: metadata.at,
          saidRevision: revision,
          earlierValues: earlierValues(before, fields, revision),
        };
      },
    },
    RecordCorrected: {
      keys: ({ data }) => [data.recordId],
      evolve: (record, { data, metadata, revision }) => {
        if (!record) return undefined;
        const fields = applyChanges(record.fields, data.changes);
        return {
          ...record,
          fields,
          accepted: [...reasonsAfter(record.accepted, data.changes), ...(data.accepted ?? [])],
          keyers: [...new Set([...record.keyers, data.correctedBy])],
          keyerUnits: unitsAfter(record, data.correctedBy, metadata),
          revision,
          contentRevision: revision,
          contentAt: metadata.at,
          saidAt: metadata.at,
          saidRevision: revision,
          earlierValues: earlierValues(record, fields, revision),
        };
      },
    },
    RecordKeyedAgain: {
      keys: ({ data }) => [data.recordId],
      evolve: (record, { data, metadata, revision }) =>
        record && {
          ...record,
          keyers: [...new Set([...record.keyers, data.keyedBy])],
          keyerUnits: unitsAfter(record, data.keyedBy, metadata),
          keyedAgainBy: data.keyedBy,
          revision,
        },
    },
    DiscrepancyResolved: {
      keys: ({ data }) => [data.recordId],
      evolve: (record, { data, metadata, revision }) =>
        record && {
          ...record,
          fields: applyChanges(record.fields, [data]),
          accepted: reasonsAfter(record.accepted, [data]),
          arbiters: [...new Set([...record.arbiters, data.resolvedBy])],
          revision,
          contentRevision: revision,
          contentAt: metadata.at,
          saidAt: metadata.at,
          saidRevision: revision,
          earlierValues: earlierValues(record, applyChanges(record.fields, [data]), revision),
        },
    },
    WarningsAnswered: {
      keys: ({ data }) => [data.recordId],
      evolve: (record, { data, metadata, revision }) =>
        record && {
          ...record,
          saidAt: metadata.at,
          saidRevision: revision,
          accepted: [...record.accepted, ...data.accepted],
          keyers: [...new Set([...record.keyers, data.answeredBy])],
          revision,
        },
    },
    RecordVoided: {
      keys: ({ data }) => [data.recordId],
      evolve: (record, { data: { reason, voidedBy: by }, metadata: { at }, revision }) =>
        record && {
          ...record,
          status: "voided",
          voided: { reason, by, at, revision },
          // Whoever voids a case does not say afterwards that this was right.
          keyers: [...new Set([...record.keyers, by])],
          revision,
        },
    },
    RecordAnnotated: {
      keys: ({ data }) => [data.recordId],
      evolve: (record, { revision }) => record && { ...record, revision },
    },
    CorrectionNotApplied: {
      keys: ({ data }) => [data.recordId],
      evolve: (record, { revision }) => record && { ...record, revision },
    },
  },
);

export type RecordReader = ReaderOf<typeof records>;
