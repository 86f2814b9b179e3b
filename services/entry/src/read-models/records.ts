import {
  type Acting,
  defineProjection,
  type Hands,
  joinHands,
  noHands,
  type ReaderOf,
  type Within,
  withHand,
} from "@sogoc/core";
import {
  answersAfter,
  applyChanges,
  type FieldValues,
  type FindingAnswer,
  type Mark,
  type RecordEventType,
  type RecordedDomainEvent,
  requestersOf,
  sendersOf,
} from "@sogoc/events";
import {
  type FieldOccasion,
  type Occasion,
  type ReturnedMarks,
  uncorrectedMarks,
  withReturn,
} from "./marks-of-a-return.ts";

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
  /**
   * `unheard` while only a return of its batch, or a check, was heard: streams may overtake each
   * other.
   */
  readonly status: "unheard" | "entered" | "voided";
  readonly source: "keyed" | "imported";
  /** Who keyed it; of an imported case, who confirmed the import. */
  readonly keyedBy: string;
  /** Who sent the workbook that it came from, where somebody else confirmed it. */
  readonly sentBy?: string | undefined;
  /** What the second person keyed. Hidden until the second keying ends. */
  readonly second?:
    | {
        readonly fields: FieldValues;
        readonly keyedBy: string;
        /** Who keyed it again, and who has a hand in that (ADR 29). */
        readonly hands: Hands;
        /** Differences that nobody has decided yet. */
        readonly undecided: readonly string[];
      }
    | undefined;
  /** 1 while a difference is undecided, for the arbiter's list. */
  readonly differs: 0 | 1;
  readonly scanId?: string | undefined;
  /**
   * It was keyed as a second case of its number, with a reason, or a workbook gave such a reason.
   */
  readonly duplicate: boolean;
  readonly accepted: readonly FindingAnswer[];
  /** Marks of the last return that nobody has mended and no check withdrew. */
  readonly marks: readonly Mark[];
  /** 1 while there are marks, for the clerk's list of mistakes. */
  readonly marked: 0 | 1;
  /**
   * What uncorrected marks are worked out from: the returns, when later checks withdrew marks, when
   * it was keyed and each field corrected.
   */
  readonly returns: readonly ReturnedMarks[];
  readonly takenBack: Readonly<Record<string, string>>;
  readonly entered: Occasion;
  readonly corrected: Readonly<Record<string, readonly FieldOccasion[]>>;
  /** While it is voided. */
  readonly voided?: Occasion | undefined;
  /**
   * The makers, of voided keyings of the number too, and who has a hand in that. Whoever keyed it a
   * second time is not among them.
   */
  readonly hands: Hands;
  /** The arbiters of its differences, and who has a hand in that. */
  readonly arbiters?: Hands | undefined;
  readonly enteredAt: string;
  /** When it was first entered, if it was voided and keyed once more. */
  readonly firstEnteredAt: string;
  readonly changedAt: string;
  readonly revision: number;
  /** Revision of the last event that changed its fields. */
  readonly contentRevision: number;
}

const occasionOf = ({ round }: { readonly round?: number | undefined }, { at }: { readonly at: string }) => ({
  round,
  at,
});

const withMarks = (record: Omit<RecordView, "marks" | "marked">): RecordView => {
  const marks = record.status === "unheard" ? [] : uncorrectedMarks(record);
  return { ...record, marks, marked: marks.length > 0 ? 1 : 0 };
};

const unheardRecord = (id: string): RecordView => ({
  id,
  batchId: "",
  bookId: "",
  unitId: "",
  recordType: "",
  bookNumber: "",
  openingYear: 0,
  number: "",
  sortNumber: 0,
  fields: {},
  status: "unheard",
  source: "keyed",
  keyedBy: "",
  differs: 0,
  duplicate: false,
  accepted: [],
  marks: [],
  marked: 0,
  returns: [],
  takenBack: {},
  entered: { at: "" },
  corrected: {},
  hands: noHands,
  enteredAt: "",
  firstEnteredAt: "",
  changedAt: "",
  revision: -1,
  contentRevision: -1,
});

/** Adds the hands of each of these actors. */
const withActors = (before: Hands = noHands, actors: readonly Acting[]): Hands =>
  joinHands([before, ...actors.map((acting) => withHand(noHands, acting.account, acting))]);

/** Changes a record that was entered; one that is unheard stays as it is. */
const changeRecord = <Changed extends Partial<RecordView>>(
  record: RecordView | undefined,
  changed: (record: RecordView) => Changed & Within<Partial<RecordView>, Changed>,
): RecordView | undefined =>
  record && record.status !== "unheard" ? withMarks({ ...record, ...changed(record) }) : record;

