import type { HttpPorts, ServiceApp } from "@sogoc/http";
import { inShape } from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { AccountListReader } from "../read-models/account-list.ts";
import { listClerks } from "../use-cases/list-clerks.ts";

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
 * Who assigns batches sees the names of those who may key them, and nothing else of their
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
      const clerks = await listClerks(list, http.directory, { unitId, now: http.clock.now() });
      return { items: clerks.map((one) => inShape(Clerk, one)) };
    },
  );
};
