import { findRefusal, isAbove, isStrictlyAbove, unitsHeld } from "@sogoc/access";
import { type CommandHandler, CommandRejected, vietnamDay } from "@sogoc/core";
import type { Role } from "@sogoc/events";
import { type HttpPorts, loadedOnce, type OfRequest, principalOf } from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { grantsInForce, reachedUnits } from "../domain/reached-units.ts";
import { getOpened, loadAccount, type OpenedAccount } from "../steps/load-account.ts";
import { admins } from "./account-shapes.ts";
import { suspensionReach } from "./suspension-reach.ts";

export const AccountParams = z.object({ accountId: z.string().max(80) });

const todayOf = ({ clock }: HttpPorts): string => vietnamDay(clock.now());

/** Throws unless the caller is a system administrator of that unit today. */
const requireSystemAdmin = (request: FastifyRequest, http: HttpPorts, unitId: string): void => {
  const refusal = findRefusal({
    principal: principalOf(request),
    roles: ["system-admin"],
    unitId,
    day: todayOf(http),
    tree: http.directory.tree(),
  });
  if (refusal) throw new CommandRejected(refusal);
};

/**
 * The unit that the body names. Throws where it names a system administrator's role that is not the
 * caller's to decide over.
 */
const namedUnit = (request: FastifyRequest, http: HttpPorts): string => {
  const { role, unitId } = (request.body ?? {}) as { role?: Role | undefined; unitId?: unknown };
  const named = typeof unitId === "string" ? unitId : "";
  if (role === "system-admin") requireSystemAdmin(request, http, named);
  return named;
};

/** What an account reaches today, in all. */
const createWholeReach = (load: OfRequest<OpenedAccount>, http: HttpPorts) => {
  const reachedBy = ({ opened, grants }: OpenedAccount): readonly string[] =>
    reachedUnits({ unitId: opened.unitId, grants }, todayOf(http));
  return {
    reachedBy,
    /**
     * Home and every area that the account holds a role in. Whoever resets a password, suspends or
     * reinstates decides over all of them; a system administrator's account is only for another one
     * over the same area.
     */
    async whole(request: FastifyRequest): Promise<readonly string[]> {
      const account = await load(request);
      for (const { role, unitId } of grantsInForce(account.grants, todayOf(http)))
        if (role === "system-admin") requireSystemAdmin(request, http, unitId);
      return reachedBy(account);
    },
  };
};

/**
 * Who may act on whose account: over everything that the account reaches, not only over where its
 * holder works.
 */
export const createAccountReach = (commands: Pick<CommandHandler, "load">, http: HttpPorts) => {
  const today = () => todayOf(http);
  const load = loadedOnce(async (request) => {
    const { accountId } = request.params as z.infer<typeof AccountParams>;
    return getOpened(await loadAccount(commands, accountId));
  });

  const { reachedBy, whole } = createWholeReach(load, http);

  /** Whether the caller administers a unit above everything that the account reaches. */
  const standsAbove = (request: FastifyRequest, account: OpenedAccount): boolean =>
    isAbove(http.directory.tree(), unitsHeld(principalOf(request), admins, today()), reachedBy(account));

  const standsAboveAuditor = (request: FastifyRequest, account: OpenedAccount): boolean => {
    const administered = unitsHeld(principalOf(request), ["unit-admin"], today());
    return isStrictlyAbove(http.directory.tree(), administered, reachedBy(account));
  };

  return {
    ...suspensionReach(load, http),
    whole,

    standsAbove: async (request: FastifyRequest): Promise<boolean> =>
      standsAbove(request, await load(request)),

    /** The same over where its holder works and the unit that the body names. */
    standsAboveNamed: async (request: FastifyRequest): Promise<boolean> => {
      const { opened } = await load(request);
      const administered = unitsHeld(principalOf(request), admins, today());
      return isAbove(http.directory.tree(), administered, [opened.unitId, namedUnit(request, http)]);
    },

    /**
     * Throws `administrator-above-required` unless the caller stands above the account: always, or
     * where the account audits. An auditor watches the system's administrators too, whom it
     * therefore never belongs to.
     */
    requireAbove: async (request: FastifyRequest, where: "always" | "of-auditors"): Promise<void> => {
      const account = await load(request);
      const audits = grantsInForce(account.grants, today()).some(({ role }) => role === "auditor");
      const refuses = audits ? !standsAboveAuditor(request, account) : !standsAbove(request, account);
      if ((where === "always" || audits) && refuses)
        throw new CommandRejected("administrator-above-required");
    },

    /** The unit whose person it is. */
    home: async (request: FastifyRequest): Promise<string> => (await load(request)).opened.unitId,

    /** The area of the role that the body names: who administers it ends what is held there. */
    named: async (request: FastifyRequest): Promise<readonly string[]> => {
      await load(request);
      return [namedUnit(request, http)];
    },

    /**
     * Home and the next unit of a person who moves. Where the last day changes, all that the
     * account reaches: that ends or revives it, as suspending and reinstating do.
     */
    moved: async (request: FastifyRequest): Promise<readonly string[]> => {
      const { opened } = await load(request);
      const { until } = (request.body ?? {}) as { readonly until?: unknown };
      const named = [opened.unitId, namedUnit(request, http)];
      return until === opened.until ? named : [...named, ...(await whole(request))];
    },

    /** Home and the unit that the body names, of a role. */
    homeAndNamed: async (request: FastifyRequest): Promise<readonly string[]> => {
      const { opened } = await load(request);
      return [opened.unitId, namedUnit(request, http)];
    },
  };
};

export type AccountReach = ReturnType<typeof createAccountReach>;
