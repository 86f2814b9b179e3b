import type { PasswordHands } from "@sogoc/core";
import type { FieldValue, FieldValues, Mark } from "@sogoc/events";
import { isRespelling } from "@sogoc/registers";
import { isMilder } from "./colleagues-marks.ts";
import { droppedMarks, historiesOf, type MarkHistory, type MarkStep } from "./mark-steps.ts";
import type { ReviewState } from "./review.ts";

/**
 * A field that a round marked wrong, and what became of the mark. `wrong`: marked in this round.
 * `withdrawn`, `lowered`: withdrawn or made milder with a reason. Of an earlier round: `mended`,
 * `voided` with its case, `unchanged` although it was checked again, or `unseen` while it was not.
 */
export interface MarkWithState extends Mark {
  readonly recordId: string;
  readonly state: "wrong" | "withdrawn" | "lowered" | MarkOutcome;
  /** Who marked it in this round. */
  readonly markedBy?: readonly string[] | undefined;
  readonly withdrawnBy?: string | undefined;
  /** Who else has a hand in that (ADR 29). */
  readonly withdrawnHands?: PasswordHands | undefined;
  /** Why it was taken away. */
  readonly because?: string | undefined;
  /** The field has the value that was marked, and nobody has said why that is right. */
  readonly notMended?: true | undefined;
}

/** A mark with the number of its case and the history of its field's marks. */
export interface MarkWithHistory extends MarkWithState, Pick<MarkedRecord, "number"> {
  readonly history?: MarkHistory | undefined;
}

/** What became of a mark of an earlier round. */
export type MarkOutcome = "mended" | "unchanged" | "voided" | "unseen";

/** The value of a field until a revision changed it; undefined where it was not keyed. */
export interface EarlierValue {
  readonly until: number;
  readonly value?: FieldValue | undefined;
}

/** What is known of a record that an earlier round marked. */
export interface MarkedRecord {
  readonly number: string;
  /** The batch that it is in now: a voided case can be keyed again in another one. */
  readonly batchId: string;
  readonly status: "entered" | "voided";
  readonly voided?: { readonly revision: number } | undefined;
  readonly fields: FieldValues;
  /**
   * Earlier values of fields that have changed, even if they were changed back; the oldest first.
   */
  readonly earlierValues: Readonly<Record<string, readonly EarlierValue[]>>;
}

/** A mark of a returned round, and what later rounds found. */
export interface EarlierMark extends Mark {
  /** Revision of the record that was marked. */
  readonly recordRevision: number;
  /**
   * Revisions in which earlier rounds had marked the same field, without the marks that were
   * withdrawn.
   */
  readonly markedBefore?: readonly number[] | undefined;
  /** Revision in which a later check found the field right. */
  readonly rightAt?: number | undefined;
  /** Why, and by whom, a later round withdrew it. */
  readonly takenBack?: { readonly by: string; readonly because: string } | undefined;
}

/** The last check of a record in a round. */
export interface EarlierCheck {
  readonly marks: readonly Mark[];
  /** Revision of the record that was looked at. */
  readonly recordRevision: number;
  /**
   * The version of the scan that was looked at, and the check's position in the log; older checks
   * have no scan version.
   */
  readonly scanVersion?: number | undefined;
  readonly position?: number | undefined;
  readonly takenBack?:
    | readonly { readonly field: string; readonly by: string; readonly because: string }[]
    | undefined;
}

/**
 * The marks of a record after one more round. A field that is marked again has only the new mark,
 * which remembers the revisions in which it was marked before.
 */
export const marksAfterRound = (
  before: readonly EarlierMark[],
  { marks, recordRevision, takenBack = [] }: EarlierCheck,
): readonly EarlierMark[] => {
  const again = new Set(marks.map(({ field }) => field));
  const settled = before
    .filter(({ field }) => !again.has(field))
    .map((mark) => ({
      ...mark,
      rightAt: recordRevision,
      takenBack: takenBack.findLast(({ field }) => field === mark.field) ?? mark.takenBack,
    }));
  const markedBefore = (field: string): readonly number[] | undefined => {
    const revisions = before
      .filter((mark) => mark.field === field && mark.takenBack === undefined)
      .flatMap((mark) => [...(mark.markedBefore ?? []), mark.recordRevision]);
    return revisions.length > 0 ? [...new Set(revisions)] : undefined;
  };
  const anew = marks.map((mark) => ({ ...mark, recordRevision, markedBefore: markedBefore(mark.field) }));
  return [...settled, ...anew];
};

const historyOf = ({ earlierValues }: Pick<MarkedRecord, "earlierValues">, field: string) =>
  earlierValues[field] ?? [];

/** The value that a field had in a revision of its record. */
export const valueAt = (
  record: Pick<MarkedRecord, "fields" | "earlierValues">,
  field: string,
  revision: number,
): FieldValue | undefined => {
  const later = historyOf(record, field).find(({ until }) => until > revision);
  return later ? later.value : record.fields[field];
};

