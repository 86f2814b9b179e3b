import { findRefusal, rolesThatReadRecords } from "@sogoc/access";
import { CommandRejected, everyHandOf, vietnamDay } from "@sogoc/core";
import { actingOf, type HttpPorts, principalOf } from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import type { Batch } from "../../steps/load-batch.ts";

/**
 * Throws `blind-keying` for whoever has, or had, the second keying of a batch while it is keyed a
 * second time, whatever their roles, and for accounts whose password such a person had set;
 * `work-of-another` for whoever has no role that reads records there and is none of its first
 * makers.
 */
export const requireMayRead = (
  http: HttpPorts,
  request: FastifyRequest,
  { state, opened }: Pick<Batch, "state" | "opened">,
): void => {
  const principal = principalOf(request);
  const hands = everyHandOf(actingOf(request, http));
  if (state.status === "second-keying" && state.secondKeyers.some((keyer) => hands.includes(keyer))) {
    throw new CommandRejected("blind-keying");
  }
  const refusal = findRefusal({
    principal,
    roles: rolesThatReadRecords,
    unitId: opened.unitId,
    day: vietnamDay(http.clock.now()),
    tree: http.directory.tree(),
  });
  if (refusal !== undefined && !state.firstMakers.includes(principal.account)) {
    throw new CommandRejected("work-of-another");
  }
};
