import type { EarlierRounds } from "../domain/beside-sample.ts";
import { type MarkWithState, marksWithState } from "../domain/mark-state.ts";
import type { MarkOfRecord, ReviewState } from "../domain/review.ts";
import type { RecordReader } from "../read-models/records.ts";
import type { ReviewReader } from "../read-models/reviews.ts";
import { getEarlierRounds, type RoundOfBatch } from "./get-earlier-rounds.ts";

export interface MarkReaders {
  readonly records: RecordReader;
  readonly reviews: ReviewReader;
}

export interface OpenRound extends RoundOfBatch {
  readonly state: Pick<ReviewState, "checks" | "withdrawnOfColleagues" | "withdrawnOfEarlierRounds">;
}

/** Like `listMarks`, where the earlier rounds were read already. */
export const listMarksAfter = async (
  { records }: Pick<MarkReaders, "records">,
  { marks, steps }: Pick<EarlierRounds, "marks" | "steps">,
  { batchId, state }: Pick<OpenRound, "batchId" | "state">,
): Promise<ReturnType<typeof marksWithState>> => {
  const recordIds = new Set([
    ...marks.keys(),
    ...state.checks.keys(),
    ...steps.map(({ recordId }) => recordId),
  ]);
  return marksWithState(state, marks, await records.findMany([...recordIds]), batchId, steps);
};

/**
 * The marks of a round and of earlier ones, each with the number of its case, even if that was
 * voided.
 */
export const listMarks = async (
  readers: MarkReaders,
  round: OpenRound,
): Promise<ReturnType<typeof marksWithState>> =>
  listMarksAfter(readers, await getEarlierRounds(readers, round), round);

/** The marks of earlier rounds on a record that this round has neither set again nor withdrawn. */
export const listEarlierMarks = async (
  readers: Pick<MarkReaders, "records">,
  earlier: Pick<EarlierRounds, "marks" | "steps">,
  round: Pick<OpenRound, "batchId" | "state">,
  recordId: string,
): Promise<readonly MarkWithState[]> =>
  (await listMarksAfter(readers, earlier, round)).filter(
    (mark) => mark.recordId === recordId && !["wrong", "withdrawn", "lowered"].includes(mark.state),
  );

/** Marks of earlier rounds whose fields have the marked value again, without a reason. */
export const notMendedOf = (marks: readonly MarkWithState[]): readonly MarkOfRecord[] =>
  marks.flatMap(({ recordId, field, severity, reason, notMended }) =>
    notMended ? [{ recordId, field, severity, reason }] : [],
  );
