import type { ServiceApp } from "@sogoc/http";
import type { Dependencies } from "../dependencies.ts";
import { Dashboard, showDashboard } from "../figures/dashboard.ts";
import { rolesThatSeeFigures } from "./roles.ts";
import { scopeOf } from "./scope-of-request.ts";
import { UnitQuery } from "./shapes.ts";

/** One page for an area. */
export const dashboardRoutes = (
  app: ServiceApp,
  dependencies: Dependencies<"batches" | "books" | "checks" | "clock" | "days" | "directory" | "freshness">,
): void => {
  app.get(
    "/dashboard",
    {
      config: {
        permission: { roles: [...rolesThatSeeFigures], area: "narrowed-by-query" },
        refusals: ["unit-unknown"],
      },
      schema: {
        tags: ["figures"],
        summary: "Trang tổng hợp / One page for an area: done, in work, pace, forecast, what is stuck",
        querystring: UnitQuery,
        response: { 200: Dashboard },
      },
    },
    async (request) => {
      const { unitId } = request.query;
      return showDashboard(dependencies, scopeOf(request, dependencies, unitId), unitId);
    },
  );
};
