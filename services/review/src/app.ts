import multipart from "@fastify/multipart";
import type { ServicePorts } from "@sogoc/core";
import { fileProblems } from "@sogoc/files";
import { type HttpPorts, httpPortsOf, parkedRoutes, servicePlugin, startServiceRuntime } from "@sogoc/http";
import { problems } from "./problems.ts";
import { startReactions } from "./reactions.ts";
import { readModels } from "./read-models/index.ts";
import type { ReviewParts } from "./review-parts.ts";
import { correctionRoutes } from "./routes/corrections.ts";
import { handoverRoutes } from "./routes/handovers.ts";
import { limitsRoutes } from "./routes/limits.ts";
import { lotRoutes } from "./routes/lots.ts";
import { reviewRoutes } from "./routes/reviews.ts";

/** The review service: samples, checks, verdicts, corrections after acceptance. */
export { problems } from "./problems.ts";
export { readModels } from "./read-models/index.ts";

export const buildReview = async (ports: ServicePorts, verifyToken: HttpPorts["verifyToken"]) => {
  const runtime = await startServiceRuntime("review", ports);
  const http = httpPortsOf(ports, runtime, verifyToken);
  const parts: ReviewParts = {
    ports,
    http,
    runtime,
    ...(await runtime.projectAll(readModels)),
  };
  await startReactions(parts);
  const plugin = servicePlugin({
    name: "review",
    title: "Sổ Gốc – kiểm tra, nghiệm thu / review and acceptance",
    ports: http,
    problems: { ...fileProblems, ...problems },
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
