import type { Clock, ServicePorts } from "@sogoc/core";
import { createServer, createTokenVerifier, type HttpPorts, type ServiceRuntime } from "@sogoc/http";
import type { FastifyInstance, FastifyPluginAsync, FastifyPluginCallback } from "fastify";
import { createRemoteJWKSet } from "jose";
import { CannotListen, listenAt } from "./cannot-listen.ts";
import { watchClock } from "./clock-watch.ts";
import { type EngineConfig, type Engines, openEngines } from "./engines.ts";
import { WrongConfiguration } from "./environment.ts";
import { logOutput, outliveOutputs } from "./log-output.ts";
import { listenForMetrics } from "./network/metrics-listener.ts";
import { proxiedRequests, remembersHttps, transportOf } from "./network/network-settings.ts";
import { openTransport } from "./network/open-transport.ts";
import { readServiceSettings, ServiceEnvironment, type ServiceSettings } from "./service-config.ts";
import { addExpiries, serviceMetrics } from "./service-metrics.ts";
import { createShutdown } from "./shutdown.ts";
import { startSweeping } from "./sweeping.ts";
import { findUnknownSettings } from "./unknown-settings.ts";
import { serveWebApp } from "./web-app.ts";
import { keepWorkFolders } from "./work-folders.ts";

/** What a service's `main.ts` hands over. */
export interface ServiceProgram {
  readonly name: "accounts" | "entry" | "review" | "reporting";
  /** People come in by it: it serves the application in the browser too. */
  readonly isFrontDoor?: true | undefined;
  readonly build: (
    ports: ServicePorts,
    verifyToken: HttpPorts["verifyToken"],
    settings: ServiceSettings,
  ) => Promise<{
    readonly plugin: FastifyPluginAsync | FastifyPluginCallback;
    readonly runtime: ServiceRuntime;
    /** Runs once the service is built, before it listens. */
    readonly prepare?: (() => Promise<void>) | undefined;
    /** Runs once it listens: what is shown once is not made by a start that comes to nothing. */
    readonly begin?: (() => Promise<void>) | undefined;
    /** What the service has that ends, by name, in milliseconds since 1970. */
    readonly expiries?: (() => Readonly<Record<string, number>>) | undefined;
  }>;
}

const engineConfig = (service: string, settings: ServiceSettings, clock: Clock): EngineConfig => {
  const { SOGOC_KAFKA_USER: username, SOGOC_KAFKA_PASSWORD: password } = settings;
  const namespace = settings.SOGOC_EVENTSTORE_NAMESPACE;
  const sasl =
    username === undefined || password === undefined
      ? undefined
      : { mechanism: "scram-sha-512" as const, username, password };
  return {
    engine: "distributed",
    service,
    clock,
    eventStore: { url: settings.SOGOC_EVENTSTORE_URL, namespace },
    kafka: {
      brokers: settings.SOGOC_KAFKA_BROKERS.split(","),
      prefix: settings.SOGOC_KAFKA_PREFIX,
      partitions: settings.SOGOC_KAFKA_PARTITIONS,
      replicas: settings.SOGOC_KAFKA_REPLICAS,
      ssl: settings.SOGOC_KAFKA_TLS,
      sasl,
    },
    mongo: { url: settings.SOGOC_MONGODB_URL, database: settings.SOGOC_MONGODB_DATABASE },
    onParked: ({ consumer, event, reason }) =>
      console.error(JSON.stringify({ level: "error", parked: event.position, consumer, reason })),
  };
};

/** Who may do what is kept in memory: until all of it has been read again, nobody is let in. */
const directoryHealth = ({ directory }: ServiceRuntime) => ({
  name: "directory",
  findFault: async () => (directory.isLoaded() ? undefined : "is being read"),
});

/** Loaded only where it is asked for. */
const traceTo = async (collector: string, service: string, share: number) => {
  const { otlpProcessor, startTracing } = await import("./tracing.ts");
  return startTracing({ service, share, processor: otlpProcessor(collector) });
};

const warn = (msg: string) => console.error(JSON.stringify({ level: "warn", msg }));

/** Each service has a clock of its own: what others have written tells whether it is behind. */
const watchClockBy = ({ SOGOC_CLOCK_ACCEPTED: accepted = 0 }: ServiceSettings) =>
  watchClock({
    readAccepted: async () => accepted,
    acceptingWith: (position) => `SOGOC_CLOCK_ACCEPTED=${position}`,
    tell: warn,
  });

