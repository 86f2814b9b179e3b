import { grantsOn, isWithin } from "@sogoc/access";
import { CommandRejected, vietnamDay } from "@sogoc/core";
import { type HttpPorts, principalOf } from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { BatchState } from "../domain/batch.ts";
import { type Purpose, purposeOfReading, type Relation } from "../domain/purpose-of-reading.ts";

/** Of a page that shows a case or its scan. */
export const ReadingQuery = z.object({
  purpose: z
    .enum(["keying", "checking", "deciding", "look-up"])
    .optional()
    .describe(
      "What the page is for, as it is kept with the reading; by what the person does there if left out.",
    ),
});

interface ReadingAsked {
  readonly unitId: string;
  readonly relation: Relation;
  readonly named?: Purpose | undefined;
}

/**
 * The purpose for which a person reads something of this unit. Throws `forbidden-role` where they
 * name one that their roles there do not have.
 */
export const purposeOfRequest = (
  request: FastifyRequest,
  http: HttpPorts,
  { unitId, relation, named }: ReadingAsked,
): Purpose => {
  const tree = http.directory.tree();
  const grants = grantsOn(principalOf(request), vietnamDay(http.clock.now()));
  const held = grants.filter((grant) => isWithin(tree, unitId, grant.unitId)).map(({ role }) => role);
  const purpose = purposeOfReading(held, relation, named);
  if (purpose === undefined) throw new CommandRejected("forbidden-role");
  return purpose;
};

/** What somebody has to do with the cases of a batch. */
export const relationToBatch = (
  { assigned, firstKeyers, secondKeyers, status }: BatchState,
  account: string,
): Relation => ({
  isKeyer: [assigned?.accountId, ...firstKeyers, ...secondKeyers].includes(account),
  isUnderReview: status === "submitted",
});
