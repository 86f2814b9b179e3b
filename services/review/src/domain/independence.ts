import { CommandRejected, type Hands, requireOtherHands } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import type { Deciding } from "./deciding.ts";
import { requireSaidByOthers, type SaidValue } from "./said-values.ts";

/** Who made what is judged. */
export interface Makers {
  /** Whoever keyed, corrected or voided any of it, or sent the workbook that it came from. */
  readonly keyers: readonly string[];
  /** Whoever decided between two keyings of it. */
  readonly arbiters?: readonly string[] | undefined;
  /**
   * Whoever had set the password of one of those shortly before they did it, or of whoever had.
   */
  readonly resetBy?: readonly string[] | undefined;
  /** Whoever had opened the account of one of those shortly before. */
  readonly openedBy?: readonly string[] | undefined;
}

interface MadeRecord extends Makers {
  readonly resets: readonly { readonly by: string; readonly opened?: true | undefined }[];
}

/** Who made these records, each once. */
export const makersOf = (records: readonly MadeRecord[]) => {
  const each = (of: (record: MadeRecord) => readonly string[]) => [...new Set(records.flatMap(of))];
  const settersOf = (opened: true | undefined) =>
    each(({ resets }) => resets.filter((one) => one.opened === opened).map(({ by }) => by));
  const [resetBy, openedBy] = [settersOf(undefined), settersOf(true)];
  return {
    keyers: each(({ keyers }) => keyers),
    arbiters: each(({ arbiters = [] }) => arbiters),
    resetBy: resetBy.length > 0 ? resetBy : undefined,
    openedBy: openedBy.length > 0 ? openedBy : undefined,
  };
};

/**
 * Nobody checks or decides on what they made themselves, by the batch or by the lot. Throws
 * `keyed-by-yourself`, `arbitrated-by-yourself` or `reset-by-yourself`.
 */
export const requireIndependent = (
  { keyers, arbiters = [], resetBy = [], openedBy }: Makers,
  deciding: Deciding,
): void => {
  if (keyers.includes(deciding.account)) throw new CommandRejected("keyed-by-yourself");
  const made = { accounts: arbiters, setters: [...keyers, ...resetBy], openers: openedBy };
  requireOtherHands(made, deciding, "arbitrated-by-yourself");
};

/** Who set the limits of a lot, as its event has them. */
export const limitSettersOf = ({
  limitsSetBy: [account, ...setters] = [],
  limitsOpenedBy: openers,
}: Pick<DataOf<"LotFormed">, "limitsSetBy" | "limitsOpenedBy">): Hands => ({
  accounts: account === undefined ? [] : [account],
  setters,
  openers,
});

/**
 * Nobody decides a batch or a lot by limits that they set. Throws `limits-set-by-yourself` or
 * `reset-by-yourself`.
 */
export const requireNotOwnLimits = (limitSetters: Hands, deciding: Deciding): void =>
  requireOtherHands(limitSetters, deciding, "limits-set-by-yourself");

/** What of a book an acceptance rests on, by whose word. */
export interface WordOnBook {
  /** Who closed findings of it that stand. */
  readonly closers: Hands;
  /** What else its findings come of, or not. */
  readonly said: readonly SaidValue[];
}

/**
 * Nobody accepts on their own word that a finding of the book stands as it is, or that there is
 * none. Throws `closed-by-yourself` or `reset-by-yourself`.
 */
export const requireWordOfOthers = ({ closers, said }: WordOnBook, deciding: Deciding): void => {
  requireOtherHands(closers, deciding, "closed-by-yourself");
  requireSaidByOthers(said, deciding);
};

/**
 * Nobody accepts or returns what they checked themselves. Throws `checked-by-yourself` or
 * `reset-by-yourself`.
 */
export const requireNotChecked = (checkers: Hands, deciding: Deciding): void =>
  requireOtherHands(checkers, deciding, "checked-by-yourself");
