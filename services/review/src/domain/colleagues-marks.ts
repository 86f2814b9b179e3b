import {
  type Acting,
  joinPasswordHands,
  type PasswordHands,
  passwordHandsOf,
  settersBehind,
} from "@sogoc/core";
import type { DataOf, Mark } from "@sogoc/events";

/** A mark with everybody who has said so: who set it, and who checked after them and agreed. */
export interface StatedMark extends Mark {
  readonly by: readonly string[];
  /** Who has a hand in that beside them (ADR 29); undefined where nobody has. */
  readonly hands?: PasswordHands | undefined;
}

/** A mark that somebody took away although others had set it, as the event tells it. */
export type WithdrawnMark = NonNullable<DataOf<"RecordChecked">["withdrawn"]>[number];

/** Why a checker takes away what was marked in a field. */
export interface Withdrawal {
  readonly field: string;
  readonly reason: string;
}

const severities: readonly Mark["severity"][] = ["minor", "major", "critical"];

export const isMilder = (mark: Pick<Mark, "severity">, than: Pick<Mark, "severity">): boolean =>
  severities.indexOf(mark.severity) < severities.indexOf(than.severity);

const isSame = (one: Mark, other: Mark): boolean =>
  one.field === other.field && one.severity === other.severity && one.reason === other.reason;

/** How many fields are marked: two people may have marked one of them, each in their own words. */
export const countMarkedFields = (marks: readonly Mark[]): number =>
  new Set(marks.map(({ field }) => field)).size;

const plain = ({ field, severity, reason }: Mark): Mark => ({ field, severity, reason });

const leftBy = (mark: StatedMark, accountId: string): NonNullable<DataOf<"RecordChecked">["left"]>[number] =>
  mark.by.includes(accountId) ? { ...plain(mark), own: true } : plain(mark);

/** Nearly every mark is that of one person: none are not kept. */
export const handsKept = (all: readonly (PasswordHands | undefined)[]): PasswordHands | undefined => {
  const hands = joinPasswordHands(all.flatMap((one) => one ?? []));
  return hands.setters.length > 0 || hands.openers ? hands : undefined;
};

/** What other people have marked before a check, each mark with them alone. */
const marksOfOthers = (before: readonly StatedMark[], accountId: string): readonly StatedMark[] =>
  before.flatMap((mark) => {
    const by = mark.by.filter((account) => account !== accountId);
    return by.length > 0 ? [{ ...mark, by }] : [];
  });

/** Who checks, and why they take marks away. */
interface Checker {
  readonly accountId: string;
  readonly acting: Acting | undefined;
  readonly withdrawals: readonly Withdrawal[];
}

/**
 * Whether what an account has marked itself goes only with a reason as well: a critical error that
 * it no longer calls one, and whatever somebody else may have marked or may be taking away with it.
 */
export const needsReason = (
  mark: StatedMark,
  own: readonly Mark[],
  { accountId, acting }: Pick<Checker, "accountId" | "acting">,
): boolean => {
  const { setters = [], openers = [] } = mark.hands ?? {};
  const ofAnother = [...setters, ...openers].some((account) => account !== accountId);
  if (ofAnother || (acting !== undefined && settersBehind(acting).length > 0)) return true;
  const isStillCritical = own.some(({ field, severity }) => field === mark.field && severity === "critical");
  return mark.severity === "critical" && !isStillCritical;
};

/** What counts against a check that marks `own`: marks of others, and of its own account. */
const marksInForce = (
  before: readonly StatedMark[],
  own: readonly Mark[],
  checker: Checker,
): readonly StatedMark[] =>
  before.flatMap((mark) => {
    const isOwn = mark.by.includes(checker.accountId);
    const stays = isOwn && !own.some((one) => isSame(one, mark)) && needsReason(mark, own, checker);
    const by = stays ? mark.by : mark.by.filter((account) => account !== checker.accountId);
    return by.length > 0 ? [{ ...mark, by }] : [];
  });

/**
 * The marks of a case after a check: what its checker marks, and beside it what others have
 * marked, also in the same fields. Only a reason given for a field takes theirs away; that a
 * checker finds right what a colleague marked does not. A critical error, and marks of an account
 * in which somebody else has a hand, its own checker takes away in no other way either.
 */
export const marksAfter = (
  own: readonly Mark[],
  before: readonly StatedMark[],
  checker: Checker,
): Pick<DataOf<"RecordChecked">, "marks" | "left" | "withdrawn"> => {
  const { accountId, withdrawals } = checker;
  const reasonOf = (field: string) => withdrawals.find((one) => one.field === field)?.reason;
  const inForce = marksInForce(before, own, checker);
  const kept = inForce.filter(
    (mark) => reasonOf(mark.field) === undefined && !own.some((one) => isSame(one, mark)),
  );
  const withdrawn = inForce.flatMap(({ by, ...mark }) => {
    const because = reasonOf(mark.field);
    return because === undefined ? [] : [{ ...plain(mark), markedBy: [...by], because }];
  });
  return {
    marks: [...own.map(plain), ...kept.map(plain)],
    left: kept.length > 0 ? kept.map((mark) => leftBy(mark, accountId)) : undefined,
    withdrawn: withdrawn.length > 0 ? withdrawn : undefined,
  };
};

/**
 * The marks of a check with everybody who agrees with them. Checks of an earlier version had one
 * mark a field: one that was made worse was also the word of those who had set it before.
 */
export const stateMarks = (
  { marks, left = [], withdrawn = [], checkedBy }: DataOf<"RecordChecked">,
  before: readonly StatedMark[],
  acting: Acting | undefined,
): readonly StatedMark[] =>
  marks.map((mark) => {
    const others = marksOfOthers(before, checkedBy);
    const same = others.find(
      (earlier) => isSame(earlier, mark) && !withdrawn.some((one) => isSame(one, mark)),
    );
    const stays = left.find((one) => isSame(one, mark));
    if (stays?.own) return before.find((one) => isSame(one, mark)) ?? { ...mark, by: [checkedBy] };
    if (stays) return { ...mark, by: same?.by ?? [], hands: same?.hands };
    const replaced = others.find(
      (earlier) =>
        earlier.field === mark.field &&
        !isMilder(mark, earlier) &&
        !marks.some((one) => isSame(one, earlier)) &&
        !withdrawn.some((one) => isSame(one, earlier)),
    );
    const stated = same ?? replaced;
    return {
      ...mark,
      by: [...new Set([...(stated?.by ?? []), checkedBy])],
      hands: handsKept([stated?.hands, passwordHandsOf(acting)]),
    };
  });
