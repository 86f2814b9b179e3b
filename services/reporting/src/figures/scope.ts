import { ancestorsOf, isWithin, nameOn, type UnitTree } from "@sogoc/access";
import { vietnamDay } from "@sogoc/core";
import type { Access } from "../access.ts";

/** Today's name, or the last one of a closed unit. */
export const unitNameOf = (
  access: Access<"clock" | "directory">,
  unitId: string,
  at: Date = access.clock.now(),
): string => {
  const unit = access.directory.tree().units.get(unitId);
  return unit ? nameOn(unit, vietnamDay(at)) : unitId;
};

/**
 * The unit of a scope that has no other unit of it above: what a page about the whole scope is
 * named after.
 */
export const topOf = (tree: UnitTree, scope: readonly string[]): string | undefined => {
  const inside = new Set(scope);
  const depth = (id: string) => ancestorsOf(tree, id).length;
  return [...scope]
    .filter((id) => {
      const parent = tree.units.get(id)?.parentId;
      return parent === null || parent === undefined || !inside.has(parent);
    })
    .sort((a, b) => depth(a) - depth(b))[0];
};

/**
 * The child of `top` under which a unit's figures are shown: the one above it, or, where its
 * district is gone, the first successor's. Each unit counts once.
 */
export const childOf = (tree: UnitTree, top: string, unitId: string): string => {
  const path = ancestorsOf(tree, unitId);
  const at = path.indexOf(top);
  if (at === 0) return top;
  const child = path[at - 1];
  if (at > 0 && child !== undefined) return child;
  const children = [...tree.units.values()].filter(({ parentId }) => parentId === top).map(({ id }) => id);
  return children.sort().find((id) => isWithin(tree, unitId, id)) ?? top;
};
