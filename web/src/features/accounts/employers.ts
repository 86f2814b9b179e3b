import type { Answer } from "../../api/paths.ts";
import { isOver } from "../../ui/week.ts";

export type UnitLine = Answer<"get", "/api/accounts/v1/units">["units"][number];

/**
 * Units where people may be employed: the area with everything below it, and contractors; none that
 * has ended.
 */
export const employersOf = (units: readonly UnitLine[], area: string): readonly UnitLine[] => {
  const parents = new Map(units.map(({ id, parentId }) => [id, parentId]));
  const within = (id: string | null | undefined): boolean =>
    id === area || (typeof id === "string" && within(parents.get(id)));
  return units.filter(({ id, kind, closedOn }) => !isOver(closedOn) && (kind === "contractor" || within(id)));
};

/** Units whose work may be given to somebody: the area itself first, then what is below it. */
export const areasOf = (units: readonly UnitLine[], area: string): readonly UnitLine[] =>
  employersOf(units, area)
    .filter(({ kind }) => kind !== "contractor")
    .sort((one, other) => Number(other.id === area) - Number(one.id === area));
