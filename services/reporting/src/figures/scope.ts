import { ancestorsOf, isWithin, nameOn, type Unit, type UnitTree } from "@sogoc/access";
import { vietnamDay } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";

/** Today's name, or the last one of a closed unit. */
export const unitNameOf = (
  dependencies: Dependencies<"clock" | "directory">,
  unitId: string,
  at: Date = dependencies.clock.now(),
): string => {
  const unit = dependencies.directory.tree().units.get(unitId);
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

/** Which unit's figures stand in which line, and which lines there are anyway. */
export interface UnitLines {
  readonly unitKey: (unitId: string) => string;
  readonly always: readonly string[];
}

const isOpen = ({ closedOn }: Pick<Unit, "closedOn">, day: string): boolean =>
  closedOn === undefined || day < closedOn;

/** The unit, or whoever took over from it in the end; of several the one that is named first. */
const livingOf = (tree: UnitTree, unitId: string, day: string): string => {
  const passed = new Set<string>();
  for (let id: string | undefined = unitId; id !== undefined && !passed.has(id); ) {
    const unit = tree.units.get(id);
    if (!unit || isOpen(unit, day)) return id;
    passed.add(id);
    [id] = unit.successors;
  }
  return unitId;
};

/** A line for each commune of a scope; a closed one's figures stand with its successor. */
export const communesOf = (
  dependencies: Dependencies<"clock" | "directory">,
  scope: readonly string[],
): UnitLines => {
  const tree = dependencies.directory.tree();
  const day = vietnamDay(dependencies.clock.now());
  const always = scope.filter((id) => {
    const unit = tree.units.get(id);
    return unit?.kind === "commune" && isOpen(unit, day);
  });
  const inScope = new Set(scope);
  const unitKey = (unitId: string) => {
    const living = livingOf(tree, unitId, day);
    // A successor outside the area is not shown to who may not see it.
    return inScope.has(living) ? living : unitId;
  };
  return { unitKey, always };
};

/**
 * A line for each unit directly below `top`, which has the figures of everything below it and of
 * those it took over from. Each unit counts once.
 */
export const childrenOf = (
  dependencies: Dependencies<"clock" | "directory">,
  top: string,
  scope: readonly string[],
): UnitLines => {
  const tree = dependencies.directory.tree();
  const day = vietnamDay(dependencies.clock.now());
  const inScope = new Set(scope);
  const open = [...tree.units.values()]
    .filter((unit) => unit.parentId === top && unit.kind !== "contractor" && isOpen(unit, day))
    .map(({ id }) => id)
    .filter((id) => inScope.has(id))
    .sort();
  const unitKey = (unitId: string): string => {
    const path = ancestorsOf(tree, unitId);
    const at = path.indexOf(top);
    if (at === 0) return top;
    const child = at > 0 ? path[at - 1] : undefined;
    if (child !== undefined && open.includes(child)) return child;
    const successor = open.find((id) => isWithin(tree, unitId, id));
    return successor ?? child ?? top;
  };
  return { unitKey, always: open };
};
