import { CommandRejected } from "@sogoc/core";
import { localDay, type ServiceApp } from "@sogoc/http";
import { z } from "zod";
import { batchLines, stuckSince } from "../figures/batch-lines.ts";
import { Freshness, freshness } from "../figures/freshness.ts";
import { DayFigures, dayBefore, dayFigures, Forecast, forecastOf } from "../figures/pace.ts";
import { ProgressFigures, progressCells, totalOf } from "../figures/progress.ts";
import { errorRateOf, ProgressLine, percentOf, progressTable } from "../figures/progress-table.ts";
import { childOf, scopeOf, topOf, unitNameOf } from "../figures/scope.ts";
import type { ReportingParts } from "../reporting-parts.ts";
import { figureReaders } from "./roles.ts";
import { BatchLine, UnitQuery } from "./shapes.ts";

const PACE_DAYS = 14;
const STUCK_DAYS = 7;
const SHOWN_STUCK = 20;

const Dashboard = z.object({
  unitId: z.string(),
  unitName: z.string(),
  totals: ProgressFigures,
  percent: z.number().nullable(),
  errorRate: z.number().nullable().describe("Wrong fields among the fields that checkers looked at."),
  byArea: z.array(ProgressLine),
  byRecordType: z.array(ProgressLine),
  byPhase: z.array(ProgressLine),
  days: z.array(DayFigures),
  forecast: Forecast,
  stuck: z.object({ days: z.int(), total: z.int(), items: z.array(BatchLine) }),
  freshness: Freshness,
});

export const dashboardRoutes = (app: ServiceApp, parts: ReportingParts): void => {
  app.get(
    "/dashboard",
    {
      config: {
        permission: { roles: [...figureReaders], area: "narrowed-by-query" },
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
      const tree = parts.http.directory.tree();
      const scope = scopeOf(request, parts, request.query.unitId);
      const unitId = request.query.unitId ?? topOf(tree, scope);
      if (unitId === undefined) throw new CommandRejected("unit-unknown");
      const fresh = await freshness(parts, ["books", "days", "batches"]);
      const today = localDay(parts.ports.clock.now());
      const stuck = { unitId: { in: scope }, ...stuckSince(parts, STUCK_DAYS) };
      const [cells, days, stuckTotal, stuckPage] = await Promise.all([
        progressCells(parts, scope),
        dayFigures(parts, scope, dayBefore(today, PACE_DAYS - 1), today),
        parts.batches.count(stuck),
        parts.batches.query({ where: stuck, orderBy: [{ column: "lastActivityAt" }], limit: SHOWN_STUCK }),
      ]);
      const totals = totalOf(cells);
      return {
        unitId,
        unitName: unitNameOf(parts, unitId),
        totals,
        percent: percentOf(totals),
        errorRate: errorRateOf(totals),
        byArea: [...progressTable(parts, cells, "unit", (unit) => childOf(tree, unitId, unit))],
        byRecordType: [...progressTable(parts, cells, "recordType")],
        byPhase: [...progressTable(parts, cells, "phase")],
        days: [...days],
        forecast: forecastOf(days, Math.max(0, totals.expected - totals.records), today),
        stuck: { days: STUCK_DAYS, total: stuckTotal, items: batchLines(parts, stuckPage.items) },
        freshness: fresh,
      };
    },
  );
};
