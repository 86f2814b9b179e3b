import type { PackedRecord } from "../domain/handover.ts";
import type { AnswerLine } from "./answer-file.ts";
import { IN_THE_FILE } from "./answer-size.ts";
import { layBeside } from "./match-answer.ts";

/** What is known of a case from answers. */
export interface CaseOutcome {
  readonly says: "loaded" | "refused";
  /** Of a refused one, shortened where the event could not carry it. */
  readonly reason: string | undefined;
}

/** An answer that was recorded for an earlier package. */
export interface EarlierAnswer {
  readonly package: number;
  readonly sha256: string;
  /** Cases that it told of. */
  readonly named: readonly string[];
  /** What was known once it was recorded, of every case that had been sent by then. */
  readonly known: ReadonlyMap<string, CaseOutcome>;
}

const isSameReason = (whole: string | undefined, kept: string | undefined): boolean =>
  whole === kept ||
  kept === IN_THE_FILE ||
  (kept?.endsWith("…") === true && whole?.startsWith(kept.slice(0, -1)) === true);

const isSame = (outcome: CaseOutcome | undefined, known: CaseOutcome | undefined): boolean =>
  outcome !== undefined && outcome.says === known?.says && isSameReason(outcome.reason, known.reason);

/**
 * The earlier package whose answer these lines repeat: they say of each of its cases what it said,
 * and nothing that was not known with it, however the file is written. Undefined where there is
 * none. A true answer may look like that too.
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
