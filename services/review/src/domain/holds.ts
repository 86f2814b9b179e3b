/**
 * What keeps a case of a book from being handed over without a word: its batch has no acceptance,
 * or came back; somebody has asked for a correction; a field is as it was when it was marked; a
 * finding of the rules was never answered.
 */
export const holds = [
  "not-accepted",
  "returned",
  "correction-waits",
  "correction-under-way",
  "mark-not-mended",
  "finding-open",
] as const;
export type Hold = (typeof holds)[number];

export interface CaseWithHolds {
  readonly recordId: string;
  readonly number: string;
  /** In the order of `holds`; none where nothing keeps it. */
  readonly why: readonly Hold[];
}

/** A case with these may go out with a word of why: nobody can answer them any more. */
const mayGoWithReason: ReadonlySet<Hold> = new Set(["mark-not-mended", "finding-open"]);

export const isHeldBack = ({ why }: CaseWithHolds): boolean => why.some((one) => !mayGoWithReason.has(one));

/** How many cases are held by any of these. */
export const countHeldBy = (cases: readonly CaseWithHolds[], ...any: readonly Hold[]): number =>
  cases.filter(({ why }) => why.some((one) => any.includes(one))).length;
