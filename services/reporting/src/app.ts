import type { ServicePorts } from "@sogoc/core";
import { type HttpPorts, httpPortsOf, parkedRoutes, servicePlugin, startServiceRuntime } from "@sogoc/http";
import { createExportJobs } from "./exports/export-jobs.ts";
import { problems } from "./problems.ts";
import { readModels } from "./read-models/index.ts";
import type { ReportingParts } from "./reporting-parts.ts";
import { actorRoutes } from "./routes/actors.ts";
import { batchRoutes } from "./routes/batches.ts";
import { bookCaseRoutes } from "./routes/book-cases.ts";
import { bookRoutes } from "./routes/books.ts";
import { changeRoutes } from "./routes/changes.ts";
import { dashboardRoutes } from "./routes/dashboard.ts";
import { disagreementRoutes } from "./routes/disagreements.ts";
import { documentRoutes } from "./routes/documents.ts";
import { exportRoutes } from "./routes/exports.ts";
import { paymentRoutes } from "./routes/payment.ts";
import { progressRoutes } from "./routes/progress.ts";
import { readingRoutes } from "./routes/readings.ts";
import { recordRoutes } from "./routes/records.ts";
import { searchRoutes } from "./routes/search.ts";

/** The reporting service: read models over everybody's events, and the questions asked of them. */
export { problems } from "./problems.ts";
export { readModels } from "./read-models/index.ts";

export const buildReporting = async (ports: ServicePorts, verifyToken: HttpPorts["verifyToken"]) => {
  const runtime = await startServiceRuntime("reporting", ports);
  const http = httpPortsOf(ports, runtime, verifyToken);
  const parts: ReportingParts = {
    ports,
    http,
    runtime,
    jobs: createExportJobs(),
    ...(await runtime.projectAll(readModels)),
  };
  const plugin = servicePlugin({
    name: "reporting",
    title: "Sổ Gốc – báo cáo / reporting",
    ports: http,
    problems,
    routes: (app) => {
      searchRoutes(app, parts);
      actorRoutes(app, parts);
      recordRoutes(app, parts);
      readingRoutes(app, parts);
      progressRoutes(app, parts);
      batchRoutes(app, parts);
      bookRoutes(app, parts);
      bookCaseRoutes(app, parts);
      changeRoutes(app, parts);
      disagreementRoutes(app, parts);
      dashboardRoutes(app, parts);
      exportRoutes(app, parts);
      documentRoutes(app, parts);
      paymentRoutes(app, parts);
      parkedRoutes(app, { service: "reporting", bus: ports.bus, runtime });
    },
  });
  return { plugin, runtime };
};
