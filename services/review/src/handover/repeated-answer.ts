import type { PackedRecord } from "../domain/handover.ts";
import type { AnswerLine } from "./answer-file.ts";
import { IN_THE_FILE } from "./answer-size.ts";
import { layBeside } from "./match-answer.ts";
import type { CaseOutcome } from "./sendings.ts";

/** The answer that was recorded for an earlier package. */
export interface EarlierAnswer {
  readonly package: number;
  readonly sha256: string;
  /** The cases that it named. */
  readonly named: readonly string[];
  /** The results that were known after it, of all cases sent by then. */
  readonly known: ReadonlyMap<string, CaseOutcome>;
}

const isSameReason = (whole: string | undefined, kept: string | undefined): boolean =>
  whole === kept ||
  kept === IN_THE_FILE ||
  (kept?.endsWith("…") === true && whole?.startsWith(kept.slice(0, -1)) === true);

const isSame = (outcome: CaseOutcome | undefined, known: CaseOutcome | undefined): boolean =>
  outcome !== undefined && outcome.says === known?.says && isSameReason(outcome.reason, known.reason);

/**
 * The earlier package whose answer these lines repeat: they have the same result for each of its
 * cases, and no result that was not known then. The form of the file does not matter. Undefined
 * where there is none. A true answer may look like a repeated one.
 */
export const packageRepeatedBy = (
  everSent: readonly PackedRecord[],
  lines: readonly AnswerLine[],
  openingYear: number,
  earlier: readonly EarlierAnswer[],
): number | undefined => {
  const outcomes = new Map<string, CaseOutcome>();
  for (const { record, says, reason } of layBeside(everSent, lines, openingYear).cases)
    if (says === "loaded" || says === "refused") outcomes.set(record.recordId, { says, reason });
  const repeated = earlier.findLast(
    ({ named, known }) =>
      named.length > 0 &&
      named.every((recordId) => outcomes.has(recordId)) &&
      [...outcomes].every(([recordId, outcome]) => isSame(outcome, known.get(recordId))),
  );
  return repeated?.package;
};
