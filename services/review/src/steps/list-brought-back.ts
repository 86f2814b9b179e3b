import type { FieldChange } from "@sogoc/events";
import { type EarlierMark, marksAfterRound } from "../domain/mark-state.ts";
import { type BroughtBack, broughtBackBy } from "../domain/marked-again.ts";
import type { RecordView } from "../read-models/records.ts";
import type { ReviewReader } from "../read-models/reviews.ts";
import { listRoundsOfBook } from "./get-earlier-rounds.ts";

/**
 * The values that changes to a record bring back although a round of its book marked them wrong.
 */
export const listBroughtBack = async (
  reviews: ReviewReader,
  record: RecordView,
  changes: readonly FieldChange[],
): Promise<readonly BroughtBack[]> => {
  const rounds = await listRoundsOfBook(reviews, record.bookId);
  const checks = rounds.flatMap(({ round, checks: ofRound }) => {
    const check = ofRound[record.id];
    return check ? [{ ...check, round }] : [];
  });
  const marks = checks.reduce<readonly EarlierMark[]>(marksAfterRound, []);
  return broughtBackBy(record, changes, marks, checks);
};