/** One document per record as it is now: the keying desk's working copy. */
export const records = defineProjection<RecordedDomainEvent, RecordView, RecordEventType>()(
  {
    name: "entry-records",
    version: 16,
    columns: {
      batchId: "text",
      bookId: "text",
      sortNumber: "number",
      number: "text",
      status: "text",
      marked: "number",
      differs: "number",
    },
    indexes: [
      ["batchId", "sortNumber", "number"],
      ["bookId", "sortNumber", "number"],
    ],
  },
  {
    RecordEntered: {
      keys: ({ data }) => [data.recordId],
      evolve: (before, { data, metadata, revision }) => {
        const { batchId, bookId, unitId, recordType, bookNumber, openingYear, number, fields, scanId } = data;
        const keys = { batchId, bookId, unitId, recordType, bookNumber, openingYear };
        return withMarks({
          id: data.recordId,
          ...keys,
          number,
          sortNumber: Number.parseInt(number, 10) || 0,
          fields,
          status: "entered",
          source: data.source,
          keyedBy: data.keyedBy,
          sentBy: data.preparedBy,
          scanId,
          duplicate: data.duplicateReason !== undefined,
          accepted: data.accepted ?? [],
          returns: before?.returns ?? [],
          takenBack: before?.takenBack ?? {},
          entered: occasionOf(data, metadata),
          corrected: {},
          differs: 0,
          hands: withHand(withActors(before?.hands, sendersOf(data)), data.keyedBy, metadata.actor),
          arbiters: before?.arbiters,
          enteredAt: metadata.at,
          firstEnteredAt: before?.firstEnteredAt || metadata.at,
          changedAt: metadata.at,
          revision,
          contentRevision: revision,
        });
      },
    },
    RecordCorrected: {
      keys: ({ data }) => [data.recordId],
      evolve: (record, { data, metadata, revision }) =>
        changeRecord(record, (known) => ({
          fields: applyChanges(known.fields, data.changes),
          accepted: [...answersAfter(known.accepted, data.changes), ...(data.accepted ?? [])],
          corrected: {
            ...known.corrected,
            ...Object.fromEntries(
              data.changes.map(({ field }) => {
                const occasion = { ...occasionOf(data, metadata), before: known.fields[field] };
                return [field, [...(known.corrected[field] ?? []), occasion]];
              }),
            ),
          },
          hands: withHand(withActors(known.hands, requestersOf(data)), data.correctedBy, metadata.actor),
          changedAt: metadata.at,
          revision,
          contentRevision: revision,
        })),
    },
    RecordKeyedAgain: {
      keys: ({ data }) => [data.recordId],
      evolve: (record, { data: { fields, keyedBy, differing }, metadata, revision }) =>
        changeRecord(record, () => ({
          second: {
            fields,
            keyedBy,
            hands: withHand(noHands, keyedBy, metadata.actor),
            undecided: differing,
          },
          differs: differing.length > 0 ? 1 : 0,
          revision,
        })),
    },
    DiscrepancyResolved: {
      keys: ({ data }) => [data.recordId],
      evolve: (record, { data, metadata, revision }) =>
        changeRecord(record, ({ fields, second, accepted, arbiters = noHands }) => {
          if (!second) return {};
          const undecided = second.undecided.filter((field) => field !== data.field);
          return {
            fields: applyChanges(fields, [data]),
            accepted: answersAfter(accepted, [data]),
            second: { ...second, undecided },
            arbiters: withHand(arbiters, data.resolvedBy, metadata.actor),
            differs: undecided.length > 0 ? 1 : 0,
            changedAt: metadata.at,
            revision,
            contentRevision: revision,
          };
        }),
    },
    WarningsAnswered: {
      keys: ({ data }) => [data.recordId],
      evolve: (record, { data, metadata, revision }) =>
        changeRecord(record, ({ accepted, hands }) => ({
          accepted: [...accepted, ...data.accepted],
          hands: withHand(hands, data.answeredBy, metadata.actor),
          revision,
        })),
    },
    RecordVoided: {
      keys: ({ data }) => [data.recordId],
      evolve: (record, { data, metadata, revision }) =>
        changeRecord(record, () => ({
          status: "voided",
          voided: occasionOf(data, metadata),
          changedAt: metadata.at,
          revision,
        })),
    },
    RecordAnnotated: {
      keys: ({ data }) => [data.recordId],
      evolve: (record, { revision }) => changeRecord(record, () => ({ revision })),
    },
    CorrectionNotApplied: {
      keys: ({ data }) => [data.recordId],
      evolve: (record, { revision }) => changeRecord(record, () => ({ revision })),
    },
    BatchReturned: {
      keys: ({ data }) => [...new Set(data.marks.map(({ recordId }) => recordId))],
      evolve: (record, { data: { batchId, round, marks }, metadata: { at } }, key) => {
        const known = record ?? unheardRecord(key);
        const own = marks.filter(({ recordId }) => recordId === key).map(({ recordId: _, ...mark }) => mark);
        return withMarks({
          ...known,
          returns: withReturn(known.returns, { batchId, round, at, marks: own }),
        });
      },
    },
    RecordChecked: {
      keys: ({ data }) => (data.takenBack ? [data.recordId] : []),
      evolve: (record, { data: { takenBack = [] }, metadata: { at } }, key) => {
        const known = record ?? unheardRecord(key);
        const fields = takenBack.filter(({ field }) => (known.takenBack[field] ?? "") < at);
        return withMarks({
          ...known,
          takenBack: { ...known.takenBack, ...Object.fromEntries(fields.map(({ field }) => [field, at])) },
        });
      },
    },
  },
);

/** As a book is read: 2, then 2b, then 3. */
export const byNumber = [{ column: "sortNumber" }, { column: "number" }] as const;

export type RecordReader = ReaderOf<typeof records>;
