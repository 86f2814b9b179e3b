import {
  CommandRejected,
  type Hands,
  type PasswordHands,
  passwordHandsOf,
  requireOtherHands,
} from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import type { Deciding } from "./deciding.ts";
import { requireStatedByOthers, type StatedValue } from "./stated-values.ts";

/**
 * Everybody who has a hand in what is judged: entry's makers, and those who voided or arbitrated.
 */
export interface Makers {
  /**
   * Whoever keyed, corrected or voided any of it, answered its findings or sent the workbook that
   * it came from. In entry these are its makers, without who voided it.
   */
  readonly keyers: readonly string[];
  /** Whoever decided between two keyings of it. */
  readonly arbiters?: readonly string[] | undefined;
  /** Everybody who has a hand in that by a password (ADR 29). */
  readonly passwordHands?: PasswordHands | undefined;
}

/** What events keep of the makers of a batch or of a lot. */
type MakersInEvent = Pick<DataOf<"ReviewOpened">, "keyers" | "arbiters" | "resetBy" | "openedBy">;

/** Who made a batch or a lot, as its event has them. */
export const makersIn = ({ keyers, arbiters, resetBy = [], openedBy }: MakersInEvent): Makers => ({
  keyers,
  arbiters,
  passwordHands: { setters: resetBy, openers: openedBy },
});

/** The password hands as an event keeps them. */
export const handsForEvent = ({
  setters,
  openers,
}: PasswordHands): Pick<MakersInEvent, "resetBy" | "openedBy"> => ({
  resetBy: setters.length > 0 ? [...setters] : undefined,
  openedBy: openers && [...openers],
});

interface MadeRecord {
  readonly keyers: readonly string[];
  readonly arbiters?: readonly string[] | undefined;
  /** Whose passwords were set, or accounts opened, shortly before they made it, and by whom. */
  readonly resets: readonly { readonly by: string; readonly opened?: true | undefined }[];
}

/** Who made these records, each once. */
export const makersOf = (records: readonly MadeRecord[]) => {
  const each = (of: (record: MadeRecord) => readonly string[]) => [...new Set(records.flatMap(of))];
  const settersOf = (opened: true | undefined) =>
    each(({ resets }) => resets.filter((one) => one.opened === opened).map(({ by }) => by));
  const openers = settersOf(true);
  return {
    keyers: each(({ keyers }) => keyers),
    arbiters: each(({ arbiters = [] }) => arbiters),
    passwordHands: { setters: settersOf(undefined), openers: openers.length > 0 ? openers : undefined },
  };
};

/**
 * Nobody checks or decides on what they made themselves, in the batch or in its lot. Throws
 * `keyed-by-yourself`, `arbitrated-by-yourself` or `reset-by-yourself`.
 */
export const requireIndependent = (
  { keyers, arbiters = [], passwordHands: { setters, openers } = passwordHandsOf(undefined) }: Makers,
  deciding: Deciding,
): void => {
  if (keyers.includes(deciding.account)) throw new CommandRejected("keyed-by-yourself");
  const made = { accounts: arbiters, setters: [...keyers, ...setters], openers };
  requireOtherHands(made, deciding, "arbitrated-by-yourself");
};

type LimitSettersInEvent = Pick<DataOf<"LotFormed">, "limitsSetBy" | "limitsAlsoSetBy" | "limitsOpenedBy">;

/** Who set the limits of a lot, as its event has them. */
export const limitSettersOf = ({
  limitsSetBy: [account, ...setters] = [],
  limitsAlsoSetBy = [],
  limitsOpenedBy: openers,
}: LimitSettersInEvent): Hands => ({
  accounts: account === undefined ? [] : [account, ...limitsAlsoSetBy],
  setters,
  openers,
});

/** Who set the limits of a lot, whoever set the strictest first, as its event keeps them. */
export const limitSettersForEvent = ({
  accounts: [account, ...others],
  setters,
  openers,
}: Hands): LimitSettersInEvent => ({
  limitsSetBy: account === undefined ? undefined : [account, ...setters],
  limitsAlsoSetBy: others.length > 0 ? others : undefined,
  limitsOpenedBy: openers && [...openers],
});

/**
 * Nobody decides on a batch or a lot whose limits they set. Throws `limits-set-by-yourself` or
 * `reset-by-yourself`.
 */
export const requireNotOwnLimits = (limitSetters: Hands, deciding: Deciding): void =>
  requireOtherHands(limitSetters, deciding, "limits-set-by-yourself");

/** Statements about a book that an acceptance rests on, with whoever made them. */
export interface BookStatements {
  /** Who closed findings of it that persist. */
  readonly closers: Hands;
  /** Other statements that decide whether it has findings, such as how many cases it has. */
  readonly statedValues: readonly StatedValue[];
}

/**
 * Nobody accepts on the strength of their own statement that a finding of the book is right as it
 * is, or that keeps one from coming up. Throws `closed-by-yourself` or `reset-by-yourself`.
 */
export const requireBookStatedByOthers = (
  { closers, statedValues }: BookStatements,
  deciding: Deciding,
): void => {
  requireOtherHands(closers, deciding, "closed-by-yourself");
  requireStatedByOthers(statedValues, deciding);
};

/**
 * Nobody accepts or returns what they checked themselves. Throws `checked-by-yourself` or
 * `reset-by-yourself`.
 */
export const requireNotChecked = (checkers: Hands, deciding: Deciding): void =>
  requireOtherHands(checkers, deciding, "checked-by-yourself");
