import { allPages } from "@sogoc/core";
import type { ServiceApp } from "@sogoc/http";
import { z } from "zod";
import { scopeOf } from "../figures/scope.ts";
import type { ReportingParts } from "../reporting-parts.ts";
import { recordReaders } from "./roles.ts";
import { UnitQuery } from "./shapes.ts";

const Actor = z.object({ account: z.string(), name: z.string() });

export const actorRoutes = (app: ServiceApp, parts: ReportingParts): void => {
  app.get(
    "/actors",
    {
      config: { permission: { roles: [...recordReaders], area: "narrowed-by-query" } },
      schema: {
        tags: ["records"],
        summary:
          "Ai đã nhập hoặc có thể sửa / Who keyed in the area, from wherever, and who belongs to it: for a search",
        querystring: UnitQuery,
        response: { 200: z.object({ items: z.array(Actor) }) },
      },
    },
    async (request) => {
      const { directory } = parts.http;
      const scope = scopeOf(request, parts, request.query.unitId);
      const inside = new Set(scope);
      const accounts = new Set<string>();
      for (const account of directory.accountIds()) {
        if (inside.has(directory.unitOf(account) ?? "")) accounts.add(account);
      }
      // A contractor's people key here but belong elsewhere.
      for await (const page of allPages(parts.clerks, { where: { unitId: { in: scope } } })) {
        for (const { account } of page) accounts.add(account);
      }
      const items = [...accounts].map((account) => ({
        account,
        name: directory.displayName(account) ?? account,
      }));
      return { items: items.sort((a, b) => a.name.localeCompare(b.name, "vi")) };
    },
  );
};
