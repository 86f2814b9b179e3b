import { CommandRejected, type ErrorCode } from "./errors.ts";
import type { Actor, PasswordSetter, SetPassword } from "./event.ts";

/** Who acts, and whose hand it may be beside theirs. */
export type Acting = Pick<Actor, "account" | "passwordSetBy">;

/**
 * Who has a hand in something: the accounts that it was done with, and whoever had set their
 * passwords shortly before, or the passwords of those. Nobody can tell the one from the other.
 */
export interface Hands {
  readonly accounts: readonly string[];
  readonly setters: readonly string[];
}

export const noHands: Hands = { accounts: [], setters: [] };

/**
 * The passwords through which others have a hand in what is done: that of who acts, then that of
 * whoever had set it, and so on. Nobody stands behind themselves.
 */
export const settersBehind = ({ account, passwordSetBy }: Acting): readonly PasswordSetter[] => {
  if (!passwordSetBy) return [];
  const { account: by, at, behind = [] } = passwordSetBy;
  return [{ account: by, at }, ...behind].filter((setter) => setter.account !== account);
};

/** The same, as accounts; none where nobody is known to act, as in a spec. */
export const settersOf = (acting: Acting | undefined): readonly string[] =>
  acting ? settersBehind(acting).map(({ account }) => account) : [];

/** A password that an account sets for another, with whoever has a hand in that. */
export const setPassword = ({ account, at }: PasswordSetter, acting: Acting | undefined): SetPassword => {
  const behind = acting ? settersBehind(acting) : [];
  return { account, at, behind: behind.length > 0 ? behind : undefined };
};

/** Everybody of several, each once. */
export const joinHands = (all: readonly Hands[]): Hands => ({
  accounts: [...new Set(all.flatMap(({ accounts }) => accounts))],
  setters: [...new Set(all.flatMap(({ setters }) => setters))],
});

/** The hands with one more: of this account, in the way it acts. */
export const withHand = (before: Hands, account: string, acting: Acting | undefined): Hands =>
  joinHands([before, { accounts: [account], setters: settersOf(acting) }]);

/** Whether somebody has a hand in both. */
export const sharesHand = (one: Hands, other: Hands): boolean => {
  const hands = new Set([...one.accounts, ...one.setters]);
  return [...other.accounts, ...other.setters].some((account) => hands.has(account));
};

/**
 * What the rules of two people ask: nobody decides on what they did themselves. Throws `code` where
 * the account is the same, and `reset-by-yourself` where somebody has a hand in both, by a password
 * that they had set.
 */
export const requireOtherHands = (
  done: Hands,
  { account, acting }: { readonly account: string; readonly acting: Acting | undefined },
  code: ErrorCode,
): void => {
  if (done.accounts.includes(account)) throw new CommandRejected(code);
  if (sharesHand(done, withHand(noHands, account, acting))) throw new CommandRejected("reset-by-yourself");
};

/** Whether it is a password that the account has set, or has a hand in by one that it had set. */
export const hasHandInPassword = (
  { account: setBy, behind = [] }: SetPassword,
  account: string,
  acting: Acting | undefined,
): boolean =>
  sharesHand(
    { accounts: [setBy], setters: behind.map((setter) => setter.account) },
    withHand(noHands, account, acting),
  );
