import { grantsOn, isWithin } from "@sogoc/access";
import { CommandRejected, vietnamDay } from "@sogoc/core";
import { type HttpPorts, principalOf } from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { BatchState } from "../domain/batch.ts";
import { type Purpose, purposeOfLook, type Relation } from "../domain/purpose-of-look.ts";

/** Of a page that shows a case or its scan. */
export const LookQuery = z.object({
  purpose: z
    .enum(["keying", "checking", "deciding", "look-up"])
    .optional()
    .describe(
      "What the page is for, as it is kept with the reading; by what the person does there if left out.",
    ),
});

interface Look {
  readonly unitId: string;
  readonly relation: Relation;
  readonly named?: Purpose | undefined;
}

/**
 * What whoever asks looks at something of this unit for. Throws `forbidden-role` where they name
 * what is not theirs to do there.
 */
export const purposeOfRequest = (
  request: FastifyRequest,
  http: HttpPorts,
  { unitId, relation, named }: Look,
): Purpose => {
  const tree = http.directory.tree();
  const grants = grantsOn(principalOf(request), vietnamDay(http.clock.now()));
  const held = grants.filter((grant) => isWithin(tree, unitId, grant.unitId)).map(({ role }) => role);
  const purpose = purposeOfLook(held, relation, named);
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
