import type { ServicePorts } from "@sogoc/core";
import { type HttpPorts, httpPortsOf, parkedRoutes, servicePlugin, startServiceRuntime } from "@sogoc/http";
import { createExportJobs } from "./exports/export-jobs.ts";
import { keepExpiring } from "./exports/keep-expiring.ts";
import { createFindSent } from "./exports/sent-packages.ts";
import { createFreshness } from "./figures/freshness.ts";
import { createSupplements } from "./figures/handed-over.ts";
import { problems } from "./problems.ts";
import { readModels } from "./read-models/index.ts";
import { actorRoutes } from "./routes/actors.ts";
import { batchRoutes } from "./routes/batches.ts";
import { bookCaseRoutes } from "./routes/book-cases.ts";
import { bookRoutes, reconciliationRoutes } from "./routes/books.ts";
import { changeRoutes } from "./routes/changes.ts";
import { dashboardRoutes } from "./routes/dashboard.ts";
import { disagreementRoutes } from "./routes/disagreements.ts";
import { handoverRoute, lookUpSheetRoute, lotMinutesRoute } from "./routes/documents.ts";
import { exportRoutes, exportSignatureRoutes } from "./routes/exports.ts";
import { paymentRoutes } from "./routes/payment.ts";
import { progressRoutes } from "./routes/progress.ts";
import { readingRoutes } from "./routes/readings.ts";
import { recordRoutes } from "./routes/records.ts";
import { reportRoutes } from "./routes/reports.ts";
import { searchRoutes } from "./routes/search.ts";
import { expireExports } from "./use-cases/expire-exports.ts";
import { createExportStarter, createExportWriter } from "./use-cases/start-export.ts";

export { problems } from "./problems.ts";
export { readModels } from "./read-models/index.ts";

/** The reporting service: read models over everybody's events, and the questions asked of them. */
export const buildReporting = async (ports: ServicePorts, verifyToken: HttpPorts["verifyToken"]) => {
  const runtime = await startServiceRuntime("reporting", ports);
  const http = httpPortsOf(ports, runtime, verifyToken);
  const { directory, commands, projected } = runtime;
  const { clock, store, blobs, secrets } = ports;
  const models = await runtime.projectAll(readModels);
  const { books, batches, records, scans, clerks, days, paces, checks, lots, handovers } = models;
  const { secondKeyings, fieldLengths, corrections, readings, fileReadings, exports, exportDecisions } =
    models;
  const jobs = createExportJobs();
  const freshness = createFreshness(runtime.subscriptions, ports);
  const unitNaming = { clock, directory };
  const figures = { ...unitNaming, freshness };
  const supplements = createSupplements({ batches, books, records, scans }, createFindSent(blobs));
  const handedOver = { batches, handovers, supplements };
  const booksAndSupplements = { ...handedOver, books, scans };
  const recordReading = { ...unitNaming, http, commands, store, batches, records };
  const decisions = { exports, exportDecisions, jobs };
  const exporting = { ...handedOver, http, commands, blobs, books, ...decisions };
  const exportWriting = { ...unitNaming, store, blobs, commands, secrets, books, records, scans, projected };
  const startExport = createExportStarter({ ...exporting, clock }, createExportWriter(exportWriting));
  const expire = () => expireExports({ clock, commands, exportDecisions, exports, handovers });
  const plugin = servicePlugin({
    name: "reporting",
    title: "Sổ Gốc – báo cáo / reporting",
    ports: http,
    problems,
    routes: (app) => {
      searchRoutes(app, { ...unitNaming, http, commands, batches, records });
      actorRoutes(app, { ...unitNaming, clerks });
      recordRoutes(app, { ...recordReading, corrections });
      readingRoutes(app, {
        ...unitNaming,
        http,
        store,
        blobs,
        books,
        records,
        readings,
        fileReadings,
        exports,
      });
      progressRoutes(app, { ...figures, books, days, clerks, checks, paces, records });
      batchRoutes(app, { ...figures, batches });
      bookRoutes(app, { ...figures, ...booksAndSupplements });
      reconciliationRoutes(app, { ...figures, ...booksAndSupplements, http, records, commands });
      bookCaseRoutes(app, { ...figures, ...booksAndSupplements, http, records });
      changeRoutes(app, { ...figures, http, store, books });
      disagreementRoutes(app, { ...figures, batches, secondKeyings });
      dashboardRoutes(app, { ...figures, books, batches, checks, days });
      exportRoutes(app, { ...exporting, clock }, startExport);
      exportSignatureRoutes(app, { ...exporting, clock, secrets });
      keepExpiring(app, expire);
      lotMinutesRoute(app, { ...unitNaming, http, store, commands, batches, books, checks, lots, records });
      handoverRoute(app, { store, ...unitNaming, ...handedOver, http, books });
      lookUpSheetRoute(app, { ...recordReading, blobs, books, exports });
      reportRoutes(app, { ...figures, ...handedOver, books, checks, days, lots });
      paymentRoutes(app, { ...figures, books, batches, scans, fieldLengths });
      parkedRoutes(app, { service: "reporting", bus: ports.bus, runtime });
    },
  });
  return { plugin, runtime, expireExports: expire };
};
