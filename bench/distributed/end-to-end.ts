import { setTimeout as pause } from "node:timers/promises";
import { type Document, type ReadModels, runProjection } from "@sogoc/core";
import {
  createTopics,
  openEventStoreDb,
  openKafkaBus,
  openMongoParkedEvents,
  openMongoReadModels,
  startRelay,
} from "@sogoc/distributed";
import { recordEvents } from "../events.ts";
import { type Figure, percentile, sample } from "../harness.ts";
import { appendAll, type Engines, EVENT_TYPES, kafkaOf, mongoOf, newName, records } from "./world.ts";

const LAG_SECONDS = 20;
const PER_SECOND = 200;
const PROMISED_LAG_MS = 1_000;

/** Tells of each document when it has been committed. */
const telling = (readModels: ReadModels, tell: (ids: readonly string[]) => void): ReadModels => ({
  ...readModels,
  async open<Doc extends Document>(definition: Parameters<ReadModels["open"]>[0]) {
    const model = await readModels.open<Doc>(definition);
    const commit: typeof model.commit = async (changes) => {
      await model.commit(changes);
      tell(changes.puts.map(({ id }) => id));
    };
    return { ...model, commit };
  },
});

/** Store, relay, topic, consumer and read model, in one process. */
const openLine = async (engines: Engines, tell: (ids: readonly string[]) => void) => {
  const name = newName();
  const kafka = kafkaOf(engines);
  const source = { service: "entry", topic: name, eventTypes: EVENT_TYPES };
  const admin = kafka.admin();
  await admin.connect();
  await createTopics(admin, [source], { partitions: 6 });
  await admin.disconnect();
  const connection = await mongoOf(engines, name);
  const store = await openEventStoreDb({ connectionString: engines.eventStore.url, namespace: name });
  const parked = await openMongoParkedEvents(connection);
  const bus = await openKafkaBus({ kafka, topics: [source], store, parked, groupPrefix: name });
  const readModels = telling(await openMongoReadModels(connection), tell);
  const running = await runProjection({ projection: records, consumer: "records", bus, readModels });
  const relay = await startRelay({ kafka, store, source });
  const close = async () => {
    await bus.close();
    await relay.stop();
    await store.close();
    await connection.db.dropDatabase();
    await connection.close();
  };
  return { store, bus, readModels, ...running, relay, close };
};

/** From the moment at which an append begins to the one at which its document is in MongoDB. */
const measureLag = async (engines: Engines) => {
  const begun = new Map<string, number>();
  const lags: number[] = [];
  const line = await openLine(engines, (ids) => {
    for (const id of ids) {
      const start = begun.get(id);
      if (start !== undefined) lags.push(performance.now() - start);
    }
  });
  const entered = recordEvents(17, LAG_SECONDS * PER_SECOND).filter(
    ({ event }) => event.type === "RecordEntered",
  );
  while (!line.relay.status().active) await pause(10);
  const cpu = await sample({
    run: async () => {
      const start = performance.now();
      for (const [index, { stream, event }] of entered.entries()) {
        const due = start + (index * 1_000) / PER_SECOND;
        if (due > performance.now()) await pause(due - performance.now());
        begun.set(stream, performance.now());
        await line.store.append(stream, -1, [event]);
      }
      if (!(await line.subscription.caughtUp(await line.store.head(), 120_000)))
        throw new Error("It does not catch up.");
      return entered.length;
    },
  });
  await line.close();
  return { lags: lags.sort((a, b) => a - b), ...cpu };
};

export const lagFigure = async (engines: Engines): Promise<Figure> => {
  const { lags, rate, cpu } = await measureLag(engines);
  const [p50, p99, last] = [percentile(lags, 0.5), percentile(lags, 0.99), lags.at(-1) ?? 0];
  const ratio = PROMISED_LAG_MS / p99;
  return {
    name: "11. lag from append to document at 200 events/s, p99",
    baseline: "the second that was promised, over the lag",
    ratio,
    lowest: PROMISED_LAG_MS / last,
    highest: PROMISED_LAG_MS / p50,
    rate,
    baselineRate: PER_SECOND,
    cpu,
    baselineCpu: cpu,
    target: 1,
    note: `${lags.length} events in ${LAG_SECONDS} s: p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, longest ${last.toFixed(0)} ms`,
  };
};

/**
 * That many events on the topic already, until a consumer that begins has them all in its read
 * model.
 */
export const catchUp = async (engines: Engines, events: number): Promise<readonly string[]> => {
  const line = await openLine(engines, () => {});
  const logged = recordEvents(19, Math.ceil(events / 4));
  await appendAll(logged, 64, async ({ stream, event }, revision) => {
    await line.store.append(stream, revision, [event]);
  });
  const head = await line.store.head();
  if (!(await line.subscription.caughtUp(head, 3_600_000))) throw new Error("It does not catch up.");
  const projection = { ...records, definition: { ...records.definition, name: "records-again" } };
  const { bus, readModels } = line;
  const { rate } = await sample({
    run: async () => {
      const begun = await runProjection({ projection, consumer: "records-again", bus, readModels });
      if (!(await begun.subscription.caughtUp(head, 3_600_000))) throw new Error("It does not catch up.");
      return logged.length;
    },
  });
  await line.close();
  return [
    `${logged.length} events from Kafka to MongoDB alone, by a consumer that begins: ${rate.toFixed(0)}/s`,
  ];
};

/**
 * That many events, appended as fast as the store takes them, until the read model holds all;
 * checked against the count of steps.
 */
export const throughput = async (engines: Engines, events: number): Promise<readonly string[]> => {
  const line = await openLine(engines, () => {});
  const logged = recordEvents(18, Math.ceil(events / 4));
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1_000;
  await appendAll(logged, 64, async ({ stream, event }, revision) => {
    const result = await line.store.append(stream, revision, [event]);
    if (!result.ok) throw new Error("An append lost a race against nobody.");
  });
  const appended = seconds();
  const head = await line.store.head();
  while (line.relay.status().position < head) await pause(5);
  const published = seconds();
  if (!(await line.subscription.caughtUp(head, 3_600_000))) throw new Error("It does not catch up.");
  const projected = seconds();
  let steps = 0;
  for await (const row of line.model.all()) steps += row.steps;
  if (steps !== logged.length) throw new Error(`${steps} of ${logged.length} events are in the read model.`);
  await line.close();
  const perSecond = (time: number) => `${(logged.length / time).toFixed(0)}/s`;
  return [
    `${logged.length} events through everything, all at work at once in one process: ${perSecond(projected)}`,
    `the event store answered from the same process; all were appended after ${appended.toFixed(1)} s (${perSecond(appended)}), published after ${published.toFixed(1)} s (${perSecond(published)}), in the read model after ${projected.toFixed(1)} s; each counted once`,
  ];
};
