import { CommandRejected } from "@sogoc/core";
import type { DataOf, Mark } from "@sogoc/events";

/** A mark with everybody who has said so: who set it, and who checked after them and kept it. */
export interface StatedMark extends Mark {
  readonly by: readonly string[];
}

/** A mark that somebody took away although others had set it, as the event tells it. */
export type WithdrawnMark = NonNullable<DataOf<"RecordChecked">["withdrawn"]>[number];

/** Why a checker takes away what somebody else has marked in a field. */
export interface Withdrawal {
  readonly field: string;
  readonly reason: string;
}

const severities: readonly Mark["severity"][] = ["minor", "major", "critical"];

const isMilder = (mark: Mark, than: Mark): boolean =>
  severities.indexOf(mark.severity) < severities.indexOf(than.severity);

/**
 * The marks of a check with everybody who stands by them: a mark that is kept, or made worse, is
 * also the word of those who set it before.
 */
export const stateMarks = (
  marks: readonly Mark[],
  before: readonly StatedMark[],
  checkedBy: string,
): readonly StatedMark[] =>
  marks.map((mark) => {
    const earlier = before.find(({ field }) => field === mark.field);
    const kept = earlier && !isMilder(mark, earlier) ? earlier.by : [];
    return { ...mark, by: [...new Set([...kept, checkedBy])] };
  });

/**
 * The marks of other people that a check takes away or makes milder, each with the reason that the
 * checker gives for its field. Throws `mark-of-another` for those without one.
 */
export const withdrawnMarks = (
  marks: readonly Mark[],
  before: readonly StatedMark[],
  { accountId, withdrawals }: { readonly accountId: string; readonly withdrawals: readonly Withdrawal[] },
): readonly WithdrawnMark[] => {
  const gone = before.filter((earlier) => {
    const now = marks.find(({ field }) => field === earlier.field);
    const stays = now !== undefined && !isMilder(now, earlier);
    return !stays && earlier.by.some((account) => account !== accountId);
  });
  const reasonOf = (field: string) => withdrawals.find((one) => one.field === field)?.reason;
  const unexplained = gone.filter(({ field }) => reasonOf(field) === undefined);
  if (unexplained.length > 0) {
    const problems = unexplained.map(({ field, reason }) => ({
      pointer: `/withdrawn/${field}`,
      detail: reason,
    }));
    throw new CommandRejected("mark-of-another", { marks: unexplained.length }, problems);
  }
  return gone.map(({ field, severity, reason, by }) => ({
    field,
    severity,
    reason,
    markedBy: [...by],
    because: reasonOf(field) ?? "",
  }));
};
