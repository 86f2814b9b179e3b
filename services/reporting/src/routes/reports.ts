import { vietnamDay } from "@sogoc/core";
import { Day } from "@sogoc/events";
import type { ServiceApp } from "@sogoc/http";
import { digitisationReport } from "../documents/digitisation-report.ts";
import { digitisationWorkbook } from "../documents/digitisation-workbook.ts";
import { type ReportPeriodDependencies, reportPeriod } from "../use-cases/report-period.ts";
import { rolesThatSeeFigures } from "./roles.ts";
import { scopeOf } from "./scope-of-request.ts";
import { sendPdf } from "./send-pdf.ts";
import { UnitQuery, XLSX } from "./shapes.ts";

const Period = UnitQuery.extend({ from: Day, to: Day });

const reportPdfRoute = (app: ServiceApp, dependencies: ReportPeriodDependencies): void => {
  app.get(
    "/report.pdf",
    {
      config: { permission: { roles: [...rolesThatSeeFigures], area: "narrowed-by-query" } },
      schema: {
        tags: ["documents"],
        summary: "Báo cáo Sở Tư pháp theo kỳ / The report to the Sở Tư pháp for a period",
        querystring: Period,
      },
    },
    async (request, reply) => {
      const scope = scopeOf(request, dependencies, request.query.unitId);
      const { report, office, fresh } = await reportPeriod(dependencies, scope, request.query);
      const now = dependencies.clock.now().toISOString();
      return sendPdf(reply, "bao-cao.pdf", await digitisationReport(report, office, now, fresh));
    },
  );
};

const reportWorkbookRoute = (app: ServiceApp, dependencies: ReportPeriodDependencies): void => {
  app.get(
    "/report.xlsx",
    {
      config: { permission: { roles: [...rolesThatSeeFigures], area: "narrowed-by-query" } },
      schema: {
        tags: ["documents"],
        summary: "Báo cáo theo kỳ, dạng bảng tính / The same as a workbook",
        querystring: Period,
      },
    },
    async (request, reply) => {
      const scope = scopeOf(request, dependencies, request.query.unitId);
      const { report, office, fresh } = await reportPeriod(dependencies, scope, request.query);
      const fileName = `bao-cao-${vietnamDay(dependencies.clock.now())}.xlsx`;
      return reply
        .type(XLSX)
        .header("content-disposition", `attachment; filename="${fileName}"`)
        .send(digitisationWorkbook(report, office, fresh));
    },
  );
};

/** What a unit reports upwards. */
export const reportRoutes = (app: ServiceApp, dependencies: ReportPeriodDependencies): void => {
  reportPdfRoute(app, dependencies);
  reportWorkbookRoute(app, dependencies);
};
