import { defineProjection, vietnamDay } from "@sogoc/core";
import {
  applyChanges,
  type DataOf,
  type FieldValues,
  type RecordEventType,
  type RecordedDomainEvent,
} from "@sogoc/events";
import { keptFields, phaseNumberOf, type RecordSummary, summarise } from "./record-summary.ts";

export interface RecordView extends RecordSummary {
  readonly id: string;
  readonly unitId: string;
  readonly bookId: string;
  readonly batchId: string;
  readonly recordType: string;
  readonly bookNumber: string;
  readonly openingYear: number;
  readonly phase: number;
  readonly number: string;
  readonly sortNumber: number;
  /** Names and key columns only. */
  readonly kept: FieldValues;
  /** A person confirmed that the number occurs twice in the book. */
  readonly duplicate: boolean;
  readonly status: "entered" | "voided";
  readonly source: "keyed" | "imported";
  readonly keyedBy: string;
  readonly findings: NonNullable<DataOf<"RecordEntered">["findings"]>;
  readonly enteredAt: string;
  /** Day in Viet Nam. */
  readonly keyedDay: string;
  readonly changedAt: string;
  /** Who changed it last and on which day; null while it is as it was keyed. */
  readonly lastChangedBy: string | null;
  readonly lastChangedDay: string | null;
  readonly revision: number;
  /** When its fields changed last. */
  readonly contentAt: string;
  /**
   * Revision of the last change of its fields, notes and reasons: what a package holds is as new as
   * that, or not.
   */
  readonly writtenRevision: number;
  /** Notes beside it by a decision, the oldest first. */
  readonly notes: readonly { readonly revision: number; readonly text: string }[];
}

const noFindings = { errors: 0, warnings: 0, infos: 0 };

const changedBy = (account: string, at: string) => ({
  changedAt: at,
  lastChangedBy: account,
  lastChangedDay: vietnamDay(at),
});

/** A delivery seen before changes nothing. */
const ifNewer = (
  record: RecordView | undefined,
  revision: number,
  change: (record: RecordView) => RecordView,
): RecordView | undefined => (record && record.revision < revision ? change(record) : record);

/**
 * One document per record: what result lists show and searches look at. Fed by the record's own
 * stream only.
 */
export const records = defineProjection<RecordedDomainEvent, RecordView, RecordEventType>()(
  {
    name: "reporting-records",
    version: 11,
    columns: {
      unitId: "text",
      bookId: "text",
      batchId: "text",
      recordType: "text",
      bookNumber: "text",
      number: "text",
      sortNumber: "number",
      registeredFrom: "text",
      registeredTo: "text",
      registeredYear: "number",
      status: "text",
      keyedBy: "text",
      keyedDay: "text",
      lastChangedBy: "text",
      lastChangedDay: "text",
      office: "text",
      officeKind: "text",
    },
    indexes: [
      ["unitId", "registeredFrom"],
      ["bookId", "sortNumber", "number"],
      ["registeredFrom", "sortNumber", "number"],
      ["bookNumber", "sortNumber"],
      ["sortNumber"],
      ["office", "registeredFrom"],
      ["keyedBy", "keyedDay"],
      ["lastChangedBy", "lastChangedDay"],
    ],
    words: "words",
  },
  {
    RecordEntered: {
      keys: ({ data }) => [data.recordId],
      evolve: (before, { data, metadata, revision }) => {
        if (before && before.revision >= revision) return before;
        const { unitId, bookId, batchId, recordType, bookNumber, openingYear, number } = data;
        const kept = keptFields(recordType, data.fields);
        return {
          id: data.recordId,
          unitId,
          bookId,
          batchId,
          recordType,
          bookNumber,
          openingYear,
          phase: phaseNumberOf(openingYear),
          number,
          sortNumber: Number.parseInt(number, 10) || 0,
          kept,
          ...summarise(recordType, kept),
          duplicate: data.duplicateReason !== undefined,
          status: "entered",
          source: data.source,
          keyedBy: data.keyedBy,
          findings: data.findings ?? noFindings,
          enteredAt: metadata.at,
          keyedDay: vietnamDay(metadata.at),
          changedAt: metadata.at,
          lastChangedBy: null,
          lastChangedDay: null,
          revision,
          writtenRevision: revision,
          contentAt: metadata.at,
          notes: before?.notes ?? [],
        };
      },
    },
    RecordCorrected: {
      keys: ({ data }) => [data.recordId],
      evolve: (before, { data, metadata, revision }) =>
        ifNewer(before, revision, (record) => {
          const kept = keptFields(record.recordType, applyChanges(record.kept, data.changes));
          return {
            ...record,
            kept,
            ...summarise(record.recordType, kept),
            findings: data.findings ?? record.findings,
            ...changedBy(data.correctedBy, metadata.at),
            revision,
            writtenRevision: revision,
            contentAt: metadata.at,
          };
        }),
    },
    RecordKeyedAgain: {
      keys: ({ data }) => [data.recordId],
      evolve: (before, { revision }) => ifNewer(before, revision, (record) => ({ ...record, revision })),
    },
    DiscrepancyResolved: {
      keys: ({ data }) => [data.recordId],
      evolve: (before, { data, metadata, revision }) =>
        ifNewer(before, revision, (record) => {
          const kept = keptFields(record.recordType, applyChanges(record.kept, [data]));
          return {
            ...record,
            kept,
            ...summarise(record.recordType, kept),
            findings: data.findings ?? record.findings,
            ...changedBy(data.resolvedBy, metadata.at),
            revision,
            writtenRevision: revision,
            contentAt: metadata.at,
          };
        }),
    },
    WarningsAnswered: {
      keys: ({ data }) => [data.recordId],
      evolve: (before, { data, revision }) =>
        ifNewer(before, revision, (record) => ({
          ...record,
          findings: data.findings,
          revision,
          writtenRevision: revision,
        })),
    },
    RecordVoided: {
      keys: ({ data }) => [data.recordId],
      evolve: (before, { data, metadata, revision }) =>
        ifNewer(before, revision, (record) => ({
          ...record,
          status: "voided",
          ...changedBy(data.voidedBy, metadata.at),
          revision,
        })),
    },
    RecordAnnotated: {
      keys: ({ data }) => [data.recordId],
      evolve: (before, { data: { text }, metadata, revision }) =>
        ifNewer(before, revision, (record) => ({
          ...record,
          notes: [...record.notes, { revision, text }],
          ...changedBy(metadata.actor.account, metadata.at),
          revision,
          writtenRevision: revision,
        })),
    },
    CorrectionNotApplied: {
      keys: ({ data }) => [data.recordId],
      evolve: (before, { revision }) => ifNewer(before, revision, (record) => ({ ...record, revision })),
    },
  },
);

/** As a book is read: 2, then 2b, then 3. */
export const byNumber = [{ column: "sortNumber" }, { column: "number" }] as const;
