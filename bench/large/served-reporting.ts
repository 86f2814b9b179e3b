import { join } from "node:path";
import { buildAccounts } from "@sogoc/accounts";
import { openEngines } from "@sogoc/host/engines";
import { createServer, createTokenVerifier } from "@sogoc/http";
import { buildReporting } from "@sogoc/reporting";
import { startWhole } from "../http/served-births.ts";

/** An installation with units and people, and no more; its server is stopped again. */
export const makeInstallation = async (folder: string) => {
  const { ports, standalone, opened } = await startWhole(folder, 1);
  await standalone.stop();
  await ports.close();
  return { engines: join(folder, "engines"), unitId: opened.unitId, account: opened.account };
};

/** Sign-in and the reporting service over HTTP, on what was built before; a book-keeper's token. */
export const serveReporting = async (engines: string) => {
  const ports = await openEngines({ engine: "embedded", folder: engines });
  const accounts = await buildAccounts(ports, {
    secureCookies: false,
    signInsPerMinute: 100,
    secondFactorPolicy: "off",
  });
  const reporting = await buildReporting(ports, createTokenVerifier(accounts.verificationKey, ports.clock));
  const server = await createServer({ logger: false, newId: ports.newId, health: [] });
  for (const { plugin } of [accounts, reporting]) await server.register(plugin);
  const head = await ports.store.head();
  for (const { runtime } of [accounts, reporting]) await runtime.caughtUp(head, 600_000);
  const session = await server.inject({
    method: "POST",
    url: "/api/accounts/v1/sessions",
    payload: { signInName: "thu", password: "thu-mat-khau" },
  });
  return {
    server,
    token: session.json<{ accessToken: string }>().accessToken,
    async close() {
      await server.close();
      await Promise.all([accounts, reporting].map(({ runtime }) => runtime.stop()));
      await ports.close();
    },
  };
};
