import type { Document, Projection, ServicePorts } from "@sogoc/core";
import { type HttpPorts, servicePlugin, startServiceRuntime } from "@sogoc/http";
import { startReactions } from "./reactions.ts";
import { corrections } from "./read-models/corrections.ts";
import { reviews } from "./read-models/reviews.ts";
import { submittedRecords } from "./read-models/submitted-records.ts";
import type { ReviewParts } from "./review-parts.ts";
import { correctionRoutes } from "./routes/corrections.ts";
import { reviewRoutes } from "./routes/reviews.ts";

/** The review service: samples, checks, verdicts, corrections after acceptance. */
export const buildReview = async (ports: ServicePorts, verifyToken: HttpPorts["verifyToken"]) => {
  const runtime = await startServiceRuntime("review", ports);
  const { directory, caughtUp } = runtime;
  const http: HttpPorts = { clock: ports.clock, newId: ports.newId, directory, verifyToken, caughtUp };
  const parts: ReviewParts = {
    ports,
    http,
    runtime,
    records: await runtime.project(submittedRecords),
    reviews: await runtime.project(reviews),
    corrections: await runtime.project(corrections),
  };
  await startReactions(parts);
  const plugin = servicePlugin({
    name: "review",
    title: "Sổ Gốc – kiểm tra, nghiệm thu / review and acceptance",
    ports: http,
    routes: (app) => {
      reviewRoutes(app, parts);
      correctionRoutes(app, parts);
    },
  });
  return { plugin, runtime };
};

/** Every read model of this service, for rebuilding outside of it. */
export const projections: readonly Projection<Document>[] = [submittedRecords, reviews, corrections];
