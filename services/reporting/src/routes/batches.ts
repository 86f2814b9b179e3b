import type { ServiceApp } from "@sogoc/http";
import { z } from "zod";
import { batchLines, stuckSince } from "../figures/batch-lines.ts";
import { Freshness, freshness } from "../figures/freshness.ts";
import { scopeOf } from "../figures/scope.ts";
import { batchStates } from "../read-models/batch-state.ts";
import type { ReportingParts } from "../reporting-parts.ts";
import { figureReaders } from "./roles.ts";
import { BatchLine, Cursor, Id } from "./shapes.ts";

export const batchRoutes = (app: ServiceApp, parts: ReportingParts): void => {
  app.get(
    "/batches",
    {
      config: { permission: { roles: [...figureReaders], area: "narrowed-by-query" } },
      schema: {
        tags: ["figures"],
        summary: "Tình trạng các lô, lâu nhất trước / State of the batches, longest idle first",
        querystring: Cursor.extend({
          unitId: Id.optional(),
          bookId: Id.optional(),
          state: z.enum(batchStates).optional(),
          stuckForDays: z.coerce.number().int().min(1).max(3_650).optional(),
        }),
        response: {
          200: z.object({ items: z.array(BatchLine), next: z.string().optional(), freshness: Freshness }),
        },
      },
    },
    async (request) => {
      const { unitId, bookId, state, stuckForDays, limit, after } = request.query;
      const fresh = await freshness(parts, ["batches"]);
      const stuck = stuckForDays === undefined ? undefined : stuckSince(parts, stuckForDays);
      // What is accepted is never stuck.
      const wanted = state === "accepted" && stuck ? undefined : state;
      const page = await parts.batches.query({
        where: {
          unitId: { in: scopeOf(request, parts, unitId) },
          state: wanted ?? stuck?.state,
          lastActivityAt: stuck?.lastActivityAt,
          bookId,
        },
        orderBy: [{ column: "lastActivityAt" }],
        limit,
        after,
      });
      return { ...page, items: batchLines(parts, page.items), freshness: fresh };
    },
  );
};
