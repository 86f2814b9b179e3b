import multipart from "@fastify/multipart";
import type { ServicePorts } from "@sogoc/core";
import { fileProblems } from "@sogoc/files";
import { type HttpPorts, httpPortsOf, parkedRoutes, servicePlugin, startServiceRuntime } from "@sogoc/http";
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
import { replacementRoutes } from "./routes/replacements.ts";
import { scanRoutes } from "./routes/scans.ts";
import { secondKeyingRoutes } from "./routes/second-keying.ts";
import { createBatchGate } from "./steps/create-batch-gate.ts";
import { createUploadQuota } from "./steps/create-upload-quota.ts";

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
  const models = await runtime.projectAll(readModels);
  await startReactions(runtime, ports.clock);
  const { commands, directory } = runtime;
  const { books, batches, replacements, records, scans, uploads } = models;
  const { blobs, clock } = ports;
  const gate = createBatchGate();
  // Freshness of the read models and of the reactions to decisions of the review.
  const freshnessOfAll = { head: http.head, reached: runtime.caughtUp };
  // Freshness of the read models alone: imports and quotas need no more, and wait for no reaction.
  const freshnessOfReadModels = { head: http.head, reached: runtime.projected };
  const quota = createUploadQuota({ uploads, freshnessOfReadModels }, options.uploadQuota);
  const jobs = createImportJobs();
  const preparedRows = createPreparedRows();
  const plugin = servicePlugin({
    name: "entry",
    title: "Sổ Gốc – nhập liệu / entry",
    ports: http,
    problems: { ...fileProblems, ...problems },
    routes: async (app) => {
      await app.register(multipart);
      const ofBooks = { http, commands, directory, books, batches, records };
      bookRoutes(app, { ...ofBooks, scans, freshnessOfAll });
      inventoryRoutes(app, { http, commands, directory, books });
      scanRoutes(app, { http, commands, directory, blobs, scans, batches, quota });
      replacementRoutes(app, { ...ofBooks, blobs, replacements, quota });
      batchRoutes(app, {
        http,
        commands,
        directory,
        gate,
        batches,
        records,
        uploads,
        freshnessOfAll,
      });
      recordRoutes(app, { http, commands, directory, gate, records, books });
      secondKeyingRoutes(app, {
        http,
        commands,
        directory,
        gate,
        records,
        uploads,
        freshnessOfAll,
      });
      const importDependencies = { clock, commands, directory, gate, blobs, books, records, jobs };
      const progressDependencies = { commands, uploads, jobs };
      importRoutes(
        app,
        { http, batches, quota },
        {
          prepare: { ...importDependencies, preparedRows, freshnessOfReadModels },
          preview: { ...progressDependencies, http, clock, directory, blobs, books, records },
          decision: {
            confirm: { ...importDependencies, preparedRows, freshnessOfReadModels },
            discard: { commands, jobs, preparedRows },
            progress: progressDependencies,
          },
        },
      );
      recordTypeRoutes(app);
      parkedRoutes(app, { service: "entry", bus: ports.bus, runtime });
    },
  });
  return { plugin, runtime };
};
