import { CommandRejected } from "@sogoc/core";
import { localDay, principalOf, type ServiceApp } from "@sogoc/http";
import { z } from "zod";
import { ClerkFigures, clerkFigures } from "../figures/clerk-figures.ts";
import { Freshness, freshness } from "../figures/freshness.ts";
import { DayFigures, dayBefore, dayFigures, weekFigures, weekOf } from "../figures/pace.ts";
import { ProgressFigures, progressCells, totalOf } from "../figures/progress.ts";
import { GroupBy, ProgressLine, progressTable } from "../figures/progress-table.ts";
import { progressWorkbook } from "../figures/progress-workbook.ts";
import { scopeOf } from "../figures/scope.ts";
import { SpeedAlert, speedAlerts } from "../figures/speed-alerts.ts";
import type { ReportingParts } from "../reporting-parts.ts";
import { clerkReaders, figureReaders } from "./roles.ts";
import { Day, Id, UnitQuery } from "./shapes.ts";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const ProgressQuery = UnitQuery.extend({ groupBy: GroupBy.default("unit") });
const Period = UnitQuery.extend({ from: Day.optional(), to: Day.optional() });
const MAX_DAYS = 400;
const DEFAULT_DAYS = 13;
const MAX_WEEKS = 53;

export const progressRoutes = (app: ServiceApp, parts: ReportingParts): void => {
  /**
   * The last fortnight unless asked otherwise. Throws `invalid-request` for a period that is none.
   */
  const periodOf = (query: { readonly from?: string | undefined; readonly to?: string | undefined }) => {
    const to = query.to ?? localDay(parts.ports.clock.now());
    const from = query.from ?? dayBefore(to, DEFAULT_DAYS);
    if (from > to || from < dayBefore(to, MAX_DAYS)) {
      const detail = `Từ ngày phải trước đến ngày, nhiều nhất ${MAX_DAYS} ngày. / At most ${MAX_DAYS} days.`;
      throw new CommandRejected("invalid-request", {}, [{ pointer: "/querystring/from", detail }]);
    }
    return { from, to };
  };

  app.get(
    "/progress",
    {
      config: { permission: { roles: [...figureReaders], area: "narrowed-by-query" } },
      schema: {
        tags: ["figures"],
        summary: "Tiến độ theo đơn vị, loại sổ, giai đoạn / Progress by unit, type or phase",
        querystring: ProgressQuery,
        response: {
          200: z.object({ items: z.array(ProgressLine), total: ProgressFigures, freshness: Freshness }),
        },
      },
    },
    async (request) => {
      const { unitId, groupBy } = request.query;
      const fresh = await freshness(parts, ["books"]);
      const cells = await progressCells(parts, scopeOf(request, parts, unitId));
      return { items: [...progressTable(parts, cells, groupBy)], total: totalOf(cells), freshness: fresh };
    },
  );

  app.get(
    "/progress.xlsx",
    {
      config: { permission: { roles: [...figureReaders], area: "narrowed-by-query" } },
      schema: {
        tags: ["figures"],
        summary: "Tiến độ, dạng bảng tính / Progress as a workbook",
        querystring: ProgressQuery,
      },
    },
    async (request, reply) => {
      const { unitId, groupBy } = request.query;
      const fresh = await freshness(parts, ["books"]);
      const cells = await progressCells(parts, scopeOf(request, parts, unitId));
      return reply
        .type(XLSX)
        .header("content-disposition", 'attachment; filename="tien-do.xlsx"')
        .send(progressWorkbook(progressTable(parts, cells, groupBy), fresh));
    },
  );

  app.get(
    "/progress/days",
    {
      config: { permission: { roles: [...figureReaders], area: "narrowed-by-query" } },
      schema: {
        tags: ["figures"],
        summary: "Công việc theo ngày / Work by day; the last 14 days by default",
        querystring: Period.extend({ recordType: z.string().max(10).optional() }),
        response: { 200: z.object({ items: z.array(DayFigures), freshness: Freshness }) },
      },
    },
    async (request) => {
      const { unitId, recordType } = request.query;
      const { from, to } = periodOf(request.query);
      const fresh = await freshness(parts, ["days"]);
      const items = await dayFigures(parts, scopeOf(request, parts, unitId), from, to, recordType);
      return { items: [...items], freshness: fresh };
    },
  );

  app.get(
    "/progress/weeks",
    {
      config: { permission: { roles: [...figureReaders], area: "narrowed-by-query" } },
      schema: {
        tags: ["figures"],
        summary: "Công việc theo tuần / Work by week, each named by its Monday; the current one is not over",
        querystring: UnitQuery.extend({ weeks: z.coerce.number().int().min(1).max(MAX_WEEKS).default(26) }),
        response: { 200: z.object({ items: z.array(DayFigures), freshness: Freshness }) },
      },
    },
    async (request) => {
      const { unitId, weeks } = request.query;
      const today = localDay(parts.ports.clock.now());
      const from = dayBefore(weekOf(today), (weeks - 1) * 7);
      const fresh = await freshness(parts, ["days"]);
      const days = await dayFigures(parts, scopeOf(request, parts, unitId), from, today);
      return { items: [...weekFigures(days)], freshness: fresh };
    },
  );

  const ClerkAnswer = z.object({ from: Day, to: Day, items: z.array(ClerkFigures), freshness: Freshness });

  app.get(
    "/clerks",
    {
      config: { permission: { roles: [...clerkReaders], area: "narrowed-by-query" } },
      schema: {
        tags: ["figures"],
        summary:
          "Khối lượng và tỷ lệ sai của từng người / Work and error rate per clerk, by name and not by rank",
        querystring: Period.extend({ account: Id.optional() }),
        response: { 200: ClerkAnswer },
      },
    },
    async (request) => {
      const { unitId, account } = request.query;
      const period = periodOf(request.query);
      const fresh = await freshness(parts, ["clerks", "checks", "records"]);
      const items = await clerkFigures(parts, { scope: scopeOf(request, parts, unitId), ...period, account });
      return { ...period, items: [...items], freshness: fresh };
    },
  );

  app.get(
    "/speed-alerts",
    {
      config: { permission: { roles: [...clerkReaders], area: "narrowed-by-query" } },
      schema: {
        tags: ["figures"],
        summary: "Nhập hoặc duyệt nhanh bất thường / Keyed or checked faster than a person can",
        querystring: Period,
        response: { 200: z.object({ from: Day, to: Day, items: z.array(SpeedAlert), freshness: Freshness }) },
      },
    },
    async (request) => {
      const { from, to } = periodOf(request.query);
      const fresh = await freshness(parts, ["paces"]);
      const scope = scopeOf(request, parts, request.query.unitId);
      return { from, to, items: [...(await speedAlerts(parts, scope, from, to))], freshness: fresh };
    },
  );

  app.get(
    "/clerks/me",
    {
      config: { permission: { roles: ["clerk"], area: "narrowed-by-query" } },
      schema: {
        tags: ["figures"],
        summary: "Việc của tôi / My own work and error rate",
        querystring: Period,
        response: { 200: ClerkAnswer },
      },
    },
    async (request) => {
      const period = periodOf(request.query);
      const { account } = principalOf(request);
      const fresh = await freshness(parts, ["clerks", "checks", "records"]);
      const scope = scopeOf(request, parts, request.query.unitId);
      return {
        ...period,
        items: [...(await clerkFigures(parts, { scope, ...period, account }))],
        freshness: fresh,
      };
    },
  );
};
