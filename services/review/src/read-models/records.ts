import {
  type Acting,
  defineProjection,
  type EventMetadata,
  noHands,
  type ReaderOf,
  settersBehind,
  withHand,
} from "@sogoc/core";
import {
  answersAfter,
  applyChanges,
  type FieldValues,
  type GivenAnswer,
  givenAnswers,
  isSameValue,
  type RecordEventType,
  type RecordedDomainEvent,
  requestersOf,
  sendersOf,
} from "@sogoc/events";
import type { EarlierValue } from "../domain/mark-state.ts";
import type { CaseNote } from "../domain/supplement-hands.ts";

interface PasswordReset {
  readonly of: string;
  readonly by: string;
  readonly at: string;
  /** It was the first one, of an account that was opened. */
  readonly opened?: true | undefined;
}

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
  /** A person confirmed that the number occurs twice in the book. */
  readonly duplicate: boolean;
  readonly status: "entered" | "voided";
  /** While it is voided: why, by whom, when, and with which revision. */
  readonly voided?:
    | { readonly reason: string; readonly by: string; readonly at: string; readonly revision: number }
    | undefined;
  /** What its keyers answered to what the rules say. */
  readonly accepted: readonly GivenAnswer[];
  /**
   * Everybody who sent the workbook it came from, keyed or corrected it: none of them may check it.
   */
  readonly keyers: readonly string[];
  /** By keyer, the unit in which they worked then; of who sent a workbook it is not known. */
  readonly keyerUnits: Readonly<Record<string, string>>;
  /** Whose second keying it was: of the keyers they alone have not seen it as it is now. */
  readonly keyedAgainBy?: string | undefined;
  /** Everybody who decided between two keyings of it. */
  readonly arbiters: readonly string[];
  /**
   * Passwords of those that somebody else had set shortly before they did it, and of whoever had
   * set them, each once: of whom, by whom and when.
   */
  readonly resets: readonly PasswordReset[];
  readonly revision: number;
  /** Revision and moment of the last change of its fields: what the submitted digest names. */
  readonly contentRevision: number;
  readonly contentAt: string;
  /** Revision of the last change of what a package holds of it: its fields, notes and reasons. */
  readonly writtenRevision: number;
  /** Notes beside it by a decision, the oldest first. */
  readonly notes: readonly CaseNote[];
  /**
   * When, and with which revision, its keyers last said anything of it that is checked: a value, or
   * an answer to what the rules find in it.
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
const earlierValuesAfter = (
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

/**
 * What changes in a record with its fields: an event that says what they hold now is the last that
 * a digest, a package and a check go by.
 */
const contentAfter = (
  before: Pick<RecordView, "fields" | "earlierValues"> | undefined,
  fields: FieldValues,
  { metadata, revision }: Pick<RecordedDomainEvent, "metadata" | "revision">,
): Pick<
  RecordView,
  | "fields"
  | "revision"
  | "contentRevision"
  | "writtenRevision"
  | "contentAt"
  | "saidAt"
  | "saidRevision"
  | "earlierValues"
> => ({
  fields,
  revision,
  contentRevision: revision,
  writtenRevision: revision,
  contentAt: metadata.at,
  saidAt: metadata.at,
  saidRevision: revision,
  earlierValues: earlierValuesAfter(before, fields, revision),
});

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

const resetsAfter = (
  before: Pick<RecordView, "resets"> | undefined,
  ...actors: readonly Acting[]
): RecordView["resets"] => {
  const resets = [...(before?.resets ?? [])];
  for (const acting of actors) {
    let of = acting.account;
    for (const { account: by, at, opened } of settersBehind(acting)) {
      const isKnown = resets.some((one) => one.of === of && one.by === by && one.at === at);
      if (!isKnown) resets.push({ of, by, at, opened });
      of = by;
    }
  }
  return resets;
};