/** What whoever starts it can mend is said in words; everything else keeps its stack. */
const inWords = (error: unknown): never => {
  if (!(error instanceof CannotListen || error instanceof WrongConfiguration)) throw error;
  console.error(error.message);
  process.exit(1);
};

/** Each sweep reads the whole log over the network. */
const SWEEP_EVERY_MS = 6 * 3_600_000;

/** For the one of the services that clears the place which all share. */
const sweepShared = ({ sweep }: Engines, { log }: FastifyInstance) =>
  sweep && startSweeping(sweep, (what, message) => log.warn(what, message), SWEEP_EVERY_MS);

/** No service but accounts signs tokens; it checks its own with its own keys. */
const noTokens: HttpPorts["verifyToken"] = () => Promise.reject(new Error("No keys to verify tokens with."));

/**
 * One service as a process: settings, engines, the application, the port; and back again on
 * SIGTERM, whenever it comes.
 */
export const runService = async ({ name, isFrontDoor, build }: ServiceProgram): Promise<void> => {
  outliveOutputs();
  const shutdown = createShutdown();
  const start = async () => {
    for (const msg of findUnknownSettings(process.env, ServiceEnvironment.shape)) warn(msg);
    const settings = readServiceSettings(name, process.env);
    await shutdown.opening(keepWorkFolders(), (kept) => kept.stop());
    const { OTEL_EXPORTER_OTLP_ENDPOINT: collector, SOGOC_TRACE_SHARE: share } = settings;
    const tracing =
      collector === undefined
        ? undefined
        : await shutdown.opening(traceTo(collector, name, share), (traces) => traces.stop());
    const clockWatch = watchClockBy(settings);
    const config = engineConfig(name, settings, clockWatch.clock);
    const engines = await shutdown.opening(openEngines(config), (open) => open.close());
    await shutdown.opening(clockWatch.begin(engines.store), async () => clockWatch.stop());
    const keys = settings.SOGOC_JWKS_URL && createRemoteJWKSet(new URL(settings.SOGOC_JWKS_URL));
    const verifyToken = keys ? createTokenVerifier(keys, engines.clock) : noTokens;
    const built = await build(engines, verifyToken, settings);
    const { plugin, runtime, expiries = () => ({}) } = built;
    await shutdown.opening(Promise.resolve(runtime), (running) => running.stop());
    const transport = await shutdown.opening(
      openTransport(transportOf(settings), {
        secrets: engines.secrets,
        clock: engines.clock,
        names: [],
        folder: "",
        warn: (message) => console.error(JSON.stringify({ level: "error", msg: message })),
      }),
      (open) => open.close(),
    );
    const metrics = serviceMetrics({
      service: name,
      subscriptions: runtime.subscriptions,
      head: () => engines.store.head(),
      relay: engines.relay,
    });
    addExpiries(metrics, () => ({ ...transport.expiries(), ...expiries() }));
    const health = [...engines.health, ...transport.health, ...clockWatch.health, directoryHealth(runtime)];
    const serving = createServer({
      logger: { level: settings.LOG_LEVEL, base: { service: name }, stream: logOutput() },
      newId: engines.newId,
      metrics,
      traced: tracing !== undefined,
      trustProxy: settings.SOGOC_TRUST_PROXY ?? 0,
      proxied: proxiedRequests(transportOf(settings)),
      hsts: remembersHttps(transportOf(settings)),
      serverFactory: transport.serverFactory,
      health,
    });
    const server = await shutdown.opening(serving, (open) => open.close());
    await server.register(plugin);
    await shutdown.opening(Promise.resolve(sweepShared(engines, server)), async (open) => open?.stop());
    if (isFrontDoor) await serveWebApp(server);
    await built.prepare?.();
    const figuresAt = { host: settings.SOGOC_METRICS_HOST, port: settings.SOGOC_METRICS_PORT };
    const figures = await shutdown.opening(listenForMetrics({ metrics, health }, figuresAt), (open) =>
      open.close(),
    );
    console.log(figures.news);
    const address = await listenAt(server, {
      port: settings.PORT,
      host: settings.HOST,
      settings: { port: "PORT", host: "HOST" },
    });
    await built.begin?.();
    console.log(`Sổ Gốc ${name}: ${address.replace(/^https?/, transport.scheme)}`);
  };
  await shutdown.during(start).catch(inWords);
};
