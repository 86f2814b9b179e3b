/**
 * Why a case of a book is held back at a hand-over: its batch is not accepted, or was returned;
 * somebody has asked for a correction or another scan; a field has the value that was marked; a
 * finding of the rules was never answered.
 */
export const holds = [
  "not-accepted",
  "returned",
  "correction-waits",
  "correction-under-way",
  "exchange-waits",
  "mark-not-mended",
  "finding-open",
] as const;
export type Hold = (typeof holds)[number];

export interface CaseWithHolds {
  readonly recordId: string;
  readonly number: string;
  /** In the order of `holds`; empty where nothing holds the case back. */
  readonly why: readonly Hold[];
}

/** A case held back only by these may go out with a reason: nobody can settle them any more. */
const mayGoWithReason: ReadonlySet<Hold> = new Set(["mark-not-mended", "finding-open"]);

export const isHeldBack = ({ why }: CaseWithHolds): boolean => why.some((one) => !mayGoWithReason.has(one));

/** How many cases are held back by any of these. */
export const countHeldBy = (cases: readonly CaseWithHolds[], ...any: readonly Hold[]): number =>
  cases.filter(({ why }) => why.some((one) => any.includes(one))).length;
