import helmet from "@fastify/helmet";
import Fastify, { type FastifyInstance, type FastifyServerOptions, LogController } from "fastify";
import { Gauge, Histogram, Registry } from "prom-client";
import { answerNotFound, answerWithProblem } from "./answer-with-problem.ts";
import { traceRequests } from "./tracing.ts";

export interface HealthCheck {
  readonly name: string;
  /** Resolves to a short reason when the part is not ready, to undefined when it is. */
  readonly findFault: () => Promise<string | undefined>;
}

export interface ServerOptions {
  readonly logger: FastifyServerOptions["logger"];
  readonly newId: () => string;
  /** Truth about each part: readiness is refused while one has a fault. */
  readonly health: readonly HealthCheck[];
  readonly metrics?: Registry;
  /** Whether an upstream proxy's forwarding headers are believed. */
  readonly trustProxy?: boolean;
  /** Makes a span of every request to the API; where spans go is registered with OpenTelemetry by the process. */
  readonly traced?: boolean;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;
const BODY_LIMIT = 1024 * 1024;

/** Without `upgrade-insecure-requests`: the product runs on plain http inside offices too, and a forced upgrade would break it. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "object-src 'none'",
  "frame-ancestors 'none'",
  "base-uri 'self'",
  "font-src 'self' https: data:",
  "form-action 'self'",
  "script-src-attr 'none'",
].join(";");

/**
 * What helmet sets on an answer. It is the same on every one, so helmet is asked once: it would build its functions and the
 * policy's text anew for each request.
 */
const readSecurityHeaders = async (): Promise<Record<string, string>> => {
  const asked = Fastify({ logger: false });
  await asked.register(helmet, { contentSecurityPolicy: false, strictTransportSecurity: false });
  asked.get("/", async (_request, reply) => Object.entries(reply.raw.getHeaders()));
  const set = (await asked.inject("/")).json<[string, string][]>();
  await asked.close();
  return { ...Object.fromEntries(set), "content-security-policy": CONTENT_SECURITY_POLICY };
};

/** A Fastify server with headers, health, metrics and one log line per request; services are registered into it. */
export const createServer = async (options: ServerOptions): Promise<FastifyInstance> => {
  const { logger, newId, health, metrics = new Registry(), trustProxy = false, traced = false } = options;
  const app = Fastify({
    ...(logger === undefined ? {} : { logger }),
    trustProxy,
    bodyLimit: BODY_LIMIT,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: (request) => {
      const given = request.headers["x-correlation-id"];
      return typeof given === "string" && UUID.test(given) ? given : newId();
    },
    routerOptions: { maxParamLength: 120 },
    forceCloseConnections: "idle",
    // Addresses that no route could ever match, such as an id of a thousand characters.
    frameworkErrors: (_error, request, reply) => void answerNotFound(request, reply),
  });
  const findFaults = () =>
    Promise.all(health.map(async ({ name, findFault }) => ({ name, fault: await findFault() })));
  app.setErrorHandler(answerWithProblem);
  app.setNotFoundHandler(answerNotFound);

  const securityHeaders = await readSecurityHeaders();
  app.addHook("onRequest", (_request, reply, next) => {
    reply.headers(securityHeaders);
    next();
  });

  if (traced) traceRequests(app);

  const faulty = new Gauge({
    name: "sogoc_part_faulty",
    help: "1 while a part is not ready, as /health/ready says",
    labelNames: ["part"],
    registers: [metrics],
    async collect() {
      for (const { name, fault } of await findFaults())
        faulty.set({ part: name }, fault === undefined ? 0 : 1);
    },
  });

  const duration = new Histogram({
    name: "sogoc_http_request_seconds",
    help: "Time from request to answer, by route pattern",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
    registers: [metrics],
  });

  // One for each route and answer: finding it by its labels takes as long as ten observations.
  const durations = new Map<string, ReturnType<typeof duration.labels>>();
  app.addHook("onResponse", (request, reply, done) => {
    const route = request.routeOptions.url ?? "unknown";
    const labels = { method: request.method, route, status: String(reply.statusCode) };
    const name = `${labels.method} ${route} ${labels.status}`;
    const known = durations.get(name) ?? duration.labels(labels);
    durations.set(name, known);
    known.observe(reply.elapsedTime / 1000);
    // The pattern, not the address: addresses may carry ids, and query strings whatever a caller puts there.
    request.log.info({ ...labels, ms: Math.round(reply.elapsedTime), correlationId: request.id }, "request");
    done();
  });

  app.get("/health/live", async () => ({ status: "live" }));
  app.get("/health/ready", async (_request, reply) => {
    const faults = (await findFaults()).filter(({ fault }) => fault !== undefined);
    return reply
      .code(faults.length === 0 ? 200 : 503)
      .send({ status: faults.length === 0 ? "ready" : "not-ready", faults });
  });
  app.get("/metrics", async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.metrics()),
  );
  return app;
};
