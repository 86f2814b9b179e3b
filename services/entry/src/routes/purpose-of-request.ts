import { grantsOn, isWithin } from "@sogoc/access";
import { vietnamDay } from "@sogoc/core";
import { type HttpPorts, principalOf } from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { purposeOfLook } from "../domain/purpose-of-look.ts";

/** What whoever asks looks at something of this unit for. */
export const purposeOfRequest = (request: FastifyRequest, http: HttpPorts, unitId: string) => {
  const tree = http.directory.tree();
  const grants = grantsOn(principalOf(request), vietnamDay(http.clock.now()));
  return purposeOfLook(
    grants.filter((grant) => isWithin(tree, unitId, grant.unitId)).map(({ role }) => role),
  );
};
