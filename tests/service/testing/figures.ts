import { buildAccounts } from "@sogoc/accounts";
import type { Clock, EventBus, ReadModels, Secrets } from "@sogoc/core";
import type { Installation } from "@sogoc/host/engines";
import { createServer, createTokenVerifier } from "@sogoc/http";
import { buildReporting } from "@sogoc/reporting";
import { createLocalClient, done } from "../../../apps/standalone/src/local-client.ts";

const PAGES = ["dashboard", "progress", "progress/days", "clerks", "books", "export-keys"];

/**
 * Signs in with a password that the installation keeps, and asks the reporting service for its
 * figures and the key that it signs with; answers them without what says as of when. Read models
 * must have been built.
 */
export const figuresOf = async (options: {
  readonly installation: Installation;
  /** Where a service itself looks for its secrets; default: where the installation does. */
  readonly secretsOf?: (service: string) => Promise<Secrets>;
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly signInName: string;
  readonly password: string;
}): Promise<Record<string, unknown>> => {
  const { installation, bus, clock, signInName, password } = options;
  const { store, blobs, readModelsOf } = installation;
  const { secretsOf = async () => installation.secrets } = options;
  const portsOf = async (service: string) => {
    const readModels: ReadModels = await readModelsOf(service);
    const secrets = await secretsOf(service);
    return { store, blobs, secrets, bus, clock, readModels, newId: () => crypto.randomUUID() };
  };
  const accounts = await buildAccounts(await portsOf("accounts"), {
    secureCookies: false,
    signInsPerMinute: 100,
    secondFactorPolicy: "off",
  });
  const verifyToken = createTokenVerifier(accounts.verificationKey, clock);
  const reporting = await buildReporting(await portsOf("reporting"), verifyToken);
  const server = await createServer({ logger: false, newId: () => crypto.randomUUID(), health: [] });
  for (const { plugin } of [accounts, reporting]) await server.register(plugin);
  try {
    const client = await createLocalClient(server).signIn(signInName, password);
    const figures: Record<string, unknown> = {};
    for (const page of PAGES) {
      const { freshness: _, ...figure } = done(await client.get(`reporting/v1/${page}`));
      figures[page] = figure;
    }
    return figures;
  } finally {
    await server.close();
    await Promise.all([accounts, reporting].map(({ runtime }) => runtime.stop()));
  }
};
