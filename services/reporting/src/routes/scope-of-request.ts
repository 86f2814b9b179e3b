import { unitsWithin } from "@sogoc/access";
import { CommandRejected } from "@sogoc/core";
import { areaOfRequest } from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import type { Dependencies } from "../dependencies.ts";

/**
 * The units an answer is about: those the caller may see in the route's roles, narrowed to `unitId`
 * and what lies below it. Closed units are among them. Throws `outside-area` for a unit the caller
 * may not see.
 */
export const scopeOf = (
  request: FastifyRequest,
  dependencies: Dependencies<"clock" | "directory">,
  unitId?: string,
): readonly string[] => {
  const area = areaOfRequest(request, dependencies);
  if (unitId === undefined) return area;
  const allowed = new Set(area);
  if (!allowed.has(unitId)) throw new CommandRejected("outside-area");
  return unitsWithin(dependencies.directory.tree(), unitId).filter((id) => allowed.has(id));
};
