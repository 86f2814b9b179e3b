import type { PackedRecord } from "../domain/handover.ts";
import type { AnswerLine } from "./answer-file.ts";
import { layBeside } from "./match-answer.ts";

/**
 * A case that the package that waits for its answer contains, and that an earlier package contained
 * with other values.
 */
export interface SentTwice {
  readonly record: PackedRecord;
  /** The earlier package that contained it last, and its revision there. */
  readonly package: number;
  readonly revision: number;
  /** What is known of it as it was sent then. */
  readonly before: "loaded" | "refused" | undefined;
}

/** A line that may be the result of a case as it was sent then or as it was sent last. */
export interface EitherCase extends SentTwice {
  readonly says: "loaded" | "refused";
  readonly row: number | undefined;
}

/**
 * The lines that may belong to an earlier package: the case had no result there yet; or the line
 * repeats the result that it had there, in a file that names cases of earlier packages as well.
 */
export const eitherCasesIn = (
  everSent: readonly PackedRecord[],
  last: readonly PackedRecord[],
  lines: readonly AnswerLine[],
  openingYear: number,
  sentTwice: readonly SentTwice[],
): readonly EitherCase[] => {
  if (sentTwice.length === 0) return [];
  const inLast = new Set(last.map(({ recordId }) => recordId));
  const { cases } = layBeside(everSent, lines, openingYear);
  const byRecord = new Map(cases.map((one) => [one.record.recordId, one]));
  const namesEarlier = cases.some(({ record, says }) => says !== undefined && !inLast.has(record.recordId));
  return sentTwice.flatMap((twice) => {
    const { says, row } = byRecord.get(twice.record.recordId) ?? {};
    if (says !== "loaded" && says !== "refused") return [];
    const isOpen = twice.before === undefined || (namesEarlier && twice.before === says);
    return isOpen ? [{ ...twice, says, row }] : [];
  });
};
