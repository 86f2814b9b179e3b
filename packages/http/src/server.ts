import helmet from "@fastify/helmet";
import { CommandRejected } from "@sogoc/core";
import Fastify, {
  type FastifyInstance,
  type FastifyServerFactory,
  type FastifyServerOptions,
  LogController,
} from "fastify";
import { Gauge, Histogram, Registry } from "prom-client";
import { problemAnswers } from "./answer-with-problem.ts";
import { askForBodies, holdBackContinue } from "./awaited-bodies.ts";
import { type CrowdLimits, crowdLimits, limitConnections, limitUnfinishedBodies } from "./crowd-limits.ts";
import { collectFaults, type HealthCheck, tellHealth } from "./health.ts";
import { hasSoundHost } from "./host-header.ts";
import { commonProblems } from "./problem-texts.ts";
import { type ProxiedRequests, requireProxy, type TrustedProxies } from "./proxied-requests.ts";
import { endSlowRequests, type RequestLimits, requestLimits } from "./slow-requests.ts";
import { answerClientError } from "./socket-answers.ts";
import { traceRequests } from "./tracing.ts";

export interface ServerOptions {
  readonly logger: FastifyServerOptions["logger"];
  readonly newId: () => string;
  /** Truth about each part: readiness is refused while one has a fault. */
  readonly health: readonly HealthCheck[];
  /** Where the figures of its requests are kept; `createMetricsServer` tells them. */
  readonly metrics?: Registry | undefined;
  /** Whose forwarding headers are believed; nobody's by default. */
  readonly trustProxy?: TrustedProxies | undefined;
  /** A proxy in front ends HTTPS; whoever comes by another way is refused. */
  readonly proxied?: ProxiedRequests | undefined;
  /**
   * Tells browsers to come by https only, for a year: where certificates are known to last, and to
   * be trusted.
   */
  readonly hsts?: boolean | undefined;
  /** How patient it is with slow callers; `requestLimits` by default. */
  readonly limits?: RequestLimits | undefined;
  /** How much it holds for callers who do not go on; `crowdLimits` by default. */
  readonly crowd?: CrowdLimits | undefined;
  /** Makes the server that listens; plain http without it. */
  readonly serverFactory?: FastifyServerFactory | undefined;
  /**
   * Makes a span of every request to the API; where spans go is registered with OpenTelemetry by
   * the process.
   */
  readonly traced?: boolean | undefined;
}

/**
 * With as many proxies as stated, the caller's address is the one that the first of them wrote
 * down: what a caller puts into `X-Forwarded-For` lies further left. Fastify itself believes nobody
 * where it is given a number.
 */
const believed = (proxies: TrustedProxies): FastifyServerOptions["trustProxy"] => {
  if (typeof proxies !== "number") return [...proxies];
  return proxies === 0 ? false : (_address, hop) => hop < proxies;
};

const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i;
const BODY_LIMIT = 1024 * 1024;
const YEAR_SECONDS = 365 * 24 * 3600;

/**
 * Without upgrade-insecure-requests: the product runs on plain http inside offices too, and a
 * forced upgrade would break it.
 */
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
 * What helmet sets on an answer. It is the same on every one, so helmet is asked once: it would
 * build its functions and the policy's text anew for each request.
 */
const readSecurityHeaders = async (hsts: boolean): Promise<Record<string, string>> => {
  const asked = Fastify({ logger: false });
  // Other servers of the same name, such as a printer's page, may know no https.
  const strictTransportSecurity = hsts && { maxAge: YEAR_SECONDS, includeSubDomains: false };
  await asked.register(helmet, { contentSecurityPolicy: false, strictTransportSecurity });
  asked.get("/", async (_request, reply) => Object.entries(reply.raw.getHeaders()));
  const set = (await asked.inject("/")).json<[string, string][]>();
  await asked.close();
  return {
    ...Object.fromEntries(set),
    "content-security-policy": CONTENT_SECURITY_POLICY,
    // An answer that is the same for everybody says so itself; everything else may be somebody's.
    "cache-control": "no-store",
  };
};

/**
 * A figure for each part, whether it is ready; and one for each that is ready all the same and has
 * something to say.
 */
const tellFaults = (metrics: Registry, health: readonly HealthCheck[]): void => {
  const tell = (name: string, help: string, checks: readonly HealthCheck[]) => {
    const gauge = new Gauge({
      name,
      help,
      labelNames: ["part"],
      registers: [metrics],
      async collect() {
        for (const { name: part, fault } of await collectFaults(checks))
          gauge.set({ part }, fault === undefined ? 0 : 1);
      },
    });
  };
  const isNote = ({ advisory }: HealthCheck) => advisory === true;
  tell(
    "sogoc_part_faulty",
    "1 while a part is not ready, as /health/ready says",
    health.filter((check) => !isNote(check)),
  );
  tell("sogoc_part_noted", "1 while /health/ready has a note on a part", health.filter(isNote));
};

/**
 * A Fastify server with headers, health, figures and one log line per request; services are
 * registered into it.
 */
export const createServer = async (options: ServerOptions): Promise<FastifyInstance> => {
  const { serverFactory, limits = requestLimits, crowd = crowdLimits } = options;
  const { logger, newId, health, metrics = new Registry(), trustProxy = 0, traced = false } = options;
  const answers = problemAnswers(commonProblems);
  const app = Fastify({
    ...(logger === undefined ? {} : { logger }),
    ...(serverFactory === undefined
      ? { http: { connectionsCheckingInterval: limits.checkMs } }
      : { serverFactory }),
    trustProxy: believed(trustProxy) ?? false,
    bodyLimit: BODY_LIMIT,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: (request) => {
      const given = request.headers["x-correlation-id"];
      return typeof given === "string" && UUID.test(given) ? given : newId();
    },
    routerOptions: { maxParamLength: 120 },
    forceCloseConnections: "idle",
    clientErrorHandler: answerClientError,
    // Addresses that no route could ever match, such as an id of a thousand characters.
    frameworkErrors: (_error, request, reply) => void answers.onNotFound(request, reply),
  });
  endSlowRequests(app.server, limits);
  holdBackContinue(app.server);
  limitConnections(app.server, crowd, { isProxied: trustProxy !== 0 });
  app.setErrorHandler(answers.onError);
  app.setNotFoundHandler(answers.onNotFound);

  const securityHeaders = await readSecurityHeaders(options.hsts ?? false);
  app.addHook("onRequest", (request, reply, next) => {
    reply.headers(securityHeaders);
    next(hasSoundHost(request.raw) ? undefined : new CommandRejected("malformed-request"));
  });

  if (options.proxied) requireProxy(app, options.proxied, trustProxy);

  // An upload that stands still, or somebody who takes no answer, would keep a server from ending
  // in order.
  app.addHook("preClose", (done) => {
    const cut = setTimeout(() => app.server.closeAllConnections(), limits.leaveMs).unref();
    app.server.once("close", () => clearTimeout(cut));
    done();
  });
  askForBodies(app);
  limitUnfinishedBodies(app, crowd);
  if (traced) traceRequests(app);

  tellFaults(metrics, health);
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
    // The pattern, not the address: addresses may carry ids, and query strings whatever a caller
    // puts there.
    request.log.info({ ...labels, ms: Math.round(reply.elapsedTime), correlationId: request.id }, "request");
    done();
  });

  tellHealth(app, health);
  return app;
};
