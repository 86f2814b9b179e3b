import type { Answer } from "../../api/paths.ts";

type Unit = Answer<"get", "/api/accounts/v1/units">["units"][number];

export interface UnitLine extends Unit {
  /** 0 for a unit whose parent is not among those shown. */
  readonly depth: number;
}

/** Each unit before what lies below it, siblings by name. */
export const inTreeOrder = (units: readonly Unit[]): readonly UnitLine[] => {
  const known = new Set(units.map(({ id }) => id));
  const byParent = Map.groupBy(units, ({ parentId }) =>
    parentId !== null && known.has(parentId) ? parentId : "",
  );
  const below = (parent: string, depth: number): UnitLine[] =>
    [...(byParent.get(parent) ?? [])]
      .sort((one, other) => one.name.localeCompare(other.name, "vi"))
      .flatMap((unit) => [{ ...unit, depth }, ...below(unit.id, depth + 1)]);
  return below("", 0);
};
