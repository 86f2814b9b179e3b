import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createInMemoryConsumerState, createLogBus, type EventStore } from "@sogoc/core";
import { openDistributedStores } from "@sogoc/distributed";
import { dataFiles } from "@sogoc/embedded";
import { type Installation, openEngines, openInstallation } from "@sogoc/host/engines";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { readLog } from "../../apps/cli/src/migrate/read-log.ts";
import { rebuildModels } from "../../apps/cli/src/rebuild-models.ts";
import { verifyPackage } from "../../apps/cli/src/verify-package.ts";
import { allModels } from "../../apps/standalone/src/all-read-models.ts";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { buildStandalone } from "../../apps/standalone/src/standalone.ts";
import { canonicalJson } from "../../packages/core/src/canonical-json.ts";
import { findEventStoreEngine } from "../../packages/distributed/testing/eventstore-engine.ts";
import { findMongoEngine } from "../../packages/distributed/testing/mongodb-engine.ts";
import { acceptAll, type Desk, perform } from "../support/random-work.ts";
import { createTestClock, startTestProvince } from "../support/test-province.ts";
import { fillStore } from "./testing/big-store.ts";
import { figuresOf } from "./testing/figures.ts";

const EVENTS = 50_000;
const MAIN = fileURLToPath(new URL("../../apps/cli/src/main.ts", import.meta.url));
const [eventStore, mongo] = [await findEventStoreEngine(), await findMongoEngine()];
const engines = eventStore && mongo ? { eventStore, mongo } : undefined;
if (!engines) await Promise.all([eventStore?.stop(), mongo?.stop()]);

const name = `migrate${randomUUID().slice(0, 8)}`;
const distributed = {
  engine: "distributed",
  eventStore: { url: engines?.eventStore.url ?? "", namespace: name },
  mongo: { url: engines?.mongo.url ?? "", database: name },
} as const;
const clock = createTestClock("2026-02-20T03:00:00.000Z");
const viewer = { clock, signInName: "son", password: "son-mat-khau" };

const start = (...words: string[]): { child: ChildProcess; out: () => string } => {
  const env = {
    ...process.env,
    SOGOC_EVENTSTORE_URL: distributed.eventStore.url,
    SOGOC_EVENTSTORE_NAMESPACE: name,
    SOGOC_MONGODB_URL: distributed.mongo.url,
    SOGOC_MONGODB_DATABASE: name,
  };
  const child = spawn(process.execPath, [MAIN, ...words], { env });
  let out = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      out += chunk.toString();
    });
  return { child, out: () => out };
};

const sogoc = async (...words: string[]): Promise<{ code: unknown; out: string }> => {
  const { child, out } = start(...words);
  const [code] = await once(child, "close");
  return { code, out: out() };
};

/** Has a book exported and keeps the package, signed, in a folder. */
const exportTo = async (folder: string, manager: LocalClient, bookId: string): Promise<void> => {
  const { exportId } = done(
    await manager.post<{ exportId: string }>("reporting/v1/exports", { bookId, purpose: "hand-over" }),
  );
  const isFinished = async () =>
    done(await manager.get<{ phase: string }>(`reporting/v1/exports/${exportId}`)).phase === "finished";
  await vi.waitUntil(isFinished);
  await mkdir(folder);
  for (const file of ["workbook.xlsx", "scans.zip", "manifest.json", "manifest.jws"]) {
    const { bytes } = await manager.get(`reporting/v1/exports/${exportId}/${file}`);
    await writeFile(join(folder, file), bytes);
  }
};

/**
 * Two books, one of them keyed, checked, accepted with scans and handed over, and people with
 * passwords.
 */
