import { setTimeout as pause } from "node:timers/promises";
import { type Document, type ReadModelDefinition, type ReadModels, runProjection } from "@sogoc/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Child, type Fate, startChild } from "../testing/chaos-children.ts";
import { openChaosWorld, shelves } from "../testing/chaos-world.ts";
import { findEventStoreEngine } from "../testing/eventstore-engine.ts";
import { findKafkaEngine } from "../testing/kafka-engine.ts";
import { findMongoEngine } from "../testing/mongodb-engine.ts";
import { openMongoReadModels } from "./mongodb/read-models.ts";

/** How long an engine that was killed is away, and how long one is silent. */
const OUTAGE_MS = Number(process.env["SOGOC_TEST_OUTAGE_MS"] ?? 30_000);
const SILENCE_MS = Math.min(4_000, OUTAGE_MS);

const [eventStore, kafkaEngine, mongo] = [
  await findEventStoreEngine(),
  await findKafkaEngine(),
  await findMongoEngine(),
];

// Nothing below runs without all three, the clean-up included.
if (!kafkaEngine || !mongo || !eventStore) {
  await Promise.all([eventStore?.stop(), kafkaEngine?.stop(), mongo?.stop()]);
}

describe.skipIf(!kafkaEngine || !mongo || !eventStore)("store, relay, Kafka and MongoDB together", () => {
  let world: Awaited<ReturnType<typeof openChaosWorld>>;
  const children: Child[] = [];

  beforeAll(async () => {
    const [store, brokers, database] = [eventStore?.url, kafkaEngine?.url, mongo?.url];
    world = await openChaosWorld({
      eventStore: store ?? "",
      brokers: brokers ?? "",
      mongo: database ?? "",
    });
    await world.relay();
    await world.consume();
  });
  afterAll(async () => {
    await Promise.all(children.map((child) => child.end()));
    await world?.close();
    await Promise.all([eventStore?.stop(), kafkaEngine?.stop(), mongo?.stop()]);
  });

  const start = (role: "relay" | "consumer", ...[fate]: [Parameters<typeof startChild>[1]?]): Child => {
    const child = startChild({ role, ...world.childOptions }, fate);
    children.push(child);
    return child;
  };
  const endChildren = async () => {
    await Promise.all(children.splice(0).map((child) => child.end()));
  };

  it("are whole after broker and database were silent under load", async ({ skip }) => {
    const engines = [kafkaEngine, mongo].flatMap((engine) =>
      engine?.pause && engine.resume ? [{ hold: engine.pause, release: engine.resume }] : [],
    );
    if (engines.length < 2) return skip("the engines are not ours to stop");
    for (const { hold, release } of engines) {
      await world.underLoad(async () => {
        await hold();
        await pause(SILENCE_MS);
        await release();
      });
    }
    await world.expectWhole();
  });

  it("are whole after broker, database and store were killed under load and came back half a minute later", async ({
    skip,
  }) => {
    const engines = [kafkaEngine, mongo, eventStore].flatMap((engine) =>
      engine?.kill && engine.restart ? [{ kill: engine.kill, restart: engine.restart }] : [],
    );
    if (engines.length < 3) return skip("the engines are not ours to kill");
    await world.underLoad(async () => {
      await Promise.all(
        engines.map(async ({ kill, restart }, index) => {
          // Each is away while another one is there, and all are away together; the store is the
          // last, for without it there is no load.
          await pause((index * OUTAGE_MS) / 4);
          await kill();
          await pause(OUTAGE_MS);
          await restart();
        }),
      );
    });
    await world.expectWhole();
  });

  it("are whole after relays broke off between reading and publishing, two of them at once", async () => {
    const failing = async () => {
      if (Math.random() < 0.4) throw new Error("mất điện");
    };
    await world.underLoad(async () => {
      await world.relay(failing);
      await world.relays.shift()?.stop();
      await world.relay(failing);
      await pause(1_000);
      await world.relays.shift()?.stop();
      await pause(500);
    });
    await world.stopRelays();
    await world.relay();
    await world.expectWhole();
  });

  it("are whole after relay processes were killed between reading and publishing, two at once", async () => {
    await world.stopRelays();
    await world.underLoad(async () => {
      const dying =
        (visits: number) =>
        (_: unknown, visit: number): Fate =>
          visit === visits ? "kill" : "go";
      // Whichever is not active takes over when the other one dies.
      const both = [start("relay", dying(3)), start("relay", dying(3))];
      await Promise.all(both.map((child) => child.died));
      await start("relay", dying(2)).died;
      const last = start("relay");
      await expect.poll(() => last.visits()).toBeGreaterThan(3);
    });
    await endChildren();
    await world.relay();
    await world.expectWhole();
  });

  it("are whole after a relay was taken for dead between reading and publishing, and went on", async () => {
    await world.stopRelays();
    await world.underLoad(async () => {
      const sleeper = start("relay", (_, visit) => (visit === 3 ? "stop" : "go"));
      await expect.poll(() => sleeper.visits()).toBe(3);
      const successor = start("relay");
      await expect.poll(() => successor.visits()).toBeGreaterThan(2);
      sleeper.wake();
      // It joins again, and either may be elected then; that one goes on.
      const visits = () => successor.visits() + sleeper.visits();
      const before = visits();
      await expect.poll(() => visits() - before).toBeGreaterThan(5);
    });
    await endChildren();
    await world.relay();
    await world.expectWhole();
  });

  it("are whole after consumer processes were killed before, while and after they committed", async () => {
    await world.stopConsuming();
    await world.underLoad(async () => {
      const dying: ((place: string, visit: number) => Fate)[] = [
        (place, visit) => (place === "folded" && visit > 3 ? "kill" : "go"),
        (place, visit) => (place === "folded" && visit > 3 ? "go and kill" : "go"),
        (place, visit) => (place === "committed" && visit > 3 ? "kill" : "go"),
      ];
      for (const fate of dying) await start("consumer", fate).died;
    });
    await world.consume();
    await world.expectWhole();
  });

  it("are whole after commits whose answer was lost", async () => {
    await world.stopConsuming();
    let commits = 0;
    const forgetful: ReadModels = {
      ...world.readModels,
      open: async <Doc extends Document>(definition: ReadModelDefinition) => {
        const opened = await world.readModels.open<Doc>(definition);
        const commit: typeof opened.commit = async (changes) => {
          await opened.commit(changes);
          if (commits++ % 3 === 0) throw new Error("kết nối đứt sau khi ghi");
        };
        return { ...opened, commit };
      },
    };
    await world.consume(forgetful);
    await world.underLoad(() => pause(1_500));
    await world.caughtUp();
    expect(commits).toBeGreaterThan(3);
    await world.expectWhole();
  });

  it("are whole after everything was delivered a second time", async () => {
    await world.stopConsuming();
    const admin = world.kafka.admin();
    await admin.connect();
    const { name, source } = world;
    await admin.resetOffsets({ groupId: `${name}.shelves`, topic: source.topic, earliest: true });
    await admin.disconnect();
    await world.consume();
    await world.expectWhole();
  });

  it("share the lanes of a consumer between two processes, and hand them over", async () => {
    const bus = await world.openBus();
    const readModels = await openMongoReadModels(world.connection);
    const second = await runProjection({ projection: shelves, consumer: "shelves", bus, readModels });
    await world.underLoad(() => pause(1_500));
    await second.subscription.stop();
    await bus.close();
    await world.expectWhole();
  });
});
