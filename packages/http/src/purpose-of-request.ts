import {
  grantsOn,
  isWithin,
  purposeOfReading,
  type ReadingPurpose,
  type RelationToCase,
} from "@sogoc/access";
import { CommandRejected, notBefore, vietnamDay } from "@sogoc/core";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { HttpPorts } from "./http-ports.ts";
import { principalOf } from "./permissions.ts";

/** The purpose of a page that shows a case or its scan. */
export const PurposeQuery = z.object({
  purpose: z
    .enum(["keying", "checking", "deciding", "look-up"])
    .optional()
    .describe(
      "What the page is for, as it is kept with the reading; by what the person does there if left out.",
    ),
});

interface ReadingAsked {
  readonly unitId: string;
  readonly relation: RelationToCase;
  readonly named?: ReadingPurpose | undefined;
}

/**
 * Returns the purpose for which somebody reads something of this unit. Throws `forbidden-role`
 * where they name one that they cannot have there.
 */
export const purposeOfRequest = (
  request: FastifyRequest,
  http: HttpPorts,
  { unitId, relation, named }: ReadingAsked,
): ReadingPurpose => {
  const tree = http.directory.tree();
  const grants = grantsOn(principalOf(request), vietnamDay(notBefore(http.clock)));
  const held = grants.filter((grant) => isWithin(tree, unitId, grant.unitId)).map(({ role }) => role);
  const purpose = purposeOfReading(held, relation, named);
  if (purpose === undefined) throw new CommandRejected("forbidden-role");
  return purpose;
};