/**
 * Whether a field has the value with which this round or an earlier one marked it, and nobody has
 * taken the mark back. A value that was changed and changed back counts as the same, and so does
 * another spelling: where the spelling was the complaint, a checker decides. The marks of a voided
 * case count as mended.
 */
export const isNotMended = (mark: EarlierMark, record: MarkedRecord): boolean =>
  record.status === "entered" &&
  mark.takenBack === undefined &&
  [mark.recordRevision, ...(mark.markedBefore ?? [])].some((revision) =>
    isRespelling(valueAt(record, mark.field, revision), record.fields[mark.field]),
  );

type RoundState = Pick<ReviewState, "checks" | "withdrawnOfColleagues" | "withdrawnOfEarlierRounds">;

const markedNow = ({ checks }: RoundState): readonly MarkWithState[] =>
  [...checks].flatMap(([recordId, { marks }]) =>
    marks.map(({ by, hands: _, ...mark }) => ({
      recordId,
      ...mark,
      state: "wrong" as const,
      markedBy: by,
    })),
  );

/**
 * Marks that somebody withdrew with a reason, even if the field was marked again since. The state
 * is `lowered` where all its marks in force are milder.
 */
const withdrawnOfColleaguesNow = ({ checks, withdrawnOfColleagues }: RoundState): readonly MarkWithState[] =>
  withdrawnOfColleagues.map((mark) => {
    const { marks = [] } = checks.get(mark.recordId) ?? {};
    const remaining = marks.filter(({ field }) => field === mark.field);
    const isLowered = remaining.length > 0 && remaining.every((one) => isMilder(one, mark));
    return { ...mark, state: isLowered ? ("lowered" as const) : ("withdrawn" as const) };
  });

/** What the present round says of a mark of an earlier one. */
interface InThisRound {
  readonly checked: boolean;
  readonly takenBack?: EarlierMark["takenBack"];
}

/** What became of a mark in the batch that is judged. */
const stateOfEarlier = (
  mark: EarlierMark,
  record: MarkedRecord | undefined,
  batchId: string,
  { checked, takenBack = mark.takenBack }: InThisRound,
): Pick<MarkWithState, "state" | "withdrawnBy" | "because" | "notMended"> => {
  if (takenBack) return { state: "withdrawn", withdrawnBy: takenBack.by, because: takenBack.because };
  if (!record) return { state: "unseen" };
  // It was voided in this batch and keyed again in another one, where it is checked.
  if (record.batchId !== batchId) return { state: "voided" };
  if (isNotMended(mark, record)) return { state: checked ? "unchanged" : "unseen", notMended: true };
  const changed = record.voided?.revision ?? historyOf(record, mark.field).at(-1)?.until ?? 0;
  if (!checked && (mark.rightAt ?? -1) < changed) return { state: "unseen" };
  return { state: record.status === "voided" ? "voided" : "mended" };
};

/** Marks that their own checker removed, of fields that have no other mark. */
const droppedNow = (steps: readonly MarkStep[], known: readonly MarkWithState[]): readonly MarkWithState[] =>
  droppedMarks(steps, known).map(({ recordId, field, severity, reason, by }) => {
    return { recordId, field, severity, reason, state: "withdrawn", withdrawnBy: by };
  });

/**
 * Every mark of this round and of earlier ones, of records that are known, each with the history of
 * its field by `steps`.
 */
export const marksWithState = (
  state: RoundState,
  earlier: ReadonlyMap<string, readonly EarlierMark[]>,
  records: ReadonlyMap<string, MarkedRecord>,
  batchId: string,
  steps: readonly MarkStep[] = [],
): readonly MarkWithHistory[] => {
  const earlierMarks = [...earlier].flatMap(([recordId, marks]): MarkWithState[] => {
    const check = state.checks.get(recordId);
    const fields = new Set(check?.marks.map(({ field }) => field));
    return marks
      .filter(({ field }) => !fields.has(field))
      .map((mark) => {
        const { field, severity, reason } = mark;
        const taken = state.withdrawnOfEarlierRounds.findLast(
          (one) => one.recordId === recordId && one.field === field,
        );
        const takenBack = taken && { by: taken.withdrawnBy, because: taken.because };
        const inThisRound = { checked: check !== undefined, takenBack };
        const became = stateOfEarlier(mark, records.get(recordId), batchId, inThisRound);
        return { recordId, field, severity, reason, ...became };
      });
  });
  const withState = [...markedNow(state), ...withdrawnOfColleaguesNow(state), ...earlierMarks];
  const historyOfField = historiesOf(steps);
  return [...withState, ...droppedNow(steps, withState)].flatMap((mark) => {
    const record = records.get(mark.recordId);
    return record ? [{ ...mark, number: record.number, history: historyOfField(mark) }] : [];
  });
};

/** How many fields have their marked value again; a field that two people marked counts once. */
export const countNotMended = (marks: readonly MarkWithState[]): number =>
  new Set(marks.flatMap(({ recordId, field, notMended }) => (notMended ? [`${recordId} ${field}`] : [])))
    .size;
