import { type ChildProcess, spawn } from "node:child_process";
import { createServer, request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { PATIENCE_MS } from "@sogoc/core/testing";
import { freePort } from "../../packages/distributed/testing/processes.ts";

const SERVICES = ["accounts", "entry", "review", "reporting"] as const;
export type ServiceName = (typeof SERVICES)[number];

interface RunningService {
  readonly port: number;
  /** Where its figures are. */
  readonly metricsPort: number;
  readonly child: ChildProcess;
  /** What it has printed so far. */
  readonly output: () => string;
}

export interface FourProcesses {
  /** One address for all four, as a reverse proxy gives it. */
  readonly address: string;
  readonly adminPassword: string;
  readonly service: (name: ServiceName) => RunningService;
  /** Starts a service that was ended, by its own `main.ts` or by another program. */
  readonly start: (name: ServiceName, program?: URL) => Promise<void>;
  /** Starts one more of a kind, at an address of its own; it is ended with the others. */
  readonly startBeside: (
    name: ServiceName,
    settings?: NodeJS.ProcessEnv,
  ) => Promise<{ readonly address: string }>;
  /** Ends a service as an orchestrator does. */
  readonly end: (name: ServiceName) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const isReady = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  );

/** Passes each request on to the service that its path names. */
const startProxy = async (portOf: (service: string) => number | undefined) => {
  const proxy = createServer((incoming, outgoing) => {
    const port = portOf(/^\/api\/([a-z]+)\//.exec(incoming.url ?? "")?.[1] ?? "");
    if (port === undefined) return void outgoing.writeHead(404).end();
    const { url: path, method, headers } = incoming;
    const passed = request({ host: "127.0.0.1", port, path, method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on("error", () => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end()));
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const bound = proxy.address();
  return {
    address: `http://127.0.0.1:${typeof bound === "object" ? bound?.port : 0}`,
    stop: () =>
      new Promise<void>((resolve) => {
        proxy.closeAllConnections();
        proxy.close(() => resolve());
      }),
  };
};

/** Whatever is left of them ends with this process. */
const launched = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of launched) child.kill("SIGKILL");
});

/** The four services as processes of their own on the given engines, each by its own `main.ts`. */
export const startFourProcesses = async (engines: {
  readonly eventStore: string;
  readonly kafka: string;
  readonly mongo: string;
  /** Keeps one run's data apart from another's; lower-case letters and digits. */
  readonly name: string;
}): Promise<FourProcesses> => {
  const running = new Map<ServiceName, RunningService>();
  const ports = new Map<string, number>();
  for (const name of SERVICES) ports.set(name, await freePort());
  const proxy = await startProxy((name) => ports.get(name));

  const mainOf = (name: ServiceName) => new URL(`../../services/${name}/src/main.ts`, import.meta.url);
  const launch = async (
    program: URL,
    { port, settings = {} }: { readonly port: number; readonly settings?: NodeJS.ProcessEnv | undefined },
    onStart: (service: RunningService) => void,
  ) => {
    const metricsPort = await freePort();
    const child = spawn(process.execPath, [fileURLToPath(program)], {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        PORT: String(port),
        SOGOC_METRICS_PORT: String(metricsPort),
        LOG_LEVEL: "warn",
        SOGOC_EVENTSTORE_URL: engines.eventStore,
        SOGOC_EVENTSTORE_NAMESPACE: engines.name,
        SOGOC_KAFKA_BROKERS: engines.kafka,
        SOGOC_KAFKA_PREFIX: engines.name,
        SOGOC_KAFKA_PARTITIONS: "3",
        SOGOC_MONGODB_URL: engines.mongo,
        SOGOC_MONGODB_DATABASE: engines.name,
        SOGOC_JWKS_URL: `${proxy.address}/api/accounts/v1/jwks.json`,
        SOGOC_SIGN_INS_PER_MINUTE: "1000",
        SOGOC_SECOND_FACTOR: "off",
        ...settings,
      },
    });
    let output = "";
    const listen = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-20_000);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    launched.add(child);
    onStart({ port, metricsPort, child, output: () => output });
    const deadline = Date.now() + 5 * PATIENCE_MS;
    while (!(await isReady(port))) {
      if (child.exitCode !== null || Date.now() > deadline)
        throw new Error(`${program.pathname} does not start:\n${output}`);
      await pause(100);
    }
  };
  const start = (name: ServiceName, program: URL = mainOf(name)) =>
    launch(program, { port: ports.get(name) ?? 0 }, (service) => running.set(name, service));
  const beside: ChildProcess[] = [];
  const startBeside = async (name: ServiceName, settings?: NodeJS.ProcessEnv) => {
    const port = await freePort();
    await launch(mainOf(name), { port, settings }, ({ child }) => beside.push(child));
    return { address: `http://127.0.0.1:${port}` };
  };

  const getService = (name: ServiceName): RunningService => {
    const found = running.get(name);
    if (!found) throw new Error(`${name} is not running.`);
    return found;
  };

  const endChild = (child: ChildProcess) =>
    new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once("exit", () => resolve());
      child.kill("SIGTERM");
    });

  const end = (name: ServiceName) => endChild(getService(name).child);

  const stop = async () => {
    await Promise.all([...beside, ...[...running.values()].map(({ child }) => child)].map(endChild));
    await proxy.stop();
  };

  try {
    await Promise.all(SERVICES.map((name) => start(name)));
    const { output } = getService("accounts");
    const adminPassword = /first password: (\S+)/.exec(output())?.[1];
    if (adminPassword === undefined) throw new Error(`No first password was printed:\n${output()}`);
    return { address: proxy.address, adminPassword, service: getService, start, startBeside, end, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