const work = async (folder: string, packageFolder: string): Promise<void> => {
  const ports = await openEngines({ engine: "embedded", folder, clock });
  const { standalone, person, commune, province } = await startTestProvince(ports);
  const hire = (signInName: string, role: "book-keeper" | "clerk" | "checker" | "acceptor") =>
    person(signInName, [{ role, unitId: commune }]);
  const people = [
    await hire("thu", "book-keeper"),
    ...[await hire("nam", "clerk"), await hire("lan", "clerk")],
    ...[await hire("hoa", "checker"), await hire("binh", "acceptor")],
  ];
  await person("son", [{ role: "province-viewer", unitId: province }], province);
  const places: { bookId: string; batchId: string }[] = [];
  for (const book of ["01", "02"]) {
    const registered = await people[0]?.post<{ bookId: string }>("entry/v1/books", {
      unitId: commune,
      recordType: "KS",
      bookNumber: `${book}/2008`,
      office: "UBND xã Mai Lâm",
    });
    if (!registered) throw new Error("nobody keeps the books");
    const { bookId } = done(registered);
    const desk: Desk = {
      people,
      unitId: commune,
      bookId,
      book,
      batches: new Map(),
      records: new Map(),
      corrections: [],
    };
    await perform(desk, { do: "open", who: 0, from: 1, to: 4 });
    await perform(desk, { do: "assign", who: 0, which: 0, whom: 1 });
    for (const so of [1, 2, 3, 4]) {
      await perform(desk, { do: "scan", who: 0, so, replace: false });
      await perform(desk, { do: "enter", who: 1, which: 0, so, as: "right" });
    }
    await standalone.settled();
    if (book === "01") await acceptAll(desk);
    for (const batchId of desk.batches.keys()) places.push({ bookId, batchId });
  }
  await standalone.settled();
  const manager = await person("mai", [{ role: "data-manager", unitId: commune }]);
  await exportTo(packageFolder, manager, places[0]?.bookId ?? "");
  await standalone.settled();
  await standalone.stop();
  const { events } = await ports.store.readAll({ after: 0, limit: 1, types: ["RecordEntered"] });
  if (!events[0]) throw new Error("nothing was keyed");
  // Of several chunks.
  await ports.blobs.put(Buffer.alloc(700_000, "trang sổ "));
  await fillStore({ store: ports.store, like: events[0], places, upTo: EVENTS });
  await ports.close();
};

const canonical = async (store: EventStore): Promise<string[]> => {
  const texts: string[] = [];
  for await (const { position: _, ...event } of readLog(store)) texts.push(canonicalJson(event) ?? "");
  return texts;
};

const withInstallation = async <Result>(
  side: Parameters<typeof openInstallation>[0],
  look: (installation: Installation) => Promise<Result>,
): Promise<Result> => {
  const installation = await openInstallation(side);
  try {
    return await look(installation);
  } finally {
    await installation.close();
  }
};

const figures = (installation: Installation, secretsOf?: Parameters<typeof figuresOf>[0]["secretsOf"]) => {
  const { store } = installation;
  const bus = createLogBus({ store, consumers: createInMemoryConsumerState() });
  const where = secretsOf ? { secretsOf } : {};
  return figuresOf({ ...viewer, ...where, installation, bus }).finally(() => bus.close());
};

/** The same, building the read models first that are looked at. */
const figuresThere = async (installation: Installation) => {
  const { store, readModelsOf } = installation;
  const models = allModels.filter(({ service }) => service === "accounts" || service === "reporting");
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  await rebuildModels({ models, store, readModelsOf });
  log.mockRestore();
  const stores = await openDistributedStores(distributed);
  return figures(installation, stores.secretsOf).finally(() => stores.close());
};

/** What the package says that is verified with the key the installation shows. */
const verifiedBy = async (folder: string, shown: Record<string, unknown>): Promise<string> => {
  const { keys } = shown["export-keys"] as { keys: { kid: string }[] };
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  try {
    await verifyPackage(folder, keys[0]?.kid);
    return String(log.mock.calls[0]?.[0]);
  } finally {
    log.mockRestore();
  }
};

const dump = async ({ store, blobs, secrets }: Installation) => {
  const sha256: string[] = [];
  for await (const blob of blobs.list()) sha256.push(blob.sha256);
  const kept = await Promise.all((await secrets.keys("")).map(async (key) => [key, await secrets.find(key)]));
  return { log: await canonical(store), blobs: sha256.sort(), secrets: kept };
};

