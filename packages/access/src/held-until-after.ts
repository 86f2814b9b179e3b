import type { SetPassword } from "@sogoc/core";

/** Time for those above to look: a day. */
const HELD_MS = 24 * 3_600_000;

/**
 * The moment until which an account decides nothing, and what is done with it is told to be of
 * whoever has set its password as well.
 */
export const heldUntilAfter = (at: Date): string => new Date(at.getTime() + HELD_MS).toISOString();

/** Who else has set a password, and when the next one was chosen, by whoever had that. */
export interface PasswordSet extends SetPassword {
  readonly chosenAt?: string | undefined;
}

/** As an event carries it. */
export const toSetPassword = ({ account, at, opened, behind }: PasswordSet): SetPassword => ({
  account,
  at,
  opened,
  behind,
});

/**
 * Whether an account may be in the hands of whoever has set its password: for a day after the next
 * one was chosen, however long the one that was set lay unused.
 */
export const isInTwoHands = (set: PasswordSet | undefined, now: Date): set is PasswordSet =>
  set !== undefined &&
  (set.chosenAt === undefined || now.toISOString() < heldUntilAfter(new Date(set.chosenAt)));
