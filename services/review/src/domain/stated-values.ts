import { type Acting, CommandRejected, type Hands, noHands, sharesHand, withHand } from "@sogoc/core";
import { requestersOf } from "@sogoc/events";
import type { Deciding } from "./deciding.ts";

/**
 * A statement about a book on which its findings depend, such as how many cases it has, its office
 * or a scan: who has a hand in it last, and the text that tells them why they may not accept.
 */
export interface StatedValue {
  readonly hands: Hands;
  readonly pointer: string;
  readonly detail: string;
  readonly detailEn: string;
}

type Wish = Parameters<typeof requestersOf>[0];

/**
 * Who has a hand in a statement. If it was asked for and approved, that is whoever asked, not
 * whoever approved: the approver is the second person who looked at it.
 */
export const handsOfWish = (actor: Acting, wish: Wish): Hands => {
  const [requester = actor] = requestersOf(wish);
  return withHand(noHands, requester.account, requester);
};

/** As many as a person reads through. */
const MOST_SHOWN = 20;

/**
 * Nobody accepts on the strength of their own statement: another value might have led to a finding.
 * Throws `closed-by-yourself` or `reset-by-yourself`, with the statements.
 */
export const requireStatedByOthers = (
  statedValues: readonly StatedValue[],
  { account, acting }: Deciding,
): void => {
  const deciding = withHand(noHands, account, acting);
  const own = statedValues.filter(({ hands }) => sharesHand(hands, deciding));
  if (own.length === 0) return;
  const isSame = own.some(({ hands }) => hands.accounts.includes(account));
  const problems = own
    .slice(0, MOST_SHOWN)
    .map(({ pointer, detail, detailEn }) => ({ pointer, detail, detailEn }));
  throw new CommandRejected(isSame ? "closed-by-yourself" : "reset-by-yourself", {}, problems);
};