/** One document per record as the entry service's events tell it: what a checker looks at. */
export const records = defineProjection<RecordedDomainEvent, RecordView, RecordEventType>()(
  {
    name: "review-records",
    version: 16,
    columns: { batchId: "text", bookId: "text", sortNumber: "number", number: "text", status: "text" },
    indexes: [
      ["batchId", "sortNumber", "number"],
      ["bookId", "sortNumber", "number"],
    ],
  },
  {
    RecordEntered: {
      keys: ({ data }) => [data.recordId],
      evolve: (before, event) => {
        const { data, metadata } = event;
        const { batchId, bookId, unitId, recordType, bookNumber, openingYear, number, fields, scanId } = data;
        return {
          ...contentAfter(before, fields, event),
          id: data.recordId,
          batchId,
          bookId,
          unitId,
          recordType,
          bookNumber,
          openingYear,
          number,
          sortNumber: Number.parseInt(number, 10) || 0,
          scanId,
          duplicate: data.duplicateReason !== undefined,
          status: "entered",
          accepted: givenAnswers(data.accepted, data.keyedBy, metadata.at),
          keyers: [
            ...new Set([
              ...(before?.keyers ?? []),
              ...sendersOf(data).map(({ account }) => account),
              data.keyedBy,
            ]),
          ],
          keyerUnits: unitsAfter(before, data.keyedBy, metadata),
          arbiters: before?.arbiters ?? [],
          notes: before?.notes ?? [],
          resets: resetsAfter(before, ...sendersOf(data), metadata.actor),
        };
      },
    },
    RecordCorrected: {
      keys: ({ data }) => [data.recordId],
      evolve: (record, event) => {
        if (!record) return undefined;
        const { data, metadata } = event;
        return {
          ...record,
          ...contentAfter(record, applyChanges(record.fields, data.changes), event),
          accepted: [
            ...answersAfter(record.accepted, data.changes),
            // Of an approved request whoever asked has given them.
            ...givenAnswers(data.accepted, data.requestedBy ?? data.correctedBy, metadata.at),
          ],
          keyers: [...new Set([...record.keyers, data.correctedBy])],
          keyerUnits: unitsAfter(record, data.correctedBy, metadata),
          resets: resetsAfter(record, ...requestersOf(data), metadata.actor),
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
          resets: resetsAfter(record, metadata.actor),
          keyedAgainBy: data.keyedBy,
          revision,
        },
    },
    DiscrepancyResolved: {
      keys: ({ data }) => [data.recordId],
      evolve: (record, event) =>
        record && {
          ...record,
          ...contentAfter(record, applyChanges(record.fields, [event.data]), event),
          accepted: answersAfter(record.accepted, [event.data]),
          arbiters: [...new Set([...record.arbiters, event.data.resolvedBy])],
          resets: resetsAfter(record, event.metadata.actor),
        },
    },
    WarningsAnswered: {
      keys: ({ data }) => [data.recordId],
      evolve: (record, { data, metadata, revision }) =>
        record && {
          ...record,
          saidAt: metadata.at,
          saidRevision: revision,
          accepted: [...record.accepted, ...givenAnswers(data.accepted, data.answeredBy, metadata.at)],
          keyers: [...new Set([...record.keyers, data.answeredBy])],
          keyerUnits: unitsAfter(record, data.answeredBy, metadata),
          resets: resetsAfter(record, metadata.actor),
          revision,
          writtenRevision: revision,
        },
    },
    RecordVoided: {
      keys: ({ data }) => [data.recordId],
      evolve: (record, { data: { reason, voidedBy: by }, metadata, revision }) =>
        record && {
          ...record,
          status: "voided",
          voided: { reason, by, at: metadata.at, revision },
          // Whoever voids a case does not say afterwards that this was right.
          keyers: [...new Set([...record.keyers, by])],
          keyerUnits: unitsAfter(record, by, metadata),
          resets: resetsAfter(record, metadata.actor),
          revision,
        },
    },
    RecordAnnotated: {
      keys: ({ data }) => [data.recordId],
      evolve: (record, { data: { text, decision }, metadata: { actor, at }, revision }) =>
        record && {
          ...record,
          notes: [
            ...record.notes,
            { revision, text, decision, at, ...withHand(noHands, actor.account, actor) },
          ],
          revision,
          writtenRevision: revision,
        },
    },
    CorrectionNotApplied: {
      keys: ({ data }) => [data.recordId],
      evolve: (record, { revision }) => record && { ...record, revision },
    },
  },
);

/** As a book is read: 2, then 2b, then 3. */
export const byNumber = [{ column: "sortNumber" }, { column: "number" }] as const;

export type RecordReader = ReaderOf<typeof records>;
