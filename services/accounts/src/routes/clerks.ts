import { findRefusal } from "@sogoc/access";
import { vietnamDay } from "@sogoc/core";
import type { HttpPorts, ServiceApp } from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { AccountListing, AccountListReader } from "../read-models/account-list.ts";

const PAGE = 200;

const Clerk = z.object({
  id: z.string(),
  displayName: z.string(),
  until: z.string().optional().describe("Last day of the contract."),
});

const queryUnit = (request: FastifyRequest): string => {
  const { unitId } = request.query as { unitId?: unknown };
  return typeof unitId === "string" ? unitId : "";
};

/**
 * Who deals out batches sees the names of those who may key them, and nothing else of their
 * accounts.
 */
export const clerkRoutes = (app: ServiceApp, http: HttpPorts, list: AccountListReader): void => {
  app.get(
    "/clerks",
    {
      config: { permission: { roles: ["book-keeper", "unit-admin"], area: queryUnit } },
      schema: {
        tags: ["accounts"],
        summary: "Ai được nhập sổ của đơn vị / Who may key the unit's books today",
        querystring: z.object({ unitId: z.string().max(80) }),
        response: { 200: z.object({ items: z.array(Clerk) }) },
      },
    },
    async (request) => {
      const { unitId } = request.query;
      const day = vietnamDay(http.clock.now());
      const tree = http.directory.tree();
      const mayKey = ({ id, displayName, unitId: employer, grants, suspended, until }: AccountListing) => {
        if (suspended) return false;
        const principal = {
          account: id,
          name: displayName,
          unitId: employer,
          session: "",
          grants: [...grants],
          until,
        };
        return findRefusal({ principal, roles: ["clerk"], unitId, day, tree }) === undefined;
      };
      const items: z.infer<typeof Clerk>[] = [];
      let after: string | undefined;
      do {
        const page = await list.query({
          where: {},
          orderBy: [{ column: "displayName" }],
          limit: PAGE,
          after,
        });
        items.push(...page.items.filter(mayKey).map((one) => Clerk.parse(one)));
        after = page.next;
      } while (after !== undefined);
      return { items };
    },
  );
};
