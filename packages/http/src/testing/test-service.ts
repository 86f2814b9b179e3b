import { CommandRejected, createInMemoryPorts, type ServicePorts } from "@sogoc/core";
import type { FastifyInstance } from "fastify";
import { Registry } from "prom-client";
import type { CrowdLimits } from "../crowd-limits.ts";
import type { HttpPorts, SignedIn } from "../http-ports.ts";
import { createServer, type ServerOptions } from "../server.ts";
import { type ServiceApp, servicePlugin } from "../service-plugin.ts";
import { type ServiceRuntime, startServiceRuntime } from "../service-runtime.ts";

/** Tokens of the test service are the names of these people. */
export type People = Readonly<Record<string, Partial<SignedIn>>>;

export interface TestService {
  readonly server: FastifyInstance;
  readonly ports: ServicePorts;
  readonly runtime: ServiceRuntime;
}

/**
 * A server with one service `test` on in-memory engines, where `Bearer <name>` is signed in as that
 * person.
 */
export const startTestService = async (options: {
  readonly routes: (app: ServiceApp, http: HttpPorts, runtime: ServiceRuntime) => void;
  readonly people?: People;
  readonly logger?: ServerOptions["logger"];
  readonly metrics?: Registry;
  readonly caughtUp?: HttpPorts["caughtUp"];
  readonly isDirectoryLoaded?: (() => boolean) | undefined;
  readonly ports?: Partial<ServicePorts>;
  readonly crowd?: CrowdLimits;
}): Promise<TestService> => {
  const { routes, people = {}, logger = false } = options;
  const ports = createInMemoryPorts(options.ports);
  const runtime = await startServiceRuntime("test", ports);
  await runtime.directory.loaded;
  const { directory } = runtime;
  const { isDirectoryLoaded = directory.isLoaded } = options;
  const http: HttpPorts = {
    clock: ports.clock,
    newId: ports.newId,
    directory: { ...directory, isLoaded: isDirectoryLoaded },
    caughtUp: options.caughtUp ?? runtime.caughtUp,
    head: () => ports.store.head(),
    async verifyToken(token) {
      const person = people[token];
      if (!person) throw new CommandRejected("not-signed-in");
      return { account: token, name: token, unitId: "u-1", grants: [], session: `s-${token}`, ...person };
    },
  };
  const metrics = options.metrics ?? new Registry();
  const server = await createServer({
    logger,
    metrics,
    newId: ports.newId,
    health: [],
    crowd: options.crowd,
  });
  await server.register(
    servicePlugin({
      name: "test",
      title: "Test",
      problems: {},
      ports: http,
      routes: (app) => routes(app, http, runtime),
    }),
  );
  await server.ready();
  return { server, ports, runtime };
};
