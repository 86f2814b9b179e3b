import multipart from "@fastify/multipart";
import type { Document, Projection, ServicePorts } from "@sogoc/core";
import { type HttpPorts, httpPortsOf, parkedRoutes, servicePlugin, startServiceRuntime } from "@sogoc/http";
import { startReactions } from "./reactions.ts";
import { books } from "./read-models/books.ts";
import { corrections } from "./read-models/corrections.ts";
import { exports } from "./read-models/exports.ts";
import { lots } from "./read-models/lots.ts";
import { reviews } from "./read-models/reviews.ts";
import { scans } from "./read-models/scans.ts";
import { submittedRecords } from "./read-models/submitted-records.ts";
import { waitingBatches } from "./read-models/waiting-batches.ts";
import type { ReviewParts } from "./review-parts.ts";
import { correctionRoutes } from "./routes/corrections.ts";
import { handoverRoutes } from "./routes/handovers.ts";
import { limitsRoutes } from "./routes/limits.ts";
import { lotRoutes } from "./routes/lots.ts";
import { reviewRoutes } from "./routes/reviews.ts";

/** The review service: samples, checks, verdicts, corrections after acceptance. */
export const buildReview = async (ports: ServicePorts, verifyToken: HttpPorts["verifyToken"]) => {
  const runtime = await startServiceRuntime("review", ports);
  const http = httpPortsOf(ports, runtime, verifyToken);
  const parts: ReviewParts = {
    ports,
    http,
    runtime,
    records: await runtime.project(submittedRecords),
    reviews: await runtime.project(reviews),
    corrections: await runtime.project(corrections),
    lots: await runtime.project(lots),
    waiting: await runtime.project(waitingBatches),
    books: await runtime.project(books),
    scans: await runtime.project(scans),
    exports: await runtime.project(exports),
  };
  await startReactions(parts);
  const plugin = servicePlugin({
    name: "review",
    title: "Sổ Gốc – kiểm tra, nghiệm thu / review and acceptance",
    ports: http,
    routes: async (app) => {
      await app.register(multipart);
      reviewRoutes(app, parts);
      correctionRoutes(app, parts);
      lotRoutes(app, parts);
      limitsRoutes(app, parts);
      handoverRoutes(app, parts);
      parkedRoutes(app, { service: "review", bus: ports.bus, runtime });
    },
  });
  return { plugin, runtime };
};

/** Every read model of this service, for rebuilding outside of it. */
export const projections: readonly Projection<Document>[] = [
  ...[submittedRecords, reviews, corrections],
  ...[lots, waitingBatches, books, scans, exports],
];
