import { Day } from "@sogoc/events";
import { Id, principalOf, type ServiceApp } from "@sogoc/http";
import { z } from "zod";
import type { Dependencies } from "../dependencies.ts";
import { ClerkFigures, countClerkWork } from "../figures/clerk-figures.ts";
import { Freshness } from "../figures/freshness.ts";
import { countWorkByDay, DayFigures } from "../figures/pace.ts";
import { countProgress, ProgressFigures, totalOf } from "../figures/progress.ts";
import { GroupBy, ProgressLine, progressBy } from "../figures/progress-table.ts";
import { progressWorkbook } from "../figures/progress-workbook.ts";
import { listSpeedAlerts, SpeedAlert } from "../figures/speed-alerts.ts";
import { readPeriod } from "../steps/read-period.ts";
import { listWeeks } from "../use-cases/list-weeks.ts";
import { rolesThatSeeClerks, rolesThatSeeFigures } from "./roles.ts";
import { scopeOf } from "./scope-of-request.ts";
import { UnitQuery, XLSX } from "./shapes.ts";

const ProgressQuery = UnitQuery.extend({ groupBy: GroupBy.default("unit") });
const Period = UnitQuery.extend({ from: Day.optional(), to: Day.optional() });
const MAX_WEEKS = 53;
const ClerkAnswer = z.object({ from: Day, to: Day, items: z.array(ClerkFigures), freshness: Freshness });

const progressRoute = (
  app: ServiceApp,
  dependencies: Dependencies<"books" | "clock" | "directory" | "freshness">,
): void => {
  app.get(
    "/progress",
    {
      config: { permission: { roles: [...rolesThatSeeFigures], area: "narrowed-by-query" } },
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
      const fresh = await dependencies.freshness(["books"]);
      const scope = scopeOf(request, dependencies, unitId);
      const cells = await countProgress(dependencies, scope);
      const items = [...progressBy(dependencies, cells, { groupBy, scope })];
      return { items, total: totalOf(cells), freshness: fresh };
    },
  );
};

const progressWorkbookRoute = (
  app: ServiceApp,
  dependencies: Dependencies<"books" | "clock" | "directory" | "freshness">,
): void => {
  app.get(
    "/progress.xlsx",
    {
      config: { permission: { roles: [...rolesThatSeeFigures], area: "narrowed-by-query" } },
      schema: {
        tags: ["figures"],
        summary: "Tiến độ, dạng bảng tính / Progress as a workbook",
        querystring: ProgressQuery,
      },
    },
    async (request, reply) => {
      const { unitId, groupBy } = request.query;
      const fresh = await dependencies.freshness(["books"]);
      const scope = scopeOf(request, dependencies, unitId);
      const cells = await countProgress(dependencies, scope);
      return reply
        .type(XLSX)
        .header("content-disposition", 'attachment; filename="tien-do.xlsx"')
        .send(progressWorkbook(progressBy(dependencies, cells, { groupBy, scope }), fresh));
    },
  );
};

const daysRoute = (
  app: ServiceApp,
  dependencies: Dependencies<"checks" | "clock" | "days" | "directory" | "freshness">,
): void => {
  app.get(
    "/progress/days",
    {
      config: { permission: { roles: [...rolesThatSeeFigures], area: "narrowed-by-query" } },
      schema: {
        tags: ["figures"],
        summary: "Công việc theo ngày / Work by day; the last 14 days by default",
        querystring: Period.extend({ recordType: z.string().max(10).optional() }),
        response: { 200: z.object({ items: z.array(DayFigures), freshness: Freshness }) },
      },
    },
    async (request) => {
      const { unitId, recordType } = request.query;
      const { from, to } = readPeriod(dependencies, request.query);
      const fresh = await dependencies.freshness(["days", "checks"]);
      const items = await countWorkByDay(
        dependencies,
        scopeOf(request, dependencies, unitId),
        from,
        to,
        recordType,
      );
      return { items: [...items], freshness: fresh };
    },
  );
};

const weeksRoute = (
  app: ServiceApp,
  dependencies: Dependencies<"checks" | "clock" | "days" | "directory" | "freshness">,
): void => {
  app.get(
    "/progress/weeks",
    {
      config: { permission: { roles: [...rolesThatSeeFigures], area: "narrowed-by-query" } },
      schema: {
        tags: ["figures"],
        summary: "Công việc theo tuần / Work by week, each named by its Monday; the current one is not over",
        querystring: UnitQuery.extend({ weeks: z.coerce.number().int().min(1).max(MAX_WEEKS).default(26) }),
        response: { 200: z.object({ items: z.array(DayFigures), freshness: Freshness }) },
      },
    },
    async (request) => {
      const { unitId, weeks } = request.query;
      return listWeeks(dependencies, { scope: scopeOf(request, dependencies, unitId), weeks });
    },
  );
};

type ClerkFiguresDependencies = Dependencies<
  "checks" | "clerks" | "clock" | "directory" | "freshness" | "records"
>;

const clerksRoute = (app: ServiceApp, dependencies: ClerkFiguresDependencies): void => {
  app.get(
    "/clerks",
    {
      config: { permission: { roles: [...rolesThatSeeClerks], area: "narrowed-by-query" } },
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
      const period = readPeriod(dependencies, request.query);
      const fresh = await dependencies.freshness(["clerks", "checks", "records"]);
      const items = await countClerkWork(dependencies, {
        scope: scopeOf(request, dependencies, unitId),
        ...period,
        account,
      });
      return { ...period, items: [...items], freshness: fresh };
    },
  );
};

const speedAlertsRoute = (
  app: ServiceApp,
  dependencies: Dependencies<"clock" | "directory" | "freshness" | "paces">,
): void => {
  app.get(
    "/speed-alerts",
    {
      config: { permission: { roles: [...rolesThatSeeClerks], area: "narrowed-by-query" } },
      schema: {
        tags: ["figures"],
        summary: "Nhập hoặc duyệt nhanh bất thường / Keyed or checked faster than a person can",
        querystring: Period,
        response: { 200: z.object({ from: Day, to: Day, items: z.array(SpeedAlert), freshness: Freshness }) },
      },
    },
    async (request) => {
      const { from, to } = readPeriod(dependencies, request.query);
      const fresh = await dependencies.freshness(["paces"]);
      const scope = scopeOf(request, dependencies, request.query.unitId);
      return {
        from,
        to,
        items: [...(await listSpeedAlerts(dependencies, scope, from, to))],
        freshness: fresh,
      };
    },
  );
};

const ownWorkRoute = (app: ServiceApp, dependencies: ClerkFiguresDependencies): void => {
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
      const period = readPeriod(dependencies, request.query);
      const { account } = principalOf(request);
      const fresh = await dependencies.freshness(["clerks", "checks", "records"]);
      const scope = scopeOf(request, dependencies, request.query.unitId);
      return {
        ...period,
        items: [...(await countClerkWork(dependencies, { scope, ...period, account }))],
        freshness: fresh,
      };
    },
  );
};

/** How far the work is, by area, time and person. */
export const progressRoutes = (
  app: ServiceApp,
  dependencies: Dependencies<
    "books" | "checks" | "clerks" | "clock" | "days" | "directory" | "freshness" | "paces" | "records"
  >,
): void => {
  progressRoute(app, dependencies);
  progressWorkbookRoute(app, dependencies);
  daysRoute(app, dependencies);
  weeksRoute(app, dependencies);
  clerksRoute(app, dependencies);
  speedAlertsRoute(app, dependencies);
  ownWorkRoute(app, dependencies);
};
