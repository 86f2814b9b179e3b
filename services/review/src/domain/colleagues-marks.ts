import type { DataOf, Mark } from "@sogoc/events";

/** A mark with everybody who has said so: who set it, and who checked after them and agreed. */
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

const isSame = (one: Mark, other: Mark): boolean =>
  one.field === other.field && one.severity === other.severity && one.reason === other.reason;

/** How many fields are marked: two people may have marked one of them, each in their own words. */
export const countMarkedFields = (marks: readonly Mark[]): number =>
  new Set(marks.map(({ field }) => field)).size;

const plain = ({ field, severity, reason }: Mark): Mark => ({ field, severity, reason });

/** What other people have marked before a check, each mark with them alone. */
const marksOfOthers = (before: readonly StatedMark[], accountId: string): readonly StatedMark[] =>
  before.flatMap((mark) => {
    const by = mark.by.filter((account) => account !== accountId);
    return by.length > 0 ? [{ ...mark, by }] : [];
  });

/**
 * What stands in a case after a check: what its checker marks, and beside it what others have
 * marked, also in the same fields. Only a reason given for a field takes theirs away; that a
 * checker finds right what a colleague marked does not.
 */
export const marksAfter = (
  own: readonly Mark[],
  before: readonly StatedMark[],
  { accountId, withdrawals }: { readonly accountId: string; readonly withdrawals: readonly Withdrawal[] },
): Pick<DataOf<"RecordChecked">, "marks" | "left" | "withdrawn"> => {
  const reasonOf = (field: string) => withdrawals.find((one) => one.field === field)?.reason;
  const theirs = marksOfOthers(before, accountId);
  const kept = theirs.filter(
    (mark) => reasonOf(mark.field) === undefined && !own.some((one) => isSame(one, mark)),
  );
  const withdrawn = theirs.flatMap(({ by, ...mark }) => {
    const because = reasonOf(mark.field);
    return because === undefined ? [] : [{ ...plain(mark), markedBy: [...by], because }];
  });
  return {
    marks: [...own.map(plain), ...kept.map(plain)],
    left: kept.length > 0 ? kept.map(plain) : undefined,
    withdrawn: withdrawn.length > 0 ? withdrawn : undefined,
  };
};

/**
 * The marks of a check with everybody who stands by them. Checks of an earlier version had one mark
 * a field: one that was made worse was also the word of those who had set it before.
 */
export const stateMarks = (
  { marks, left: ofOthers = [], withdrawn = [], checkedBy }: DataOf<"RecordChecked">,
  before: readonly StatedMark[],
): readonly StatedMark[] =>
  marks.map((mark) => {
    const others = marksOfOthers(before, checkedBy);
    const same = others.find(
      (earlier) => isSame(earlier, mark) && !withdrawn.some((one) => isSame(one, mark)),
    );
    if (ofOthers.some((one) => isSame(one, mark))) return { ...mark, by: same?.by ?? [] };
    const replaced = others.find(
      (earlier) =>
        earlier.field === mark.field &&
        !isMilder(mark, earlier) &&
        !marks.some((one) => isSame(one, earlier)) &&
        !withdrawn.some((one) => isSame(one, earlier)),
    );
    return { ...mark, by: [...new Set([...((same ?? replaced)?.by ?? []), checkedBy])] };
  });
