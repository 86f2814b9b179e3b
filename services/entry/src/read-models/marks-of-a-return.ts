import type { FieldValue, FieldValues, Mark } from "@sogoc/events";
import { isRespelling } from "@sogoc/registers";

/** What a return marked wrong in one record. */
export interface ReturnedMarks {
  readonly batchId: string;
  readonly round: number;
  readonly at: string;
  readonly marks: readonly Mark[];
}

/**
 * When a keying or correction was made, and, where the event says so, after how many submissions of
 * the batch.
 */
export interface Occasion {
  readonly round?: number | undefined;
  readonly at: string;
}

/** A correction of one field, with its value before; left out if it had none. */
export interface FieldOccasion extends Occasion {
  readonly before?: FieldValue | undefined;
}

export interface ReturnedRecord {
  readonly batchId: string;
  readonly fields: FieldValues;
  /** The returns that marked it, in order. */
  readonly returns: readonly ReturnedMarks[];
  /** When a later check last withdrew the mark of a field, with a reason. */
  readonly takenBack: Readonly<Record<string, string>>;
  readonly entered: Occasion;
  /** The corrections of each field, in order. */
  readonly corrected: Readonly<Record<string, readonly FieldOccasion[]>>;
  readonly voided?: Occasion | undefined;
}

/** Adds a return; one that is known already changes nothing. */
export const withReturn = (
  returns: readonly ReturnedMarks[],
  added: ReturnedMarks,
): readonly ReturnedMarks[] => {
  const isSame = ({ batchId, round }: ReturnedMarks) => batchId === added.batchId && round === added.round;
  return returns.some(isSame) ? returns : [...returns, added].sort((one, other) => one.round - other.round);
};

/**
 * Whether a change was made after a return. Compares rounds; older events have only a time, which
 * is enough, since corrections follow days after a return.
 */
const comesAfter = ({ round, at }: Occasion, returned: ReturnedMarks): boolean =>
  round === undefined ? at >= returned.at : round >= returned.round;

/** What a field held when a return came. */
const valueAt = ({ fields, corrected }: ReturnedRecord, field: string, returned: ReturnedMarks) => {
  const first = corrected[field]?.find((occasion) => comesAfter(occasion, returned));
  return first ? first.before : fields[field];
};

/**
 * Returns the marks of the last return that were neither mended nor withdrawn, in whatever order
 * the streams of review and record are heard. A field is not mended if its value reads as it did
 * when it was marked, in this round or an earlier one, even if it was changed and changed back: the
 * gate of acceptance judges in the same way. A record that was keyed anew or voided after the
 * return has no marks. If it was voided before, the marks stay: its number is to be keyed again.
 */
export const uncorrectedMarks = (record: ReturnedRecord): readonly Mark[] => {
  const { batchId, entered, voided, fields, takenBack: withdrawnAt } = record;
  const returns = record.returns.filter((one) => one.batchId === batchId && !comesAfter(entered, one));
  const last = returns.at(-1);
  if (!last || (voided && comesAfter(voided, last))) return [];
  const isWithdrawn = (field: string, { at }: ReturnedMarks) => (withdrawnAt[field] ?? "") > at;
  return last.marks.filter(({ field }) =>
    returns.some(
      (one) =>
        one.marks.some((mark) => mark.field === field) &&
        !isWithdrawn(field, one) &&
        isRespelling(valueAt(record, field, one), fields[field]),
    ),
  );
};
