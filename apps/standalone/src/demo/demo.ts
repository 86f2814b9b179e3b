import { existsSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ServicePorts } from "@sogoc/core";
import { openEngines } from "@sogoc/host/engines";
import { createLocalClient, type LocalClient } from "../local-client.ts";
import { buildStandalone } from "../standalone.ts";
import { createDemoClock } from "./demo-clock.ts";
import { DEMO_PASSWORD, demoPeople } from "./demo-people.ts";
import { HISTORY_DAYS, seedWork } from "./demo-work.ts";
import { type Demo, openAccount, registerUnits } from "./demo-world.ts";

/** Fills empty engines with about 700 invented cases, by the same API that people use. */
export const seedDemo = async (ports: ServicePorts): Promise<void> => {
  const clock = createDemoClock(Date.now(), HISTORY_DAYS);
  const standalone = await buildStandalone({
    ports: { ...ports, clock },
    logger: false,
    secureCookies: false,
    signInsPerMinute: 10_000,
  });
  await standalone.bootstrap({ signInName: "admin", password: DEMO_PASSWORD });
  const api = createLocalClient(standalone.server);
  const signedIn = new Map<string, { client: LocalClient; at: number }>();
  const ids = new Map<string, string>();
  const TOKEN_MS = 4 * 60_000;
  const demo: Demo = {
    clock,
    settled: standalone.settled,
    unitId: (id) => ids.get(id) ?? id,
    async as(signInName) {
      const known = signedIn.get(signInName);
      if (known && clock.now().getTime() - known.at < TOKEN_MS) return known.client;
      const renewed = known?.client.renew().catch(() => undefined);
      const client = (await renewed) ?? (await api.signIn(signInName, DEMO_PASSWORD));
      signedIn.set(signInName, { client, at: clock.now().getTime() });
      return client;
    },
  };
  for (const [from, to] of await registerUnits(await demo.as("admin"))) ids.set(from, to);
  for (const person of demoPeople) await openAccount(demo, api, await demo.as("admin"), person);
  await seedWork(demo);
  await standalone.settled();
  await standalone.stop();
};

/** The file in a data folder that the seed leaves. */
const MARK = "DEMO.txt";

/**
 * Seeds into a folder beside and renames it at the end: an interrupted seed leaves nothing half
 * done.
 */
export const ensureDemo = async (folder: string): Promise<void> => {
  if (existsSync(folder)) return;
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  const ports = await openEngines({ engine: "embedded", folder: unfinished });
  await seedDemo(ports);
  await ports.close();
  await writeFile(
    join(unfinished, MARK),
    "Dữ liệu mẫu, không có người thật. / Invented data, nobody real.\n",
  );
  await rename(unfinished, folder);
};

/**
 * Whether the data are the demo's own: its sign-ins are told to everybody, and are in no other
 * store.
 */
export const isDemoStore = (folder: string): boolean => existsSync(join(folder, MARK));
