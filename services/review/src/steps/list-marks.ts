import { marksWithStanding } from "../domain/mark-standing.ts";
import type { ReviewState } from "../domain/review.ts";
import type { ReviewReader } from "../read-models/reviews.ts";
import type { SubmittedRecordReader } from "../read-models/submitted-records.ts";
import { getEarlierRounds } from "./get-earlier-rounds.ts";

interface MarkReaders {
  readonly records: SubmittedRecordReader;
  readonly reviews: ReviewReader;
}

interface Round {
  readonly batchId: string;
  readonly round: number;
  readonly state: Pick<ReviewState, "checks" | "withdrawn">;
}

/**
 * The marks of a round and those that earlier rounds left, each with the registration number of its
 * case, also where the case was voided meanwhile.
 */
export const listMarks = async (
  { records, reviews }: MarkReaders,
  { batchId, round, state }: Round,
): Promise<ReturnType<typeof marksWithStanding>> => {
  const { marked } = await getEarlierRounds(reviews, batchId, round);
  const known = await records.findMany([...new Set([...marked.keys(), ...state.checks.keys()])]);
  return marksWithStanding(state, marked, known);
};
