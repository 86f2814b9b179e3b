import type { ServiceApp } from "@sogoc/http";
import { z } from "zod";
import type { Dependencies } from "../dependencies.ts";
import { listActors } from "../figures/actors.ts";
import { rolesThatReadRecords } from "./roles.ts";
import { scopeOf } from "./scope-of-request.ts";
import { UnitQuery } from "./shapes.ts";

const Actor = z.object({ account: z.string(), name: z.string() });

/** Whom a search can be narrowed to. */
export const actorRoutes = (
  app: ServiceApp,
  dependencies: Dependencies<"clerks" | "clock" | "directory">,
): void => {
  app.get(
    "/actors",
    {
      config: { permission: { roles: [...rolesThatReadRecords], area: "narrowed-by-query" } },
      schema: {
        tags: ["records"],
        summary:
          "Ai đã nhập hoặc có thể sửa / Who keyed in the area, from wherever, and who belongs to it: for a search",
        querystring: UnitQuery,
        response: { 200: z.object({ items: z.array(Actor) }) },
      },
    },
    async (request) => ({
      items: await listActors(dependencies, scopeOf(request, dependencies, request.query.unitId)),
    }),
  );
};
