import { CommandRejected } from "@sogoc/core";
import { isClosedOn, type Unit, type UnitTree } from "./unit-tree.ts";

/**
 * The unit, where new work may begin in it on that day: what a closed one had goes on with its
 * successors. Throws `unit-unknown` or `unit-closed`.
 */
export const getWorkingUnit = (tree: UnitTree, unitId: string, day: string): Unit => {
  const unit = tree.units.get(unitId);
  if (!unit) throw new CommandRejected("unit-unknown");
  if (isClosedOn(unit, day)) throw new CommandRejected("unit-closed");
  return unit;
};

/**
 * Throws what `getWorkingUnit` does, and `unit-keeps-no-books` for a contractor: a register is that
 * of the office whose cases it holds, and the people of a contractor would keep and accept it
 * alone.
 */
export const requireUnitKeepsBooks = (tree: UnitTree, unitId: string, day: string): void => {
  if (getWorkingUnit(tree, unitId, day).kind === "contractor")
    throw new CommandRejected("unit-keeps-no-books");
};

/** Throws what `getWorkingUnit` does where no new work may begin in the unit on that day. */
export const requireWorkingUnit = (tree: UnitTree, unitId: string, day: string): void => {
  getWorkingUnit(tree, unitId, day);
};
