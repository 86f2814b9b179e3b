import { CommandRejected } from "@sogoc/core";

/** Who made what is judged. */
export interface Makers {
  /** Whoever keyed, corrected or voided any of it, or sent the workbook that it came from. */
  readonly keyers: readonly string[];
  /** Whoever decided between two keyings of it. */
  readonly arbiters?: readonly string[] | undefined;
  /** Whoever had set the password of one of those shortly before they did it. */
  readonly resetBy?: readonly string[] | undefined;
}

interface MadeRecord extends Makers {
  readonly resets: readonly { readonly by: string }[];
}

/** Who made these records, each once. */
export const makersOf = (records: readonly MadeRecord[]) => {
  const each = (of: (record: MadeRecord) => readonly string[]) => [...new Set(records.flatMap(of))];
  const resetBy = each(({ resets }) => resets.map(({ by }) => by));
  return {
    keyers: each(({ keyers }) => keyers),
    arbiters: each(({ arbiters = [] }) => arbiters),
    resetBy: resetBy.length > 0 ? resetBy : undefined,
  };
};

/**
 * Nobody checks or decides on what they made themselves, by the batch or by the lot. Throws
 * `keyed-by-yourself`, `arbitrated-by-yourself` or `reset-by-yourself`.
 */
export const requireIndependent = (
  { keyers, arbiters = [], resetBy = [] }: Makers,
  accountId: string,
): void => {
  if (keyers.includes(accountId)) throw new CommandRejected("keyed-by-yourself");
  if (arbiters.includes(accountId)) throw new CommandRejected("arbitrated-by-yourself");
  if (resetBy.includes(accountId)) throw new CommandRejected("reset-by-yourself");
};

/**
 * Nobody accepts on their own word that a finding of the book stands as it is. Throws
 * `closed-by-yourself`.
 */
export const requireNotClosed = (closers: readonly string[], accountId: string): void => {
  if (closers.includes(accountId)) throw new CommandRejected("closed-by-yourself");
};

/** Nobody accepts or returns what they checked themselves. Throws `checked-by-yourself`. */
export const requireNotChecked = (checkers: Iterable<string>, accountId: string): void => {
  if ([...checkers].includes(accountId)) throw new CommandRejected("checked-by-yourself");
};
