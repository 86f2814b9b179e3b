import type { Mark } from "@sogoc/events";

/** What a return marked wrong in one record. */
export interface ReturnedMarks {
  readonly round: number;
  readonly at: string;
  readonly marks: readonly Mark[];
}

/**
 * A keying or correction: after how many submissions of its batch it was made, where the event says
 * so, and when.
 */
export interface Mending {
  readonly round?: number | undefined;
  readonly at: string;
}

/**
 * The round tells it for certain. Events from before it was kept have the clock alone; a return
 * comes days before what it asks for.
 */
const comesAfter = ({ round, at }: Mending, returned: ReturnedMarks): boolean =>
  round === undefined ? at >= returned.at : round >= returned.round;

/**
 * Marks of the last return that nobody has mended: whichever of the two streams, the review's and
 * the record's, was heard of first. A record that was keyed anew or voided after the return has
 * none; one that was voided before was found wrong as voided: its number is to be keyed again.
 */
export const standingMarks = (record: {
  readonly returned?: ReturnedMarks | undefined;
  readonly entered: Mending;
  readonly corrected: Readonly<Record<string, Mending>>;
  readonly voided?: Mending | undefined;
}): readonly Mark[] => {
  const { returned, entered, corrected, voided } = record;
  if (!returned || comesAfter(entered, returned)) return [];
  if (voided && comesAfter(voided, returned)) return [];
  return returned.marks.filter(({ field }) => {
    const mended = corrected[field];
    return !mended || !comesAfter(mended, returned);
  });
};
