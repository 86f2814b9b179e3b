import { CommandRejected, type ErrorCode } from "./errors.ts";
import type { Actor, PasswordSetter, SetPassword } from "./event.ts";

/** Who acts, and whose hand it may be beside theirs. */
export type Acting = Pick<Actor, "account" | "passwordSetBy">;

/**
 * Who has a hand in what an account does, by its password (ADR 29): `setters` are accounts that set
 * it within the last day, directly or through another account; `openers` opened the account within
 * that time, in the same way. Two accounts may have an opener in common: a new office works from
 * its first day.
 */
export interface PasswordHands {
  readonly setters: readonly string[];
  /** Undefined where there are none, and never left out: whoever keeps the one keeps the other. */
  readonly openers: readonly string[] | undefined;
}

/**
 * Who has a hand in something: the accounts that it was done with, and whoever has one by their
 * passwords. Nobody can tell the one from the other.
 */
export interface Hands extends PasswordHands {
  readonly accounts: readonly string[];
}

export const noHands: Hands = { accounts: [], setters: [], openers: undefined };

/**
 * The passwords through which others have a hand in what is done: that of who acts, then that of
 * whoever had set it, and so on. Nobody stands behind themselves.
 */
export const settersBehind = ({ account, passwordSetBy }: Acting): readonly PasswordSetter[] => {
  if (!passwordSetBy) return [];
  const { account: by, at, opened, behind = [] } = passwordSetBy;
  return [{ account: by, at, opened }, ...behind].filter((setter) => setter.account !== account);
};

/** The account and everybody who has a hand in what is done with it, by whatever password. */
export const everyHandOf = (acting: Acting): readonly string[] => [
  acting.account,
  ...settersBehind(acting).map(({ account }) => account),
];

const accountsOf = (setters: readonly PasswordSetter[], opened: boolean): readonly string[] =>
  setters.filter((setter) => (setter.opened ?? false) === opened).map(({ account }) => account);

/** Of those who set a password anew; none where nobody is known to act, as in a spec. */
const settersOf = (acting: Acting | undefined): readonly string[] =>
  acting ? accountsOf(settersBehind(acting), false) : [];

/** Of those whose hand is that of an opener; undefined without any. */
const openersOf = (acting: Acting | undefined): readonly string[] | undefined => {
  const openers = acting ? accountsOf(settersBehind(acting), true) : [];
  return openers.length > 0 ? openers : undefined;
};

/** Who has a hand in what is done, beside the account that does it: what is kept of it. */
export const passwordHandsOf = (acting: Acting | undefined): PasswordHands => ({
  setters: settersOf(acting),
  openers: openersOf(acting),
});

/**
 * A password that an account sets for another, with whoever has a hand in that. Who stands behind
 * an opener has the hand of one, too.
 */
export const setPassword = (
  { account, at, opened }: PasswordSetter,
  acting: Acting | undefined,
): SetPassword => {
  const behind = acting ? settersBehind(acting) : [];
  const marked = behind.map((setter) => ({ ...setter, opened: opened ?? setter.opened }));
  return { account, at, opened, behind: marked.length > 0 ? marked : undefined };
};

/** Everybody of several, each once. */
export const joinPasswordHands = (all: readonly PasswordHands[]): PasswordHands => {
  const openers = [...new Set(all.flatMap((hands) => hands.openers ?? []))];
  return {
    setters: [...new Set(all.flatMap(({ setters }) => setters))],
    openers: openers.length > 0 ? openers : undefined,
  };
};

/** The same with the accounts. */
export const joinHands = (all: readonly Hands[]): Hands => ({
  accounts: [...new Set(all.flatMap(({ accounts }) => accounts))],
  ...joinPasswordHands(all),
});

/** The hands with one more: of this account, in the way it acts. */
export const withHand = (before: Hands, account: string, acting: Acting | undefined): Hands =>
  joinHands([before, { accounts: [account], ...passwordHandsOf(acting) }]);

const meet = (some: readonly string[], others: readonly string[]): boolean =>
  some.some((account) => others.includes(account));

/** Whether somebody has a hand in both, other than by having opened accounts for both. */
export const sharesHand = (one: Hands, other: Hands): boolean => {
  const [ones, others] = [one, other].map(({ accounts, setters }) => [...accounts, ...setters]);
  if (!ones || !others) return false;
  return meet(ones, [...others, ...(other.openers ?? [])]) || meet(others, one.openers ?? []);
};

/** The same with those who have opened accounts for both. */
export const sharesHandOrOpener = (one: Hands, other: Hands): boolean =>
  sharesHand(one, other) || meet(one.openers ?? [], other.openers ?? []);

interface Deciding {
  readonly account: string;
  readonly acting: Acting | undefined;
}

/**
 * What the rules of two people ask: nobody decides on what they did themselves. Throws `code` where
 * the account is the same, and `reset-by-yourself` where somebody has a hand in both, by a password
 * that they had set.
 */
export const requireOtherHands = (
  done: Hands,
  { account, acting }: Deciding,
  code: ErrorCode,
  shares: typeof sharesHand = sharesHand,
): void => {
  if (done.accounts.includes(account)) throw new CommandRejected(code);
  if (shares(done, withHand(noHands, account, acting))) throw new CommandRejected("reset-by-yourself");
};

/** The same where nobody may have opened accounts for both, either. */
export const requireOtherHandsAndOpeners = (done: Hands, deciding: Deciding, code: ErrorCode): void =>
  requireOtherHands(done, deciding, code, sharesHandOrOpener);

/**
 * Whether it is a password that the account has set, or has a hand in by one that it had set, be it
 * the first one of an account that it had opened.
 */
export const hasHandInPassword = (
  { account: setBy, behind = [] }: SetPassword,
  account: string,
  acting: Acting | undefined,
): boolean =>
  sharesHand(
    { accounts: [setBy], setters: behind.map((setter) => setter.account), openers: undefined },
    withHand(noHands, account, acting),
  );