describe.skipIf(!engines)(
  `sogoc migrate, on ${[eventStore, mongo].map((one) => one?.what).join("; ")}`,
  () => {
    let root: string;
    let folder: string;
    let original: Awaited<ReturnType<typeof dump>>;
    beforeAll(async () => {
      root = await mkdtemp(join(tmpdir(), "sogoc-migrate-"));
      folder = join(root, "one-machine");
      await work(folder, join(root, "package"));
      original = await withInstallation({ engine: "embedded", folder }, dump);
    });
    afterAll(async () => {
      await Promise.all([engines?.eventStore.stop(), engines?.mongo.stop()]);
      await rm(root, { recursive: true });
    });

    it("refuses a folder that a server has open", async () => {
      const { code, out } = await withInstallation({ engine: "embedded", folder }, () =>
        sogoc("migrate", "--from", folder, "--to", "distributed"),
      );
      expect(out).toContain("already open for writing");
      expect(code).toBe(3);
    });

    it("goes on after a SIGKILL and leaves nothing out, nothing twice", async () => {
      expect(original.log).toHaveLength(EVENTS);
      expect(original.blobs.length).toBeGreaterThanOrEqual(5);
      expect(original.secrets.length).toBeGreaterThan(5);
      const first = start("migrate", "--from", folder, "--to", "distributed");
      await withInstallation(distributed, async ({ store }) => {
        const copied = { events: 0, upTo: 0 };
        const look = async () => {
          const { events, upTo } = await store.readAll({ after: copied.upTo, limit: 5_000 });
          copied.events += events.length;
          copied.upTo = upTo;
          return copied.events;
        };
        await expect.poll(look, { interval: 200 }).toBeGreaterThan(EVENTS / 3);
      });
      first.child.kill("SIGKILL");
      await once(first.child, "close");
      // Building every model here takes longer than all the rest; those that are looked at are
      // built below.
      const again = await sogoc("migrate", "--from", folder, "--to", "distributed", "--no-read-models");
      expect(again.out).toMatch(/events: \d[\d.]+ đã chép \/ copied, [1-9]\d\.\d{3} có sẵn/);
      expect(again.out).toContain("verified: 50.000 events");
      expect(again.code).toBe(0);
      const there = await withInstallation(distributed, dump);
      expect(there.log.length).toBe(original.log.length);
      expect(there).toEqual(original);
    });

    it("brings everything back to one machine, byte for byte", async () => {
      const back = join(root, "back");
      const moved = await sogoc("migrate", "--from", "distributed", "--to", back);
      expect(moved.out).toContain("verified: 50.000 events");
      expect(moved.out).toMatch(/reporting-records +4\d\.\d{3} sự kiện \/ events/);
      const verified = await sogoc("verify", "--data", back);
      expect(verified.out).toContain("50.000 events");
      expect([moved.code, verified.code]).toEqual([0, 0]);
      const there = await withInstallation({ engine: "embedded", folder: back }, dump);
      expect(there.log.length).toBe(original.log.length);
      expect(there).toEqual(original);
    });

    it("can be verified where it is, with the same hash over the whole log", async () => {
      const hashOf = ({ out }: { out: string }) => /\d+:([0-9a-f]{64})/.exec(out)?.[1];
      const there = await sogoc("verify", "--data", "distributed");
      expect([there.code, there.out]).toEqual([0, expect.stringContaining("50.000 events")]);
      expect(hashOf(there)).toMatch(/^[0-9a-f]{64}$/);
      expect(hashOf(await sogoc("verify", "--data", folder))).toBe(hashOf(there));
      const mark = /\d+:[0-9a-f]{64}/.exec(there.out)?.[0] ?? "";
      const held = await sogoc("verify", "--data", "distributed", "--at-least", mark);
      const other = await sogoc("verify", "--data", "distributed", "--at-least", mark.replace(/^\d/, "9"));
      expect([held.code, other.code]).toEqual([0, 1]);
    });

    it("shows the same figures to the same people, and the key that a package was signed with", async () => {
      const rebuilt = await sogoc("rebuild", "--data", folder);
      expect(rebuilt.code).toBe(0);
      const before = await withInstallation({ engine: "embedded", folder }, figures);
      expect(before["dashboard"]).toMatchObject({ totals: { accepted: 4 } });
      const there = await withInstallation(distributed, figuresThere);
      expect(there).toEqual(before);
      const back = await withInstallation({ engine: "embedded", folder: join(root, "back") }, figures);
      expect(back).toEqual(before);
      for (const shown of [before, there, back])
        expect(await verifiedBy(join(root, "package"), shown)).toContain("4 records");
    });

    it("does nothing twice when its processes see the whole log again, as at a target", async () => {
      await rm(dataFiles(folder).consumers);
      const ports = await openEngines({ engine: "embedded", folder, clock });
      const before = await ports.store.head();
      const options = {
        ports,
        logger: false,
        secureCookies: false,
        signInsPerMinute: 100,
        secondFactorPolicy: "off" as const,
      };
      const standalone = await buildStandalone(options);
      await standalone.settled();
      expect(await ports.store.head()).toBe(before);
      expect(await ports.bus.listParked()).toEqual([]);
      await standalone.stop();
      await ports.close();
    });

    it("refuses a target that has gone its own way", async () => {
      // Signing in above was an event there, and another here.
      const { code, out } = await sogoc("migrate", "--from", folder, "--to", "distributed");
      expect(out).toContain("the target already holds");
      expect(code).toBe(1);
    });
  },
);
