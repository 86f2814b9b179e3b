import { findRefusal } from "@sogoc/access";
import { type CommandHandler, CommandRejected, vietnamDay } from "@sogoc/core";
import type { Role } from "@sogoc/events";
import { type HttpPorts, principalOf } from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { AccountState } from "../domain/account.ts";
import { loadAccount, requireOpened } from "../use-cases/load-account.ts";

export const AccountParams = z.object({ accountId: z.string().max(80) });

/** Grants that still run or are to begin; those that have ended give nobody anything. */
const standingGrants = (grants: AccountState["grants"], day: string) =>
  grants.filter(({ until }) => until === undefined || day <= until);

/**
 * Who may act on whose account: over everything that the account reaches, not only over where its
 * holder works.
 */
export const createAccountReach = (commands: Pick<CommandHandler, "load">, http: HttpPorts) => {
  const load = async (request: FastifyRequest) => {
    const { accountId } = request.params as z.infer<typeof AccountParams>;
    return requireOpened(await loadAccount(commands, accountId));
  };

  /** Throws unless the caller is a system administrator of that unit today. */
  const requireSystemAdmin = (request: FastifyRequest, unitId: string): void => {
    const refusal = findRefusal({
      principal: principalOf(request),
      roles: ["system-admin"],
      unitId,
      day: vietnamDay(http.clock.now()),
      tree: http.directory.tree(),
    });
    if (refusal) throw new CommandRejected(refusal);
  };

  return {
    requireSystemAdmin,

    /** The unit whose person it is. */
    home: async (request: FastifyRequest): Promise<string> => (await load(request)).opened.unitId,

    /**
     * Home and every area that the account holds a role in. Whoever resets a password, suspends or
     * reinstates decides over all of them; a system administrator's account is only for another one
     * over the same area.
     */
    whole: async (request: FastifyRequest): Promise<readonly string[]> => {
      const { opened, grants: all } = await load(request);
      const grants = standingGrants(all, vietnamDay(http.clock.now()));
      for (const { role, unitId } of grants) if (role === "system-admin") requireSystemAdmin(request, unitId);
      return [...new Set([opened.unitId, ...grants.map(({ unitId }) => unitId)])];
    },

    /** Home and the area of the one role that the body names: what is given or taken away there. */
    homeAndNamed: async (request: FastifyRequest): Promise<readonly string[]> => {
      const { opened } = await load(request);
      const { role, unitId } = (request.body ?? {}) as { role?: Role | undefined; unitId?: unknown };
      const named = typeof unitId === "string" ? unitId : "";
      if (role === "system-admin") requireSystemAdmin(request, named);
      return [opened.unitId, named];
    },
  };
};

export type AccountReach = ReturnType<typeof createAccountReach>;
