import type { ReadModelReader } from "@sogoc/core";
import { type MarkStanding, marksWithStanding } from "../domain/mark-standing.ts";
import type { ReviewState } from "../domain/review.ts";
import type { ReviewView } from "../read-models/reviews.ts";
import type { SubmittedRecord } from "../read-models/submitted-records.ts";
import { getEarlierRounds } from "./earlier-rounds.ts";

interface MarkReaders {
  readonly records: ReadModelReader<SubmittedRecord>;
  readonly reviews: ReadModelReader<ReviewView>;
}

interface Round {
  readonly batchId: string;
  readonly round: number;
  readonly state: Pick<ReviewState, "checks" | "withdrawn">;
}

/**
 * The marks of a round and those that earlier rounds left, each with the registration number of its
 * case; a case that was voided meanwhile is left out.
 */
export const listMarks = async (
  { records, reviews }: MarkReaders,
  { batchId, round, state }: Round,
): Promise<readonly (MarkStanding & { readonly number: string })[]> => {
  const { marked } = await getEarlierRounds(reviews, batchId, round);
  const marks = marksWithStanding(state, marked);
  const known = await records.findMany([...new Set(marks.map(({ recordId }) => recordId))]);
  return marks.flatMap((mark) => {
    const record = known.get(mark.recordId);
    return record?.status === "entered" ? [{ ...mark, number: record.number }] : [];
  });
};
