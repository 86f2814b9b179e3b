import { isWithin, unitsHeld } from "@sogoc/access";
import { CommandRejected, vietnamDay } from "@sogoc/core";
import { type HttpPorts, principalOf } from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { reachedUnits } from "../domain/reached-units.ts";
import type { OpenedAccount } from "../steps/load-account.ts";
import { admins } from "./account-shapes.ts";

/** Who suspends and reinstates whom: what was closed from above is opened from there. */
export const suspensionReach = (
  load: (request: FastifyRequest) => Promise<OpenedAccount>,
  http: HttpPorts,
) => {
  const today = () => vietnamDay(http.clock.now());
  const held = (request: FastifyRequest) => unitsHeld(principalOf(request), admins, today());
  const covers = (upper: readonly string[], lower: readonly string[]): boolean =>
    lower.every((one) => upper.some((unitId) => isWithin(http.directory.tree(), one, unitId)));

  return {
    /** How whoever asks to suspend stands to the account, and to whoever suspended it before. */
    suspender: async (request: FastifyRequest) => {
      const { opened, grants, suspended, suspendedFrom } = await load(request);
      const reached = reachedUnits({ unitId: opened.unitId, grants }, today());
      const administered = held(request).filter((unitId) => reached.some((one) => covers([unitId], [one])));
      const outranks =
        suspended && covers(administered, suspendedFrom) && !covers(suspendedFrom, administered);
      return { administered, outranks };
    },

    /**
     * Throws `administrator-above-required` unless the caller administers all that whoever
     * suspended the account did.
     */
    requireSuspender: async (request: FastifyRequest): Promise<void> => {
      const { suspendedFrom } = await load(request);
      if (!covers(held(request), suspendedFrom)) throw new CommandRejected("administrator-above-required");
    },
  };
};
