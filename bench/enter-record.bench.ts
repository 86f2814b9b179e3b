import { mkdirSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createServer, servicePlugin } from "@sogoc/http";
import type { FastifyInstance } from "fastify";
import { type CommitForm, openCrudTwin } from "./baselines/crud-twin.ts";
import { createEmptyServer } from "./baselines/empty-route.ts";
import { byTurns, type Figure, figureOf, type Sample, type Suite, type Work } from "./harness.ts";
import { BOOK_YEAR, cleanBirths } from "./http/births.ts";
import { startLoadGenerator } from "./http/load-generator.ts";
import { type OpenBooks, startEntryAlone, startWhole } from "./http/served-births.ts";

const CONNECTIONS = 64;
const REQUESTS = 2_000;
const ROUNDS = 5;
/** The registration number has four digits at the most. */
const NUMBERS_PER_BOOK = 9_999;
const BOOKS = Math.ceil((REQUESTS * (ROUNDS + 1)) / NUMBERS_PER_BOOK);

const REMARKS = [
  "the CRUD twin: the same server, sign-in and permission check, body schema, normalisation, rules, file and pragmas; one row and one audit row; no repetition of a command found, no hash chain, no history to build anew from, no read models",
  "the empty POST: Fastify and a JSON body, no sign-in check, no schema, no headers, no disk",
  "rows 6 and 7 wait for the read models of the round, which the twin does not have",
  "row 8 compares one fsync for many with one for each: it can come to 5 only where an fsync takes several times a request's CPU, and to no more than the fsync and the CPU together over that CPU",
];

const listen = async (server: FastifyInstance): Promise<number> => {
  await server.listen({ port: 0, host: "127.0.0.1" });
  // A listening TCP socket has a port.
  return (server.server.address() as AddressInfo).port;
};

type LoadGenerator = ReturnType<typeof startLoadGenerator>;
type Whole = Awaited<ReturnType<typeof startWhole>>;
type EntryAlone = Awaited<ReturnType<typeof startEntryAlone>>;

const BODIES = cleanBirths().map((fields) =>
  JSON.stringify({ fields: { so: { raw: "@NUMBER@" }, ...fields } }),
);

/** Each time with the numbers that come next; `settled` belongs to the work. */
const requests = (
  load: LoadGenerator,
  port: number,
  token: string,
  paths: readonly string[],
  settled: () => Promise<unknown> = async () => {},
): Work => {
  let first = 0;
  return {
    run: async () => {
      await load.send({
        port,
        token,
        paths,
        bodies: BODIES,
        first,
        connections: CONNECTIONS,
        count: REQUESTS,
        status: 201,
        numbersPerPath: NUMBERS_PER_BOOK,
      });
      first += REQUESTS;
      await settled();
      return REQUESTS;
    },
  };
};
const pathsOf = (service: string, { books }: OpenBooks) =>
  books.map(({ batchId }) => `/api/${service}/v1/batches/${batchId}/records`);

/** The twin behind the same server, with the books of the entry service; answers its port. */
const startTwin = async (
  folder: string,
  commitForm: CommitForm,
  seeded: Whole,
  entry: EntryAlone,
  closing: (() => unknown)[],
): Promise<number> => {
  mkdirSync(join(folder, "twins"), { recursive: true });
  const twin = openCrudTwin(join(folder, "twins", `${commitForm}.sqlite`), commitForm);
  const { unitId, account, books } = seeded.opened;
  for (const book of books) {
    twin.addBatch({ ...book, unitId, openingYear: BOOK_YEAR, assignedTo: account });
  }
  const { clock, newId } = seeded.ports;
  const server = await createServer({ logger: false, newId, health: [] });
  const http = {
    clock,
    newId,
    directory: entry.runtime.directory,
    verifyToken: entry.verifyToken,
    caughtUp: async () => true,
    head: async () => 0,
  };
  await server.register(
    servicePlugin({
      name: "twin",
      title: "CRUD twin",
      ports: http,
      problems: {},
      routes: (app) => twin.route(app, http),
    }),
  );
  closing.push(
    () => twin.close(),
    () => server.close(),
  );
  return listen(server);
};

/** `rounds` in this order: the empty POST, the entry service, both twins, the whole. */
const figuresOf = (rounds: readonly (readonly Sample[])[]): Figure[] => {
  const [nothing = [], alone = [], group = [], each = [], all = []] = rounds;
  const command = `EnterRecord, ${CONNECTIONS} connections, entry service with its own read models`;
  const standalone = "the same, whole standalone with all read models of the four services";
  const note = `requests per second, ${REQUESTS} births a round, until the read models have caught up`;
  const emptyPost = "empty Fastify POST with the same body";
  const inGroups = "CRUD twin, group commit";
  const oneByOne = "CRUD twin, commit per request";
  return [
    figureOf(
      { name: `6. ${command}`, baselineName: emptyPost, target: 0.4, maxCpu: 2.3, note },
      alone,
      nothing,
    ),
    figureOf({ name: `6b. ${standalone}`, baselineName: emptyPost, note }, all, nothing),
    figureOf({ name: `7. ${command}`, baselineName: inGroups, target: 1, maxCpu: 1.1, note }, alone, group),
    figureOf({ name: `7b. ${standalone}`, baselineName: inGroups, note }, all, group),
    figureOf({ name: `8. ${command}`, baselineName: oneByOne, target: 5, note }, alone, each),
    figureOf({ name: `8b. ${standalone}`, baselineName: oneByOne, note }, all, each),
  ];
};

export const enterRecordSuite: Suite = {
  name: "EnterRecord over HTTP",
  run: async (folder, remark) => {
    for (const line of REMARKS) remark(line);
    const load = startLoadGenerator();
    // Closed in the opposite order.
    const closing: (() => unknown)[] = [() => load.stop()];
    const whole = await startWhole(join(folder, "whole"), BOOKS);
    closing.push(
      () => whole.ports.close(),
      () => whole.standalone.stop(),
    );
    const wholePort = await listen(whole.standalone.server);

    const seeded = await startWhole(join(folder, "entry"), BOOKS);
    await seeded.standalone.stop();
    const entry = await startEntryAlone(seeded.ports, seeded.jwks);
    closing.push(
      () => seeded.ports.close(),
      () => entry.runtime.stop(),
      () => entry.server.close(),
    );
    const entryPort = await listen(entry.server);

    const empty = createEmptyServer();
    closing.push(() => empty.close());
    const { token } = seeded.opened;
    const subjects = [
      requests(load, await listen(empty), token, Array(BOOKS).fill("/api/empty")),
      requests(load, entryPort, token, pathsOf("entry", seeded.opened), async () =>
        entry.runtime.caughtUp(await seeded.ports.store.head(), 60_000),
      ),
      requests(
        load,
        await startTwin(folder, "group", seeded, entry, closing),
        token,
        pathsOf("twin", seeded.opened),
      ),
      requests(
        load,
        await startTwin(folder, "each", seeded, entry, closing),
        token,
        pathsOf("twin", seeded.opened),
      ),
      requests(load, wholePort, whole.opened.token, pathsOf("entry", whole.opened), () =>
        whole.standalone.settled(),
      ),
    ];
    const rounds = await byTurns(subjects, ROUNDS);
    for (const close of closing.reverse()) await close();

    return figuresOf(rounds);
  },
};
