import { ancestorsOf, isWithin, nameOn, type UnitTree, unitsWithin } from "@sogoc/access";
import { CommandRejected } from "@sogoc/core";
import { areaOfRequest, localDay } from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import type { ReportingParts } from "../reporting-parts.ts";

/**
 * The units an answer is about: those the caller may see in the route's roles, narrowed to `unitId`
 * and what lies below it. Closed units are among them. Throws `outside-area` for a unit the caller
 * may not see.
 */
export const scopeOf = (
  request: FastifyRequest,
  parts: ReportingParts,
  unitId?: string,
): readonly string[] => {
  const area = areaOfRequest(request, parts.http);
  if (unitId === undefined) return area;
  const allowed = new Set(area);
  if (!allowed.has(unitId)) throw new CommandRejected("outside-area");
  return unitsWithin(parts.http.directory.tree(), unitId).filter((id) => allowed.has(id));
};

/** Today's name, or the last one of a closed unit. */
export const unitNameOf = (
  parts: ReportingParts,
  unitId: string,
  at: Date = parts.ports.clock.now(),
): string => {
  const unit = parts.http.directory.tree().units.get(unitId);
  return unit ? nameOn(unit, localDay(at)) : unitId;
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
