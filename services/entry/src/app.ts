import multipart from "@fastify/multipart";
import type { ServicePorts } from "@sogoc/core";
import { fileProblems } from "@sogoc/files";
import { type HttpPorts, httpPortsOf, parkedRoutes, servicePlugin, startServiceRuntime } from "@sogoc/http";
import { createBatchGate } from "./batch-gate.ts";
import type { EntryParts } from "./entry-parts.ts";
import { createImportJobs } from "./imports/import-jobs.ts";
import { createPreparedRows } from "./imports/prepared-rows.ts";
import { problems } from "./problems.ts";
import { startReactions } from "./reactions.ts";
import { readModels } from "./read-models/index.ts";
import { batchRoutes } from "./routes/batches.ts";
import { bookRoutes } from "./routes/books.ts";
import { importRoutes } from "./routes/imports.ts";
import { inventoryRoutes } from "./routes/inventory.ts";
import { recordTypeRoutes } from "./routes/record-types.ts";
import { recordRoutes } from "./routes/records.ts";
import { scanRoutes } from "./routes/scans.ts";
import { secondKeyingRoutes } from "./routes/second-keying.ts";

export { problems } from "./problems.ts";
export { readModels } from "./read-models/index.ts";

export interface EntryOptions {
  /** Bytes that the uploaded files of one unit may take; left out = any. */
  readonly uploadQuota?: number | undefined;
}

/** The entry service: books, scans, batches, keying, imports. */
export const buildEntry = async (
  ports: ServicePorts,
  verifyToken: HttpPorts["verifyToken"],
  options: EntryOptions = {},
) => {
  const runtime = await startServiceRuntime("entry", ports);
  const http = httpPortsOf(ports, runtime, verifyToken);
  const parts: EntryParts = {
    ports,
    http,
    runtime,
    gate: createBatchGate(),
    jobs: createImportJobs(),
    preparedRows: createPreparedRows(),
    ...(await runtime.projectAll(readModels)),
    uploadQuota: options.uploadQuota,
    uploadsUnderWay: new Map(),
  };
  await startReactions(parts);
  const plugin = servicePlugin({
    name: "entry",
    title: "Sổ Gốc – nhập liệu / entry",
    ports: http,
    problems: { ...fileProblems, ...problems },
    routes: async (app) => {
      await app.register(multipart);
      bookRoutes(app, parts);
      inventoryRoutes(app, parts);
      scanRoutes(app, parts);
      batchRoutes(app, parts);
      recordRoutes(app, { http, commands: runtime.commands, gate: parts.gate, records: parts.records });
      secondKeyingRoutes(app, parts);
      importRoutes(app, parts);
      recordTypeRoutes(app);
      parkedRoutes(app, { service: "entry", bus: ports.bus, runtime });
    },
  });
  return { plugin, runtime };
};
