import { isWithin, type UnitTree, withSuccessors } from "./unit-tree.ts";

/**
 * The office that a contractor works for: whoever administers it registers contractors and opens
 * their people's accounts at will, and stands no further above these than above its own.
 */
const officeOf = (tree: UnitTree, unitId: string): string => {
  const unit = tree.units.get(unitId);
  return unit?.kind === "contractor" && unit.parentId !== null ? officeOf(tree, unit.parentId) : unitId;
};

/** Whoever took over from a unit has become its equal, not what lies above it. */
const liesAbove = (tree: UnitTree, upper: string, lower: string): boolean => {
  const office = officeOf(tree, lower);
  return isWithin(tree, office, upper) && !withSuccessors(tree, office).has(upper);
};

/**
 * Whether one of the administered units lies above every unit that an account reaches, so that
 * whoever administers it has no part in the account's own work. Nothing lies above the unit without
 * a parent: there each administrator stands above the others.
 */
export const isAbove = (
  tree: UnitTree,
  administered: readonly string[],
  reached: readonly string[],
): boolean =>
  administered.some((unitId) => {
    const isTop = tree.units.get(unitId)?.parentId === null;
    return reached.every((one) => liesAbove(tree, unitId, one) || (isTop && isWithin(tree, one, unitId)));
  });

/**
 * The same for an account that watches administrators. Nobody at the top stands above it: whoever
 * administers the country makes administrators of the country at will, and could touch those who
 * watch them by another's hand.
 */
export const isStrictlyAbove = (
  tree: UnitTree,
  administered: readonly string[],
  reached: readonly string[],
): boolean =>
  administered.some(
    (unitId) =>
      tree.units.get(unitId)?.parentId !== null && reached.every((one) => liesAbove(tree, unitId, one)),
  );
