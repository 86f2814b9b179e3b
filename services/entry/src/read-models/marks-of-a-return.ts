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
 * A keying or correction: after how many submissions of its batch it was made, where the event says
 * so, and when.
 */
export interface Occasion {
  readonly round?: number | undefined;
  readonly at: string;
}

/** A correction of one field, and what the field held before; left out where it was not keyed. */
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

/** The returns with one more; one that is known already changes nothing. */
export const withReturn = (
  returns: readonly ReturnedMarks[],
  added: ReturnedMarks,
): readonly ReturnedMarks[] => {
  const isSame = ({ batchId, round }: ReturnedMarks) => batchId === added.batchId && round === added.round;
  return returns.some(isSame) ? returns : [...returns, added].sort((one, other) => one.round - other.round);
};

/**
 * Compares rounds where the event has one. Older events have only a time, which is enough: what a
 * return asks for comes days after it.
 */
const comesAfter = ({ round, at }: Occasion, returned: ReturnedMarks): boolean =>
  round === undefined ? at >= returned.at : round >= returned.round;

/** What a field held when a return came. */
const valueAt = ({ fields, corrected }: ReturnedRecord, field: string, returned: ReturnedMarks) => {
  const first = corrected[field]?.find((occasion) => comesAfter(occasion, returned));
  return first ? first.before : fields[field];
};

/**
 * Marks of the last return that nobody has mended or withdrawn: whichever of the streams, the
 * review's and the record's, was heard of first. A field is not mended while it reads as it did
 * when it was marked, in this round or in one before, also where it was changed and changed back:
 * the gate of acceptance judges alike. A record that was keyed anew or voided after the return has
 * no marks; one that was voided before was found wrong as voided: its number is to be keyed again.
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
