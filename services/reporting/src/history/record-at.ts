import { assertNever, type RecordedEvent } from "@sogoc/core";
import {
  answersAfter,
  applyChanges,
  type DataOf,
  type FieldValues,
  type GivenAnswer,
  givenAnswers,
  isRecordEvent,
  type RecordEvent,
  type Recorded,
  type RecordedDomainEvent,
  type SeenAs,
  upcast,
} from "@sogoc/events";

/** A record folded from its stream. */
export interface RecordAt {
  readonly id: string;
  readonly unitId: string;
  readonly bookId: string;
  readonly batchId: string;
  readonly recordType: string;
  readonly bookNumber: string;
  readonly openingYear: number;
  readonly number: string;
  readonly fields: FieldValues;
  /** How the values came that were not typed. */
  readonly seen: Readonly<Record<string, SeenAs | "from-import">>;
  readonly status: "entered" | "voided";
  readonly source: "keyed" | "imported";
  readonly keyedBy: string;
  readonly scanId?: string | undefined;
  readonly answers: readonly GivenAnswer[];
  readonly duplicateReason?: string | undefined;
  readonly annotations: readonly (Pick<DataOf<"RecordAnnotated">, "text" | "decision"> & {
    readonly at: string;
  })[];
  readonly findings?: DataOf<"RecordEntered">["findings"] | undefined;
  readonly enteredAt: string;
  readonly changedAt: string;
  readonly revision: number;
}

/** Stored events as today's code knows them. */
export const currentEvents = (events: readonly RecordedEvent[]): readonly RecordedDomainEvent[] =>
  events.map((event) => upcast(event) as unknown as RecordedDomainEvent);

const seenOf = ({ fields, source, seen = {} }: DataOf<"RecordEntered">): RecordAt["seen"] =>
  source === "imported"
    ? Object.fromEntries(Object.keys(fields).map((code) => [code, "from-import" as const]))
    : seen;

/** What was changed by a person since was typed. */
const withoutChanged = (
  seen: RecordAt["seen"],
  changes: readonly { readonly field: string }[],
): RecordAt["seen"] => {
  const changed = new Set(changes.map(({ field }) => field));
  return Object.fromEntries(Object.entries(seen).filter(([code]) => !changed.has(code)));
};

const enter = ({
  data,
  metadata,
  revision,
}: Extract<RecordedDomainEvent, { type: "RecordEntered" }>): RecordAt => {
  const { recordId: id, unitId, bookId, batchId, recordType, bookNumber, openingYear, number } = data;
  const { fields, source, keyedBy, scanId, duplicateReason, findings } = data;
  return {
    id,
    unitId,
    bookId,
    batchId,
    recordType,
    bookNumber,
    openingYear,
    number,
    fields,
    seen: seenOf(data),
    status: "entered",
    source,
    keyedBy,
    scanId,
    answers: givenAnswers(data.accepted, keyedBy, metadata.at),
    duplicateReason,
    annotations: [],
    findings,
    enteredAt: metadata.at,
    changedAt: metadata.at,
    revision,
  };
};

const evolve = (record: RecordAt | undefined, event: Recorded<RecordEvent>): RecordAt | undefined => {
  if (event.type === "RecordEntered") return enter(event);
  if (!record) return undefined;
  const touched = { changedAt: event.metadata.at, revision: event.revision };
  switch (event.type) {
    case "RecordCorrected":
      return {
        ...record,
        ...touched,
        fields: applyChanges(record.fields, event.data.changes),
        seen: withoutChanged(record.seen, event.data.changes),
        answers: [
          ...answersAfter(record.answers, event.data.changes),
          // Of an approved request whoever asked has given them.
          ...givenAnswers(
            event.data.accepted,
            event.data.requestedBy ?? event.data.correctedBy,
            event.metadata.at,
          ),
        ],
        findings: event.data.findings ?? record.findings,
      };
    case "WarningsAnswered":
      return {
        ...record,
        ...touched,
        answers: [
          ...record.answers,
          ...givenAnswers(event.data.accepted, event.data.answeredBy, event.metadata.at),
        ],
        findings: event.data.findings,
      };
    case "DiscrepancyResolved":
      return {
        ...record,
        ...touched,
        fields: applyChanges(record.fields, [event.data]),
        seen: withoutChanged(record.seen, [event.data]),
        answers: answersAfter(record.answers, [event.data]),
        findings: event.data.findings ?? record.findings,
      };
    case "RecordAnnotated": {
      const { text, decision } = event.data;
      return {
        ...record,
        ...touched,
        annotations: [...record.annotations, { text, decision, at: event.metadata.at }],
      };
    }
    case "RecordVoided":
      return { ...record, ...touched, status: "voided" };
    case "RecordKeyedAgain":
    case "CorrectionNotApplied":
      return { ...record, revision: event.revision };
    default:
      return assertNever(event);
  }
};

/**
 * The record as of a moment (ISO) or a position in the log, both included; undefined before it was
 * entered.
 */
export const recordAt = (
  events: readonly RecordedDomainEvent[],
  until: { readonly at?: string | undefined; readonly position?: number | undefined } = {},
): RecordAt | undefined => {
  let record: RecordAt | undefined;
  for (const event of events) {
    if (until.at !== undefined && Date.parse(event.metadata.at) > Date.parse(until.at)) break;
    if (until.position !== undefined && event.position > until.position) break;
    if (isRecordEvent(event)) record = evolve(record, event);
  }
  return record;
};
