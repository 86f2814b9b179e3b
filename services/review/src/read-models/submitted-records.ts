import { defineProjection, type ReaderOf } from "@sogoc/core";
import {
  applyChanges,
  type FieldValues,
  type RecordEventType,
  type RecordedDomainEvent,
} from "@sogoc/events";

export interface SubmittedRecord {
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
  /**
   * Everybody who made the workbook it came from, keyed or corrected it: none of them may check it.
   */
  readonly keyers: readonly string[];
  /** Whose second keying it was: of the keyers they alone have not seen it as it stands. */
  readonly keyedAgainBy?: string | undefined;
  /** Everybody who decided between two keyings of it. */
  readonly arbiters: readonly string[];
  readonly revision: number;
  /** Revision of the last change of its fields: what the submitted digest names. */
  readonly contentRevision: number;
  /** When its fields changed last. */
  readonly changedAt: string;
}

/** One document per record as the entry service's events tell it: what a checker looks at. */
export const submittedRecords = defineProjection<RecordedDomainEvent, SubmittedRecord, RecordEventType>()(
  {
    name: "review-records",
    version: 5,
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
          keyers: [
            ...new Set([
              ...(before?.keyers ?? []),
              ...(data.preparedBy === undefined ? [] : [data.preparedBy]),
              data.keyedBy,
            ]),
          ],
          arbiters: before?.arbiters ?? [],
          revision,
          contentRevision: revision,
          changedAt: metadata.at,
        };
      },
    },
    RecordCorrected: {
      keys: ({ data }) => [data.recordId],
      evolve: (record, { data, metadata, revision }) =>
        record && {
          ...record,
          fields: applyChanges(record.fields, data.changes),
          keyers: [...new Set([...record.keyers, data.correctedBy])],
          revision,
          contentRevision: revision,
          changedAt: metadata.at,
        },
    },
    RecordKeyedAgain: {
      keys: ({ data }) => [data.recordId],
      evolve: (record, { data, revision }) =>
        record && {
          ...record,
          keyers: [...new Set([...record.keyers, data.keyedBy])],
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
          arbiters: [...new Set([...record.arbiters, data.resolvedBy])],
          revision,
          contentRevision: revision,
          changedAt: metadata.at,
        },
    },
    RecordVoided: {
      keys: ({ data }) => [data.recordId],
      evolve: (record, { revision }) => record && { ...record, status: "voided", revision },
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

export type SubmittedRecordReader = ReaderOf<typeof submittedRecords>;
