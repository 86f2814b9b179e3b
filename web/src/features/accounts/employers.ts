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

/**
 * Whether who administers the area stands above all these units: what they do to somebody who works
 * there holds nobody back. Nothing lies above the topmost unit.
 */
export const standsAbove = (
  units: readonly UnitLine[],
  area: string,
  reached: readonly string[],
): boolean => {
  const below = new Set(areasOf(units, area).map(({ id }) => id));
  const isTop = units.find(({ id }) => id === area)?.parentId === null;
  return reached.every((id) => below.has(id) && (isTop || id !== area));
};

/** Units whose work may be given to somebody: the area itself first, then what is below it. */
export const areasOf = (units: readonly UnitLine[], area: string): readonly UnitLine[] =>
  employersOf(units, area)
    .filter(({ kind }) => kind !== "contractor")
    .sort((one, other) => Number(other.id === area) - Number(one.id === area));
