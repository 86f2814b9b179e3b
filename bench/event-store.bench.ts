import { join } from "node:path";
import { NO_STREAM } from "@sogoc/core";
import { openSqliteEventStore } from "@sogoc/embedded";
import { openPlainEvents, readPlainly } from "./baselines/plain-sqlite.ts";
import { recordEvents } from "./events.ts";
import { type Figure, median, pair, type Suite, sample, type Work, writeDurably } from "./harness.ts";

const numbered = () => {
  let next = 0;
  return (name: string) => `${name}-${next++}`;
};

const oneClient = async (folder: string): Promise<Figure> => {
  const store = openSqliteEventStore({ file: join(folder, "one.sqlite") });
  const logged = recordEvents(1, 200);
  const texts = logged.map(({ event }) => JSON.stringify(event));
  const round = numbered();
  const revisions = new Map<string, number>();
  const subject: Work = {
    prepare: () => revisions.clear(),
    run: async () => {
      const prefix = round("r");
      for (const { stream, event } of logged) {
        const name = `${prefix}${stream}`;
        const revision = revisions.get(name) ?? NO_STREAM;
        const result = await store.append(name, revision, [event]);
        if (!result.ok) throw new Error("An append lost a race against nobody.");
        revisions.set(name, result.revision);
      }
      return logged.length;
    },
  };
  const baseline: Work = { run: () => writeDurably(join(folder, "one.raw"), texts) };
  const figure = await pair({
    name: "1. append, one client, FULL, through the port",
    baselineName: "write + fdatasync of the same bytes",
    subject,
    baseline,
    target: 0.8,
    note: "events per second",
  });
  await store.close();
  return figure;
};

const batches = async (folder: string): Promise<Figure> => {
  const store = openSqliteEventStore({ file: join(folder, "batch.sqlite") });
  const plain = openPlainEvents(join(folder, "batch-plain.sqlite"));
  const events = recordEvents(2, 1_000).map(({ event }) => event);
  const round = numbered();
  const slices = Array.from({ length: events.length / 100 }, (_, index) =>
    events.slice(index * 100, index * 100 + 100),
  );
  const figure = await pair({
    name: "2. append in batches of 100 through the port",
    baselineName: "the same INSERTs without the port",
    subject: {
      run: async () => {
        for (const slice of slices) await store.append(round("stream"), NO_STREAM, slice);
        return events.length;
      },
    },
    baseline: {
      run: () => {
        for (const slice of slices) plain.insertTogether(round("stream"), slice);
        return events.length;
      },
    },
    target: 0.8,
    note: "events per second",
  });
  await store.close();
  plain.database.close();
  return figure;
};

const manyClients = async (folder: string): Promise<readonly Figure[]> => {
  const store = openSqliteEventStore({ file: join(folder, "many.sqlite") });
  const normal = openPlainEvents(join(folder, "many-plain.sqlite"), "NORMAL");
  const logged = recordEvents(3, 1_600);
  const events = logged.map(({ event }) => event);
  const texts = logged.slice(0, 400).map(({ event }) => JSON.stringify(event));
  const round = numbered();
  const clients: Work = {
    run: async () => {
      const waiting = [...events];
      const client = async () => {
        for (let event = waiting.pop(); event; event = waiting.pop())
          await store.append(round("s"), NO_STREAM, [event]);
      };
      await Promise.all(Array.from({ length: 64 }, client));
      return events.length;
    },
  };
  const floor: Work = { run: () => writeDurably(join(folder, "many.raw"), texts) };
  const tens: Work = {
    run: () => {
      for (let at = 0; at < events.length; at += 10)
        normal.insertTogether(round("p"), events.slice(at, at + 10));
      return events.length;
    },
  };
  for (const work of [floor, tens, clients]) await sample(work);
  const ratios: number[] = [];
  const seen = {
    clients: [] as number[],
    bound: [] as number[],
    cpu: [] as number[],
    bounds: new Set<string>(),
    tensCpu: [] as number[],
  };
  for (let index = 0; index < 7; index++) {
    const order = index % 2 === 0 ? [floor, clients, tens] : [tens, clients, floor];
    const results = new Map<Work, { rate: number; cpu: number }>();
    for (const work of order) results.set(work, await sample(work));
    const rate = (work: Work) => results.get(work)?.rate ?? 0;
    const bound = Math.min(8 * rate(floor), 0.6 * rate(tens));
    seen.bounds.add(8 * rate(floor) < 0.6 * rate(tens) ? "8 x floor" : "0.6 x NORMAL");
    ratios.push(rate(clients) / bound);
    seen.clients.push(rate(clients));
    seen.bound.push(bound);
    seen.cpu.push(results.get(clients)?.cpu ?? 0);
    seen.tensCpu.push(results.get(tens)?.cpu ?? 0);
  }
  await store.close();
  normal.database.close();
  return [
    {
      name: "3. append, 64 clients, FULL",
      baseline: "min(8 x write + fdatasync, 0.6 x INSERTs in tens, NORMAL)",
      ratio: median(ratios),
      lowest: Math.min(...ratios),
      highest: Math.max(...ratios),
      rate: median(seen.clients),
      baselineRate: median(seen.bound),
      cpu: median(seen.cpu),
      baselineCpu: median(seen.tensCpu),
      target: 1,
      note: `events per second; the smaller bound was ${[...seen.bounds].join(", ")}; baseline CPU is that of the INSERTs`,
    },
  ];
};

const readAll = async (folder: string): Promise<readonly Figure[]> => {
  const file = join(folder, "read.sqlite");
  const store = openSqliteEventStore({ file, synchronous: "NORMAL" });
  const logged = recordEvents(4, 8_000);
  const next = new Map<string, number>();
  for (let at = 0; at < logged.length; at += 1_000) {
    await Promise.all(
      logged.slice(at, at + 1_000).map(({ stream, event }) => {
        const revision = next.get(stream) ?? NO_STREAM;
        next.set(stream, revision + 1);
        return store.append(stream, revision, [event]);
      }),
    );
  }
  const plain = openPlainEvents(file);
  const through = (types?: readonly string[]): Work => ({
    run: async () => {
      let count = 0;
      for (let after = 0, end = false; !end; ) {
        const page = await store.readAll({ after, limit: 2_000, ...(types ? { types } : {}) });
        count += page.events.length;
        ({ upTo: after, end } = page);
      }
      return count;
    },
  });
  const baseline: Work = { run: () => readPlainly(plain.database) };
  const figures = [
    await pair({
      name: "4. read everything through the port",
      baselineName: "SELECT + JSON.parse",
      subject: through(),
      baseline,
      target: 0.85,
      note: "events per second",
    }),
    await pair({
      name: "4b. the same, filtered to all four types",
      baselineName: "SELECT + JSON.parse",
      subject: through(["RecordEntered", "RecordKeyedAgain", "RecordChecked", "RecordCorrected"]),
      baseline,
      note: "events per second",
    }),
  ];
  plain.database.close();
  await store.close();
  return figures;
};

export const eventStoreSuite: Suite = {
  name: "Event store",
  run: async (folder) => [
    await oneClient(folder),
    await batches(folder),
    ...(await manyClients(folder)),
    ...(await readAll(folder)),
  ],
};
