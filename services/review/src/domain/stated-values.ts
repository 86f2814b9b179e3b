import { type Acting, CommandRejected, type Hands, noHands, sharesHand, withHand } from "@sogoc/core";
import { requestersOf } from "@sogoc/events";
import type { Deciding } from "./deciding.ts";

/**
 * A value that findings of a book rest on beside its cases, such as how many there are, its office
 * or its scans: whose hand it was that said it last, and how whoever may not accept on it is told.
 */
export interface StatedValue {
  readonly hands: Hands;
  readonly pointer: string;
  readonly detail: string;
  readonly detailEn: string;
}

type Wish = Parameters<typeof requestersOf>[0];

/**
 * Whose word something of a book is: of an approved request that of whoever asked, and of whoever
 * had set their password or opened their account. Whoever approved it is the second person who
 * looked.
 */
export const handsOfWish = (actor: Acting, wish: Wish): Hands => {
  const [requester = actor] = requestersOf(wish);
  return withHand(noHands, requester.account, requester);
};

/** As many as a person can take in. */
const MOST_SHOWN = 20;

/**
 * Nobody accepts what agrees by their own word: a finding that would persist without it is gone, or
 * never came. Throws `closed-by-yourself` or `reset-by-yourself`, with the values.
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
