import { isWithin, type UnitTree } from "./unit-tree.ts";

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
    return reached.every((one) => isWithin(tree, one, unitId) && (isTop || one !== unitId));
  });
