import {
  type Acting,
  joinPasswordHands,
  type PasswordHands,
  passwordHandsOf,
  settersBehind,
} from "@sogoc/core";
import type { DataOf, Mark } from "@sogoc/events";

/** A mark with everybody who stands by it: who set it, and who checked later and agreed. */
export interface StatedMark extends Mark {
  readonly by: readonly string[];
  /** Who else has a hand in the mark (ADR 29); undefined where nobody has. */
  readonly hands?: PasswordHands | undefined;
}

/** A mark that a checker withdrew although others had set it, as it is in the event. */
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

/**
 * How many fields are marked. Two people may have marked the same field in different words; it
 * counts once.
 */
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

/** The marks of other people before a check, each without the checker's own account. */
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
 * Whether even a mark of the checker's own account needs a reason to be withdrawn: a critical error
 * that the checker no longer calls critical does, and so does a mark where somebody else has a hand
 * in the account, then or now.
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

/**
 * The earlier marks that stay unless the checker gives a reason: those of other people, and those
 * of the checker that need one (`needsReason`). `own` are the marks of this check.
 */
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
 * The marks of a case after a check: the checker's own marks, and those of others, which may be in
 * the same fields. A mark of somebody else goes only with a reason given for its field; it stays
 * when a checker merely finds the field right. The same holds for the checker's own marks where
 * `needsReason` says so.
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
 * The marks of a check with everybody who stands by them. In checks of an earlier version a field
 * had one mark; whoever made it worse replaced the mark, and those who had set it before still
 * stand by it.
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
