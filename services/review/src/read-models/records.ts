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
  type DataOf,
  type FieldValues,
  type GivenAnswer,
  givenAnswers,
  isSameValue,
  type RecordEventType,
  type RecordedDomainEvent,
  requestersOf,
  sendersOf,
} from "@sogoc/events";
import { isSameReading } from "@sogoc/registers";
import type { AgreedIn } from "../domain/agreed-by-two.ts";
import type { EarlierValue } from "../domain/mark-state.ts";
import type { CaseNote } from "../domain/supplement-hands.ts";

interface PasswordReset {
  readonly of: string;
  readonly by: string;
  readonly at: string;
  /** It was the first password of a new account. */
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
  /** A person confirmed that the book has this number twice. */
  readonly duplicate: boolean;
  readonly status: "entered" | "voided";
  /** While it is voided: why, by whom, when, and with which revision. */
  readonly voided?:
    | { readonly reason: string; readonly by: string; readonly at: string; readonly revision: number }
    | undefined;
  /** Its keyers' answers to findings. */
  readonly accepted: readonly GivenAnswer[];
  /** Everybody who keyed or corrected it or sent its workbook: none of them may check it. */
  readonly keyers: readonly string[];
  /** For each keyer, the unit in which they worked then; not known for senders of workbooks. */
  readonly keyerUnits: Readonly<Record<string, string>>;
  /** Who keyed it a second time: they are the only keyer who has not seen it as it is now. */
  readonly keyedAgainBy?: string | undefined;
  /**
   * For each field that was keyed twice, the revision in which two people last agreed on it; null
   * where nobody agrees with the arbiter.
   */
  readonly agreedIn?: AgreedIn | undefined;
  /** What the second keying has in fields in which it differs, until an arbiter has decided. */
  readonly undecided?: FieldValues | undefined;
  /** Everybody who decided between two keyings of it. */
  readonly arbiters: readonly string[];
  /**
   * Passwords that others had set shortly before their owners worked on the record, and in turn the
   * passwords of those others: whose, by whom and when, each once.
   */
  readonly resets: readonly PasswordReset[];
  readonly revision: number;
  /**
   * Revision and time of the last change of its fields; the submitted digest is made from these.
   */
  readonly contentRevision: number;
  readonly contentAt: string;
  /**
   * Revision of the last change of anything that packages contain: its fields, notes and reasons.
   */
  readonly writtenRevision: number;
  /** Notes beside it by a decision, the oldest first. */
  readonly notes: readonly CaseNote[];
  /** When, and in which revision, its keyers last gave a value, or an answer to a finding. */
  readonly saidAt: string;
  readonly saidRevision: number;
  /** The earlier values of each field, and until which revision it had them; the oldest first. */
  readonly earlierValues: Readonly<Record<string, readonly EarlierValue[]>>;
}

/** The earlier values, with those of fields that this revision changes. */
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
 * Everything in a record that follows from a change of its fields: digest, package and check go by
 * this revision.
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

/**
 * Of a record that was keyed twice: from this revision on two people agree about these fields, or,
 * by null, nobody agrees with whoever settled them.
 */
const agreedAfter = (
  before: RecordView["agreedIn"],
  fields: readonly string[],
  revision: number | null,
): RecordView["agreedIn"] => {
  if (!before) return undefined;
  const both = fields.filter((field) => before[field] !== undefined);
  return { ...before, ...Object.fromEntries(both.map((field) => [field, revision])) };
};

/**
 * Whether one of the two keyers has what the arbiter decided. Events of older programs call it
 * neither's also where the arbiter typed what one of them has.
 */
const isOfOneKeying = (
  { fields, undecided = {} }: Pick<RecordView, "fields" | "undecided">,
  { field, choice, after }: DataOf<"DiscrepancyResolved">,
): boolean => {
  if (choice !== "neither") return true;
  return [fields[field], undecided[field]].some((keyed) => keyed && isSameReading(keyed, after));
};

/** Adds the unit in which whoever did this worked then, unless one is known for them. */
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

/** One document per record, from the events of the entry service: what a checker looks at. */
export const records = defineProjection<RecordedDomainEvent, RecordView, RecordEventType>()(
  {
    name: "review-records",
    version: 18,
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
            // In an approved request, whoever asked gave the answers.
            ...givenAnswers(data.accepted, data.requestedBy ?? data.correctedBy, metadata.at),
          ],
          keyers: [...new Set([...record.keyers, data.correctedBy])],
          keyerUnits: unitsAfter(record, data.correctedBy, metadata),
          agreedIn:
            // One person mends alone; of an approved request, two say the same.
            data.approvedBy === undefined
              ? record.agreedIn
              : agreedAfter(
                  record.agreedIn,
                  data.changes.map(({ field }) => field),
                  event.revision,
                ),
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
          agreedIn: Object.fromEntries(data.compared.map((field) => [field, revision])),
          undecided: Object.fromEntries(
            Object.entries(data.fields).filter(([field]) => data.differing.includes(field)),
          ),
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
          agreedIn: agreedAfter(
            record.agreedIn,
            [event.data.field],
            isOfOneKeying(record, event.data) ? event.revision : null,
          ),
          undecided: record.undecided && applyChanges(record.undecided, [{ field: event.data.field }]),
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
          // Whoever voids a case does not decide later that this was right.
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
