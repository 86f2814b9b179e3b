import { existsSync, readdirSync, statSync } from "node:fs";
import { readdir, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ServicePorts } from "@sogoc/core";
import { requireNoRestore, requireOwnFolder } from "@sogoc/embedded";
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
    secondFactorPolicy: "off",
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

/** In the folder: what is being seeded, and what is seeded and on its way to its place. */
const UNFINISHED = "demo-unfinished";

/**
 * Moves what was seeded to its place. The log comes last but the mark, since a folder without it is
 * no data folder, and the mark last, since it says that all is there.
 */
const takePlace = async (unfinished: string, folder: string): Promise<void> => {
  const order = (name: string) => (name === MARK ? 2 : Number(name === "events.sqlite"));
  const names = (await readdir(unfinished)).sort((one, other) => order(one) - order(other));
  for (const name of names) await rename(join(unfinished, name), join(folder, name));
  await rmdir(unfinished);
};

/** What is to be done with a folder: a seed that was cut off is gone on with. */
const stepFor = (folder: string): "seed" | "move" | "none" => {
  if (!existsSync(folder)) return "seed";
  if (!statSync(folder).isDirectory()) return "none";
  const names = readdirSync(folder).filter((name) => name !== "lost+found");
  if (names.length === 0) return "seed";
  if (!names.includes(UNFINISHED)) return "none";
  const left = readdirSync(join(folder, UNFINISHED));
  // Whole, and nothing of it twice: what lies above is a part of it.
  if (left.includes(MARK) || names.includes(MARK))
    return left.some((name) => names.includes(name)) ? "none" : "move";
  return names.length === 1 ? "seed" : "none";
};

/**
 * Fills a folder that is not there yet, or is empty, as a mounted one is. Seeds into a folder
 * within and moves it up at the end: a seed that is interrupted leaves nothing half done.
 * `onSeeding` is told before anything is made.
 */
export const ensureDemo = async (
  folder: string,
  {
    onSeeding = () => {},
    seed = seedDemo,
  }: { readonly onSeeding?: () => void; readonly seed?: typeof seedDemo } = {},
): Promise<void> => {
  const step = stepFor(folder);
  // An empty folder may be one that a restore is about to fill.
  if (step !== "none") requireNoRestore(folder);
  if (step === "seed") requireOwnFolder(folder);
  if (step === "none") return;
  const unfinished = join(folder, UNFINISHED);
  if (step === "seed") {
    onSeeding();
    await rm(unfinished, { recursive: true, force: true });
    const ports = await openEngines({ engine: "embedded", folder: unfinished });
    await seed(ports).finally(() => ports.close());
    await writeFile(
      join(unfinished, MARK),
      "Dữ liệu mẫu, không có người thật. / Invented data, nobody real.\n",
    );
  }
  await takePlace(unfinished, folder);
};

/**
 * Whether the data are the demo's own: its sign-ins are told to everybody, and are in no other
 * store.
 */
export const isDemoStore = (folder: string): boolean => existsSync(join(folder, MARK));
