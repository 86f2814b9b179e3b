import multipart from "@fastify/multipart";
import type { ServicePorts } from "@sogoc/core";
import { fileProblems } from "@sogoc/files";
import { type HttpPorts, httpPortsOf, parkedRoutes, servicePlugin, startServiceRuntime } from "@sogoc/http";
import { problems } from "./problems.ts";
import { startReactions } from "./reactions.ts";
import { readModels } from "./read-models/index.ts";
import { correctionRoutes } from "./routes/corrections.ts";
import { handoverRoutes } from "./routes/handovers.ts";
import { limitsRoutes } from "./routes/limits.ts";
import { lotFormingRoutes, lotListRoutes, lotRoutes } from "./routes/lots.ts";
import { reviewRoutes } from "./routes/reviews.ts";

export { problems } from "./problems.ts";
export { readModels } from "./read-models/index.ts";

/** The review service: samples, checks, verdicts, corrections after acceptance, hand-overs. */
export const buildReview = async (ports: ServicePorts, verifyToken: HttpPorts["verifyToken"]) => {
  const { blobs, bus, clock, newId, store } = ports;
  const runtime = await startServiceRuntime("review", ports);
  const http = httpPortsOf(ports, runtime, verifyToken);
  const { commands, directory } = runtime;
  const models = await runtime.projectAll(readModels);
  const { records, reviews, corrections, lots, inspectedLots, waiting, books, scans, keyedBatches, exports } =
    models;
  const bookReaders = { books, records, scans, keyedBatches };
  await startReactions(runtime, { clock, newId, keyedBatches, records, reviews, scans });
  const plugin = servicePlugin({
    name: "review",
    title: "Sổ Gốc – kiểm tra, nghiệm thu / review and acceptance",
    ports: http,
    problems: { ...fileProblems, ...problems },
    routes: async (app) => {
      await app.register(multipart);
      reviewRoutes(app, { ...bookReaders, http, commands, directory, reviews, store });
      correctionRoutes(app, { http, commands, corrections, records, reviews });
      lotListRoutes(app, { http, lots });
      lotFormingRoutes(app, http, {
        commands,
        directory,
        newId,
        keyedBatches,
        records,
        reviews,
        scans,
        waiting,
        lots,
        inspectedLots,
      });
      lotRoutes(app, { ...bookReaders, http, commands, directory, lots, inspectedLots, reviews });
      limitsRoutes(app, { http, commands, directory, store });
      const handing = { ...bookReaders, commands, directory, blobs, exports, reviews, corrections };
      handoverRoutes(app, http, handing, store);
      parkedRoutes(app, { service: "review", bus, runtime });
    },
  });
  return { plugin, runtime };
};
