import type { ServicePorts } from "@sogoc/core";
import { type HttpPorts, httpPortsOf, parkedRoutes, servicePlugin, startServiceRuntime } from "@sogoc/http";
import { createExportJobs } from "./exports/export-jobs.ts";
import { keepExpiring } from "./exports/keep-expiring.ts";
import { createFreshness } from "./figures/freshness.ts";
import { problems } from "./problems.ts";
import { readModels } from "./read-models/index.ts";
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
import { reportRoutes } from "./routes/reports.ts";
import { searchRoutes } from "./routes/search.ts";
import { expireExports } from "./use-cases/expire-exports.ts";
import { createExportStarter } from "./use-cases/start-export.ts";

export { problems } from "./problems.ts";
export { readModels } from "./read-models/index.ts";

/** The reporting service: read models over everybody's events, and the questions asked of them. */
export const buildReporting = async (ports: ServicePorts, verifyToken: HttpPorts["verifyToken"]) => {
  const runtime = await startServiceRuntime("reporting", ports);
  const http = httpPortsOf(ports, runtime, verifyToken);
  const { directory, commands, projected } = runtime;
  const { clock, store, blobs, secrets } = ports;
  const readers = await runtime.projectAll(readModels);
  const jobs = createExportJobs();
  const freshness = createFreshness(runtime.subscriptions, ports);
  const edge = { http, directory, commands, projected };
  const access = { ...readers, ...edge, clock, store, blobs, secrets, jobs, freshness };
  const startExport = createExportStarter(access);
  const expire = () => expireExports(access);
  const plugin = servicePlugin({
    name: "reporting",
    title: "Sổ Gốc – báo cáo / reporting",
    ports: http,
    problems,
    routes: (app) => {
      searchRoutes(app, access);
      actorRoutes(app, access);
      recordRoutes(app, access);
      readingRoutes(app, access);
      progressRoutes(app, access);
      batchRoutes(app, access);
      bookRoutes(app, access);
      bookCaseRoutes(app, access);
      changeRoutes(app, access);
      disagreementRoutes(app, access);
      dashboardRoutes(app, access);
      exportRoutes(app, access, startExport);
      keepExpiring(app, expire);
      documentRoutes(app, access);
      reportRoutes(app, access);
      paymentRoutes(app, access);
      parkedRoutes(app, { service: "reporting", bus: ports.bus, runtime });
    },
  });
  return { plugin, runtime, expireExports: expire };
};
