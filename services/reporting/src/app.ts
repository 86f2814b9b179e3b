import type { Document, Projection, ServicePorts } from "@sogoc/core";
import { type HttpPorts, httpPortsOf, parkedRoutes, servicePlugin, startServiceRuntime } from "@sogoc/http";
import { createExportJobs } from "./exports/export-jobs.ts";
import { batches } from "./read-models/batches.ts";
import { books } from "./read-models/books.ts";
import { checks } from "./read-models/checks.ts";
import { clerks } from "./read-models/clerks.ts";
import { corrections } from "./read-models/corrections.ts";
import { days } from "./read-models/days.ts";
import { exports } from "./read-models/exports.ts";
import { fieldLengths } from "./read-models/field-lengths.ts";
import { fileReadings } from "./read-models/file-readings.ts";
import { handovers } from "./read-models/handovers.ts";
import { lots } from "./read-models/lots.ts";
import { paces } from "./read-models/paces.ts";
import { readings } from "./read-models/readings.ts";
import { records } from "./read-models/records.ts";
import { scans } from "./read-models/scans.ts";
import { secondKeyings } from "./read-models/second-keyings.ts";
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
export const buildReporting = async (ports: ServicePorts, verifyToken: HttpPorts["verifyToken"]) => {
  const runtime = await startServiceRuntime("reporting", ports);
  const http = httpPortsOf(ports, runtime, verifyToken);
  const parts: ReportingParts = {
    ports,
    http,
    runtime,
    jobs: createExportJobs(),
    records: await runtime.project(records),
    books: await runtime.project(books),
    batches: await runtime.project(batches),
    days: await runtime.project(days),
    clerks: await runtime.project(clerks),
    checks: await runtime.project(checks),
    readings: await runtime.project(readings),
    fileReadings: await runtime.project(fileReadings),
    exports: await runtime.project(exports),
    scans: await runtime.project(scans),
    corrections: await runtime.project(corrections),
    secondKeyings: await runtime.project(secondKeyings),
    lots: await runtime.project(lots),
    handovers: await runtime.project(handovers),
    fieldLengths: await runtime.project(fieldLengths),
    paces: await runtime.project(paces),
  };
  const plugin = servicePlugin({
    name: "reporting",
    title: "Sổ Gốc – báo cáo / reporting",
    ports: http,
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

/** For rebuilding from outside. */
export const projections: readonly Projection<Document>[] = [
  records,
  books,
  batches,
  days,
  clerks,
  checks,
  readings,
  fileReadings,
  exports,
  scans,
  corrections,
  secondKeyings,
  lots,
  handovers,
  fieldLengths,
  paces,
];
