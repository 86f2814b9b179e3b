import Fastify, { type FastifyInstance } from "fastify";
import type { Registry } from "prom-client";
import { type HealthCheck, tellHealth } from "./health.ts";

/**
 * A server of its own for whoever watches over the process: `/metrics`, and health in plain http
 * for a container's check. It listens where people do not come.
 */
export const createMetricsServer = (
  metrics: Registry,
  health: readonly HealthCheck[] = [],
): FastifyInstance => {
  const app = Fastify({ logger: false, forceCloseConnections: true, requestTimeout: 30_000 });
  tellHealth(app, health);
  app.get("/metrics", async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.metrics()),
  );
  return app;
};
