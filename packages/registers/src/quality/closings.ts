import type { ReconciliationFinding } from "./reconcile-book.ts";

/** A person's word that a finding of a book stays as it is. */
export interface Closing {
  readonly rule: string;
  readonly subject: string;
  readonly reason: string;
  /** When it was given. */
  readonly at: string;
  /** Who gave it. */
  readonly by?: string | undefined;
  /** Who has a hand in it beside them. */
  readonly setters?: readonly string[] | undefined;
  /** The same, of whoever had opened their account. */
  readonly openers?: readonly string[] | undefined;
}

/** Who gave a closing, with who has a hand in it. */
interface ClosedBy {
  readonly accounts: readonly string[];
  readonly setters: readonly string[];
  readonly openers: readonly string[] | undefined;
}

/**
 * The closings that count: whoever accepted of a book, or has a hand in that, does not close its
 * findings by their word alone; `isAcceptors` tells whose word it is. What was still being keyed
 * had postponed them when they accepted, or something has come up since. Of one from before it was
 * kept who gave it nobody is known.
 */
export const closingsOfOthers = <One extends Closing>(
  closed: readonly One[],
  isAcceptors: (closedBy: ClosedBy) => boolean,
): readonly One[] =>
  closed.filter(
    ({ by, setters = [], openers }) => by === undefined || !isAcceptors({ accounts: [by], setters, openers }),
  );

/** The letter of a number that stands by itself, as in `3B/2008`, and in no name of a file. */
const letterOfNumber = /(?<![\p{L}\d.])\d{1,4}[A-Z](?![\p{L}\d])/gu;

/** A subject as it is compared: one from before has capital letters in its numbers. */
const withSmallLetters = (subject: string): string =>
  subject.replace(letterOfNumber, (number) => number.toLowerCase());

/**
 * The closing that covers a finding, the last one of several. A closing covers what was found then:
 * the same rule, numbers and values. One from before subjects named values covers the finding as
 * long as no case that it is about has changed since; `contentAt` says when a case last did.
 */
export const findClosing = (
  closed: readonly Closing[],
  {
    rule,
    subject,
    earlierSubject,
    records,
  }: Pick<ReconciliationFinding, "rule" | "subject" | "earlierSubject" | "records">,
  contentAt: (recordId: string) => string | undefined,
): Closing | undefined =>
  closed.findLast((closing) => {
    if (closing.rule !== rule) return false;
    const closed = withSmallLetters(closing.subject);
    if (closed === withSmallLetters(subject)) return true;
    if (earlierSubject === undefined || closed !== withSmallLetters(earlierSubject)) return false;
    return records.every((recordId) => (contentAt(recordId) ?? "") <= closing.at);
  });
