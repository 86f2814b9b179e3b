import { Id, inShape, pageShape, type ServiceApp, toPage } from "@sogoc/http";
import { z } from "zod";
import type { Dependencies } from "../dependencies.ts";
import { BatchLine } from "../figures/batch-lines.ts";
import { Freshness } from "../figures/freshness.ts";
import { batchStates } from "../read-models/batch-state.ts";
import { listBatches } from "../use-cases/list-batches.ts";
import { rolesThatSeeFigures } from "./roles.ts";
import { scopeOf } from "./scope-of-request.ts";
import { Cursor } from "./shapes.ts";

/** How far batches are. */
export const batchRoutes = (
  app: ServiceApp,
  dependencies: Dependencies<"batches" | "clock" | "directory" | "freshness">,
): void => {
  app.get(
    "/batches",
    {
      config: { permission: { roles: [...rolesThatSeeFigures], area: "narrowed-by-query" } },
      schema: {
        tags: ["figures"],
        summary: "Tình trạng các lô, lâu nhất trước / State of the batches, longest idle first",
        querystring: Cursor.extend({
          unitId: Id.optional(),
          bookId: Id.optional(),
          state: z.enum(batchStates).optional(),
          stuckForDays: z.coerce.number().int().min(1).max(3_650).optional(),
        }),
        response: { 200: pageShape(BatchLine).extend({ freshness: Freshness }) },
      },
    },
    async (request) => {
      const { unitId, bookId, state, stuckForDays, limit, after } = request.query;
      const scope = scopeOf(request, dependencies, unitId);
      const page = await listBatches(dependencies, { scope, bookId, state, stuckForDays, limit, after });
      return { ...toPage(page, (line) => inShape(BatchLine, line)), freshness: page.freshness };
    },
  );
};
