import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { uuidFrom } from "@sogoc/core";
import { foldForSearch } from "@sogoc/registers";
import Fastify, { type FastifyInstance } from "fastify";
import { nameOf, seeded } from "./events.ts";
import { byTurns, type Figure, figureOf, median, percentile, type Suite } from "./harness.ts";
import { startLoadGenerator } from "./http/load-generator.ts";
import { inOwnProcess } from "./import/messages.ts";
import type { FillReport, RebuildReport } from "./large/messages.ts";
import { openScan } from "./large/scan.ts";
import { makeInstallation, serveReporting } from "./large/served-reporting.ts";

const RECORDS = Number(process.env["SOGOC_BENCH_RECORDS"] ?? 1_000_000);
const EVENTS_EACH = Number(process.env["SOGOC_BENCH_EVENTS_EACH"] ?? 1);
const MEMORY_MB = 350;
const P95_MS = 50;
const SEARCHES = 200;
const SCANS = 5;
/** As the script `sogoc` starts Node. */
const REBUILD_FLAGS = ["--max-semi-space-size=8", "--max-old-space-size=1024"];

const megabytes = (bytes: number) => Math.round(bytes / 2 ** 20);
const listen = async (server: FastifyInstance): Promise<number> => {
  await server.listen({ port: 0, host: "127.0.0.1" });
  // A listening TCP socket has a port.
  return (server.server.address() as AddressInfo).port;
};

const memoryFigure = ({ events, seconds, cpu, peaks, peak }: RebuildReport): Figure => {
  const ratio = MEMORY_MB / megabytes(peak);
  return {
    name: `13. memory while all read models of reporting are rebuilt, ${RECORDS} records`,
    baseline: `the ${MEMORY_MB} MB that were promised, over the largest resident set`,
    ratio,
    lowest: ratio,
    highest: ratio,
    target: 1,
    rate: events / seconds,
    baselineRate: 0,
    cpu: cpu / events,
    baselineCpu: 0,
    note: `${events} events; peak ${megabytes(peak)} MB; by tenths of the log ${peaks.map(megabytes).join(", ")} MB`,
  };
};

const promiseOfP95 = (name: string, times: readonly number[], note: string): Figure => {
  const sorted = [...times].sort((a, b) => a - b);
  const [p50, p95] = [percentile(sorted, 0.5), percentile(sorted, 0.95)];
  return {
    name,
    baseline: `the ${P95_MS} ms that were promised, over p95`,
    ratio: P95_MS / p95,
    lowest: P95_MS / (sorted.at(-1) ?? p95),
    highest: P95_MS / p50,
    target: 1,
    rate: 1_000 / p50,
    baselineRate: 1_000 / P95_MS,
    cpu: 0,
    baselineCpu: 0,
    note: `${sorted.length} requests, p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, ${note}`,
  };
};

const PATH = "/api/reporting/v1/search";

type LoadGenerator = ReturnType<typeof startLoadGenerator>;
interface Asked {
  readonly load: LoadGenerator;
  readonly token: string;
  readonly port: number;
}

const ask = (load: LoadGenerator, token: string, port: number, bodies: readonly string[], count: number) =>
  load.send({
    port: port,
    token,
    paths: [PATH],
    numbersPerPath: count,
    bodies,
    connections: 1,
    first: 0,
    count,
    status: 200,
  });
/** Pages of one book, in turns with a server that only answers the same bytes. */
const timeQueries = async (server: FastifyInstance, { load, token, port }: Asked) => {
  const books = Array.from({ length: SEARCHES }, (_, index) =>
    JSON.stringify({ bookId: uuidFrom("large-book", String((index * 37) % Math.ceil(RECORDS / 300))) }),
  );
  const sample = await server.inject({
    method: "POST",
    url: PATH,
    headers: { authorization: `Bearer ${token}` },
    payload: JSON.parse(books[0] ?? "{}"),
  });
  const same = Fastify();
  same.post(PATH, (_request, reply) => reply.type("application/json").send(sample.body));
  const samePort = await listen(same);
  const listTimes: number[] = [];
  const turns = await byTurns(
    [
      {
        run: async () => {
          listTimes.push(...(await ask(load, token, port, books, SEARCHES)).times);
          return SEARCHES;
        },
      },
      {
        run: async () => {
          await ask(load, token, samePort, books, SEARCHES);
          return SEARCHES;
        },
      },
    ],
    5,
  );
  await same.close();
  const [queries = [], nothing = []] = turns;
  return { queries, nothing, listTimes, bytes: sample.body.length };
};

/** Searches by names, and how long a scan of the whole table takes for some of them. */
const timeSearches = async (scan: ReturnType<typeof openScan>, { load, token, port }: Asked) => {
  const random = seeded(21);
  const names = Array.from({ length: SEARCHES }, () => foldForSearch(nameOf(random)));
  const searches = names.map((words) => JSON.stringify({ words }));
  await ask(load, token, port, searches.slice(0, 20), 20);
  const { times } = await ask(load, token, port, searches, SEARCHES);
  const scans = names.slice(0, SCANS).map((words) => {
    const start = performance.now();
    scan.find(words.split(" "));
    return performance.now() - start;
  });
  return { times, scans };
};

export const largeSuite: Suite = {
  name: "Large: a million records",
  onlyByName: true,
  run: async (folder, remark) => {
    const { engines, ...who } = await makeInstallation(join(folder, "large"));
    const fill = { folder: engines, ...who, records: RECORDS, eventsEach: EVENTS_EACH };
    const { head } = await inOwnProcess<FillReport>("../large/fill-log.ts", fill);
    const rebuilt = await inOwnProcess<RebuildReport>(
      "../large/rebuild-models.ts",
      { folder: engines },
      REBUILD_FLAGS,
    );
    const scan = openScan(engines, "reporting-records");
    remark(`${head} events in the log, ${scan.rows} records of one commune, names of 3,220 kinds, seeded`);

    const served = await serveReporting(engines);
    const load = startLoadGenerator();
    const asked = { load, token: served.token, port: await listen(served.server) };
    const { queries, nothing, listTimes, bytes } = await timeQueries(served.server, asked);
    const { times, scans } = await timeSearches(scan, asked);
    const inAll = { rate: 1_000 / median(scans), cpu: 0 };
    const found = { rate: 1_000 / median(times), cpu: 0 };

    load.stop();
    scan.close();
    await served.close();
    const logged = "over HTTP with sign-in check, who read whom stored durably before the answer";
    return [
      memoryFigure(rebuilt),
      figureOf(
        {
          name: "9. query of 50 rows of one book",
          baselineName: "empty Fastify POST that answers the same bytes",
          target: 0.5,
          note: `requests per second, one connection, ${bytes} bytes, ${logged}`,
        },
        queries,
        nothing,
      ),
      promiseOfP95("9b. the same", listTimes, logged),
      figureOf(
        {
          name: "10. search by a whole name without accents, 50 found at the most",
          baselineName: "full scan of the same table",
          target: 1_000,
          note: `median time of ${SEARCHES} names and of ${SCANS} scans; ${logged}`,
        },
        [found],
        [inAll],
      ),
      promiseOfP95("10b. the same", times, logged),
    ];
  },
};
