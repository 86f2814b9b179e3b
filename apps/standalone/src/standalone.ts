import {
  bootstrapInstallation,
  buildAccounts,
  type FindBackupStatus,
  type SecondFactorPolicy,
} from "@sogoc/accounts";
import type { ServicePorts } from "@sogoc/core";
import { buildEntry } from "@sogoc/entry";
import { storeHealth } from "@sogoc/host/engines";
import { addConsumers } from "@sogoc/host/service-metrics";
import { serveWebApp } from "@sogoc/host/web-app";
import {
  collectOperations,
  createServer,
  createTokenVerifier,
  type HealthCheck,
  type Operation,
  type ProxiedRequests,
  type ServerOptions,
  type TrustedProxies,
  watchRefusals,
} from "@sogoc/http";
import { buildReporting } from "@sogoc/reporting";
import { buildReview } from "@sogoc/review";
import type { FastifyInstance, FastifyServerFactory } from "fastify";
import { Registry } from "prom-client";

export interface StandaloneOptions {
  readonly ports: ServicePorts;
  readonly logger: ServerOptions["logger"];
  readonly secureCookies: boolean;
  readonly signInsPerMinute: number;
  readonly secondFactorPolicy: SecondFactorPolicy;
  /** Bytes that one unit's uploaded files may take; left out = any number. */
  readonly uploadQuota?: number | undefined;
  /** How the installation's backups stand; left out where none are made. */
  readonly findBackupStatus?: FindBackupStatus | undefined;
  /** What the server has that ends, by name, in milliseconds since 1970. */
  readonly findExpiries?: (() => Readonly<Record<string, number>>) | undefined;
  /** Is told what whoever runs the server should see. */
  readonly warn?: ((message: string) => void) | undefined;
  /** What must be in order beside the event store. */
  readonly health?: readonly HealthCheck[] | undefined;
  /** For tests, which hash hundreds of passwords that protect nothing. */
  readonly passwordCost?: Parameters<typeof buildAccounts>[1]["passwordCost"] | undefined;
  readonly trustProxy?: TrustedProxies | undefined;
  readonly proxied?: ProxiedRequests | undefined;
  readonly hsts?: boolean | undefined;
  readonly serverFactory?: FastifyServerFactory | undefined;
  /** Adds pages beside those of the application. */
  readonly attach?: ((server: FastifyInstance) => void) | undefined;
  /** Is told of refusals that no document speaks of; for tests. */
  readonly onUndeclaredRefusal?: ((operation: Operation, code: string) => void) | undefined;
}

export interface Standalone {
  /** Every route of the four services: for the table of permissions and for tests that try each. */
  readonly routes: readonly Operation[];
  readonly server: FastifyInstance;
  /** What is told to whoever watches over the process, at an address of its own. */
  readonly watched: { readonly metrics: Registry; readonly health: readonly HealthCheck[] };
  /** What ends when, by name, in milliseconds since 1970. */
  readonly expiries: () => Readonly<Record<string, number>>;
  /**
   * Makes an empty store usable; answers the system administrator's first password, undefined when
   * there is one.
   */
  readonly bootstrap: (options: {
    readonly signInName: string;
    readonly password?: string | undefined;
  }) => Promise<string | undefined>;
  /** Whether anybody ever came in. */
  readonly hasAnyoneSignedIn: () => Promise<boolean>;
  /** Resolves once every service has handled everything up to the newest event. */
  readonly settled: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** A guard against hanging: whoever waits for this waits for a state. */
const SETTLE_MS = 20 * 60_000;

/** The four services in one process behind one address. They still talk through events only. */
export const buildStandalone = async (options: StandaloneOptions): Promise<Standalone> => {
  const { ports, logger, secureCookies, signInsPerMinute, secondFactorPolicy } = options;
  const accounts = await buildAccounts(ports, {
    secureCookies,
    signInsPerMinute,
    secondFactorPolicy,
    passwordCost: options.passwordCost,
    findBackupStatus: options.findBackupStatus,
    findExpiries: options.findExpiries,
    warn: options.warn,
  });
  const verifyToken = createTokenVerifier(accounts.verificationKey, ports.clock);
  const entry = await buildEntry(ports, verifyToken, { uploadQuota: options.uploadQuota });
  const review = await buildReview(ports, verifyToken);
  const reporting = await buildReporting(ports, verifyToken);
  const services = [accounts, entry, review, reporting];
  await Promise.all(services.map(({ runtime }) => runtime.directory.loaded));
  const subscriptions = () => services.flatMap(({ runtime }) => [...runtime.subscriptions()]);

  const metrics = new Registry();
  addConsumers(metrics, subscriptions);

  const health: readonly HealthCheck[] = [storeHealth(ports.store), ...(options.health ?? [])];
  const server = await createServer({
    logger,
    newId: ports.newId,
    metrics,
    trustProxy: options.trustProxy ?? 0,
    proxied: options.proxied,
    hsts: options.hsts ?? false,
    serverFactory: options.serverFactory,
    health,
  });
  const routes = collectOperations(server);
  if (options.onUndeclaredRefusal) watchRefusals(server, routes, options.onUndeclaredRefusal);
  for (const { plugin } of services) await server.register(plugin);
  options.attach?.(server);
  await serveWebApp(server);

  return {
    server,
    watched: { metrics, health },
    expiries: accounts.expiries,
    routes,
    bootstrap: (installation) => bootstrapInstallation(accounts.bootstrapDependencies, installation),
    hasAnyoneSignedIn: accounts.hasAnyoneSignedIn,
    async settled() {
      // Reactions write events that others read: settled means that a whole round brought nothing
      // new.
      for (let head = -1; head !== (await ports.store.head()); ) {
        head = await ports.store.head();
        for (const { runtime } of services) {
          if (!(await runtime.caughtUp(head, SETTLE_MS))) throw new Error("the read models do not catch up");
        }
      }
    },
    async stop() {
      await server.close();
      await Promise.all(services.map(({ runtime }) => runtime.stop()));
    },
  };
};
