import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { canonicalJson } from "@sogoc/core";
import {
  dataFiles,
  listSets,
  listUnfinished,
  openEmbedded,
  openSqliteEventStore,
  openSqliteReadModels,
  RestoreUnfinished,
  restore,
  verifyBlobs,
  verifyStore,
} from "@sogoc/embedded";
import { createPagePdf, createZipWriter } from "@sogoc/files";
import { openEngines } from "@sogoc/host/engines";
import { createGenerator, Random } from "@sogoc/synthetic";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allProjections } from "../../apps/standalone/src/all-read-models.ts";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { workbookOf } from "../support/test-import.ts";
import { startTestProvince } from "../support/test-province.ts";

const SERVER = fileURLToPath(new URL("../../apps/standalone/src/main.ts", import.meta.url));
const CLI = fileURLToPath(new URL("../../apps/cli/src/main.ts", import.meta.url));
const ROUNDS = 10;
const CASES = 300;
const SCANS = 200;
/** Scans of one delivery. */
const ZIPPED = 60;

const random = new Random("interrupted");
/** A whole number from 0 up to, not including, the bound. */
const below = (bound: number): number => Math.floor(random.next() * bound);
let root: string;
let data: string;

interface Book {
  readonly bookId: string;
  readonly bookNumber: string;
  readonly workbook: Buffer;
}
const books: Book[] = [];
let commune = "";

const registerBook = async (keeper: LocalClient, index: number): Promise<Book> => {
  const generator = createGenerator(`interrupted-${index}`);
  const [book] = generator.books({ communes: 1, types: ["KS"], years: [2008], casesPerBook: CASES });
  if (!book) throw new Error("no book");
  const bookNumber = `${String(index + 1).padStart(2, "0")}/2008`;
  const cases = generator
    .cases({ ...book, data: { ...book.data, bookNumber } }, { count: CASES })
    .map((page) => ({ ...page, bookNumber, paper: { ...page.paper, quyenSo: { raw: bookNumber } } }));
  const body = { unitId: commune, recordType: "KS", bookNumber, office: book.data.office };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", body));
  return { bookId, bookNumber, workbook: await workbookOf(cases) };
};

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "sogoc-interrupted-"));
  data = join(root, "data");
  const engines = await openEngines({ engine: "embedded", folder: data });
  const test = await startTestProvince(engines);
  ({ commune } = test);
  const keeper = await test.person("thu", [
    { role: "book-keeper", unitId: commune },
    { role: "clerk", unitId: commune },
    { role: "data-manager", unitId: commune },
  ]);
  for (let index = 0; index < ROUNDS; index++) books.push(await registerBook(keeper, index));
  const [first] = books;
  for (let scan = 1; scan <= SCANS; scan++) {
    const name = `KS.2008.01.2008-03-17.${String(scan).padStart(2, "0")}.pdf`;
    const page = createPagePdf({ title: `Tờ ${scan}`, fields: [] });
    done(await keeper.upload(`entry/v1/books/${first?.bookId}/scans`, name, page));
  }
  await test.standalone.settled();
  await test.standalone.stop();
  await engines.close();
});
const servers: ChildProcess[] = [];
afterAll(() => {
  for (const server of servers) server.kill("SIGKILL");
});
afterAll(() => rm(root, { recursive: true, force: true }));

const run = (words: readonly string[]) => {
  const child = spawn(process.execPath, [CLI, ...words], { stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (out += chunk));
  const ended = once(child, "exit").then(([code]) => ({ code: code as number | null, out }));
  return { child, ended };
};

const isEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

/**
 * Runs a command and kills it once it has begun, `share` of the way that `progress` tells (0 to 1);
 * true when it was killed.
 */
const killAt = async (words: readonly string[], share: number, progress: () => number): Promise<boolean> => {
  const { child, ended } = run(words);
  while (!isEnded(child) && progress() <= share) await pause(1);
  child.kill("SIGKILL");
  return (await ended).code === null;
};

const filesIn = (folder: string): number =>
  existsSync(folder) ? readdirSync(folder, { recursive: true }).length : 0;

const expectWhole = async (folder: string) => {
  const verdict = await verifyStore({ file: dataFiles(folder).events });
  expect([verdict.integrity, verdict.broken]).toEqual([[], []]);
  const blobs = await verifyBlobs({ folder });
  expect([blobs.missing, blobs.broken, blobs.blobs >= SCANS]).toEqual([[], [], true]);
  return verdict.head;
};

describe("kill -9, ten times each", () => {
  it("in a backup leaves whole backups or ones that are told as cut off, and the next one is whole", async () => {
    let killed = 0;
    for (let round = 0; round < ROUNDS; round++) {
      // A place of its own: a second backup into one has little left to do.
      const place = join(root, `place-${round}`);
      const progress = () => filesIn(place) / (SCANS + 100);
      if (await killAt(["backup", place, "--data", data], random.next(), progress)) killed++;
      const unfinished = await listUnfinished(place);
      const sets = await listSets(place);
      expect(sets.length + unfinished.length).toBeLessThanOrEqual(1);
      if (unfinished.length > 0) {
        const listed = await run(["backup", "list", place]).ended;
        expect([listed.code, listed.out]).toEqual([1, expect.stringContaining("CUT OFF")]);
        await expect(restore({ from: place, to: join(root, "none") })).rejects.toThrow("was cut off");
      }
      const { code } = await run(["backup", place, "--data", data]).ended;
      expect([code, await listUnfinished(place)]).toEqual([0, []]);
      const restored = join(root, "from-backup");
      await restore({ from: place, to: restored });
      await expectWhole(restored);
      rmSync(restored, { recursive: true });
      if (round > 0) rmSync(place, { recursive: true });
    }
    expect(killed).toBeGreaterThan(ROUNDS / 2);
    await expectWhole(data);
  });

  it("in a restore leaves a whole folder or none, and a start there says so", async () => {
    const place = join(root, "place-0");
    let killed = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const to = join(root, `restored-${round}`);
      const progress = () => filesIn(`${to}.restoring`) / (SCANS + 100);
      const words = ["restore", place, "--data", to];
      if (await killAt(words, random.next(), progress)) killed++;
      if (existsSync(to)) await expectWhole(to);
      else if (existsSync(`${to}.restoring`)) {
        await expect(openEmbedded({ folder: to })).rejects.toThrow(RestoreUnfinished);
        expect((await run(words).ended).code).toBe(0);
        await expectWhole(to);
      }
      expect(existsSync(`${to}.restoring`)).toBe(false);
      rmSync(to, { recursive: true, force: true });
    }
    expect(killed).toBeGreaterThan(ROUNDS / 2);
  });

  it("in a rebuild leaves every read model as it was or as it is to be", async () => {
    const dump = async (): Promise<string> => {
      const models = openSqliteReadModels({ file: dataFiles(data).readModels });
      const lines: string[] = [];
      for (const { definition } of allProjections) {
        const model = await models.open(definition);
        lines.push(definition.name);
        for await (const document of model.all()) lines.push(String(canonicalJson(document)));
      }
      await models.close();
      return lines.join("\n");
    };
    const before = await dump();
    let killed = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const { child, ended } = run(["rebuild", "--data", data]);
      let rebuilt = 0;
      child.stdout?.on("data", () => rebuilt++);
      const wanted = below(4);
      // Between the models of two services, or a little into those of one.
      while (!isEnded(child) && (rebuilt < wanted || !existsSync(`${dataFiles(data).readModels}-wal`)))
        await pause(1);
      await pause(below(40));
      child.kill("SIGKILL");
      if ((await ended).code === null) killed++;
      expect(await dump()).toBe(before);
    }
    expect(killed).toBeGreaterThan(ROUNDS / 2);
    expect((await run(["rebuild", "--data", data]).ended).code).toBe(0);
    expect(await dump()).toBe(before);
  });

  it("in an import or an export leaves what was written, told as such, and it goes on where it was", async () => {
    let [importsCut, exportsCut] = [0, 0];
    let running = await startServer();
    for (const book of books) {
      const imported = await interruptImport(running, book);
      if (imported.told.phase === "interrupted") importsCut++;
      const exported = await interruptExport(imported.running, book.bookId);
      if (exported.told === "absent") exportsCut++;
      ({ running } = exported);
    }
    await kill(running);
    expect(importsCut).toBeGreaterThan(ROUNDS / 2);
    expect(exportsCut).toBeGreaterThan(0);
    await expectWhole(data);
  });

  it("in an upload of scans keeps those that were attached, whole, and leaves nothing of the rest", async () => {
    let cut = 0;
    let running = await startServer();
    for (const book of books) {
      const interrupted = await interruptUpload(running, book);
      if (interrupted.kept < ZIPPED) cut++;
      ({ running } = interrupted);
    }
    await kill(running);
    expect(cut).toBeGreaterThan(ROUNDS / 2);
    await expectWhole(data);
  });

  it("while a workbook is read for its preview leaves it whole or absent, and no case of it", async () => {
    const before = await countInLog("RecordEntered");
    let running = await startServer();
    for (const book of books) running = await interruptPreview(running, book);
    await kill(running);
    expect(await countInLog("RecordEntered")).toBe(before);
    await expectWhole(data);
  });
});

interface Running {
  readonly server: ChildProcess;
  readonly call: <Body>(
    method: string,
    path: string,
    body?: FormData | object,
    key?: string,
    seen?: string,
  ) => Promise<{ readonly status: number; readonly body: Body; readonly etag: string | null }>;
}

/** Where the servers of these tests work on files that come. */
const temporary = (): string => join(root, "temporary");

const startServer = async (): Promise<Running> => {
  await mkdir(temporary(), { recursive: true });
  const environment = {
    ...process.env,
    TMPDIR: temporary(),
    SOGOC_DATA: data,
    SOGOC_DEMO: "false",
    SOGOC_METRICS_PORT: "0",
    PORT: "0",
    LOG_LEVEL: "silent",
  };
  const server = spawn(process.execPath, [SERVER], {
    env: environment,
    stdio: ["ignore", "pipe", "inherit"],
  });
  servers.push(server);
  let address: string | undefined;
  for await (const line of createInterface({ input: server.stdout })) {
    address = /Sổ Gốc: (http:\/\/[\d.:]+)/.exec(line)?.[1];
    if (address !== undefined) break;
  }
  server.stdout.resume();
  let token = "";
  const call: Running["call"] = async <Body>(
    method: string,
    path: string,
    body?: FormData | object,
    key?: string,
    seen?: string,
  ) => {
    const headers = new Headers({ authorization: `Bearer ${token}` });
    if (body && !(body instanceof FormData)) headers.set("content-type", "application/json");
    if (key !== undefined) headers.set("idempotency-key", key);
    if (seen !== undefined) headers.set("if-match", seen);
    const sent = body === undefined || body instanceof FormData ? (body ?? null) : JSON.stringify(body);
    const answer = await fetch(`${address}/api/${path}`, { method, headers, body: sent });
    return { status: answer.status, body: (await answer.json()) as Body, etag: answer.headers.get("etag") };
  };
  const session = { signInName: "thu", password: "thu-mat-khau" };
  token = (await call<{ accessToken: string }>("POST", "accounts/v1/sessions", session)).body.accessToken;
  return { server, call };
};

const kill = async ({ server }: Running) => {
  const ended = once(server, "exit");
  server.kill("SIGKILL");
  await ended;
};

interface ImportShape {
  readonly phase: string;
  readonly done: number;
  readonly good: number;
  readonly written: number;
}

const countInLog = async (type: "RecordEntered" | "ScanAttached", importId?: string): Promise<number> => {
  const store = openSqliteEventStore({ file: dataFiles(data).events, readOnly: true });
  let count = 0;
  for (let after = 0, end = false; !end; ) {
    const page = await store.readAll({ after, limit: 1_000, types: [type] });
    count += page.events.filter(
      (event) => importId === undefined || (event.data as { importId?: string }).importId === importId,
    ).length;
    ({ upTo: after, end } = page);
  }
  await store.close();
  return count;
};

const formOf = (name: string, bytes: Buffer): FormData => {
  const form = new FormData();
  form.append("file", new Blob([new Uint8Array(bytes)]), name);
  return form;
};

const sendWorkbook = ({ call }: Running, workbook: Buffer) => {
  const query = `unitId=${commune}&recordType=KS&openBatches=true`;
  return call<{ importId: string }>("POST", `entry/v1/imports?${query}`, formOf("so.xlsx", workbook));
};

/** Kills the server amid an import, starts it again and has the import finished. */
const interruptImport = async (first: Running, { workbook }: Book) => {
  const { importId } = (await sendWorkbook(first, workbook)).body;
  const path = `entry/v1/imports/${importId}`;
  const until = async (running: Running, reached: (state: ImportShape) => boolean): Promise<ImportShape> => {
    for (;;) {
      const { status, body } = await running.call<ImportShape>("GET", path);
      if (status < 400 && reached(body)) return body;
      await pause(1);
    }
  };
  /** As the import stands when it is asked for. */
  const confirm = async (running: Running) => {
    const { etag } = await running.call("GET", path);
    return running.call("POST", `${path}/confirm`, { mode: "good-rows-only" }, undefined, etag ?? "");
  };
  await until(first, ({ phase }) => phase === "prepared");
  await first.call("GET", `${path}/preview`);
  const log = openSqliteEventStore({ file: dataFiles(data).events, readOnly: true });
  const wanted = (await log.head()) + below(CASES);
  const confirmed = confirm(first).catch(() => undefined);
  // Somewhere among its rows, or between two of them.
  while ((await log.head()) <= wanted) await pause(0);
  await log.close();
  await kill(first);
  await confirmed;

  const written = await countInLog("RecordEntered", importId);
  const second = await startServer();
  // What was told before the kill is told after it: neither more nor less than what the log holds.
  const told = await until(second, (state) => state.written === written);
  expect(["interrupted", "finished"]).toContain(told.phase);
  if (told.phase === "interrupted") {
    expect((await confirm(second)).status).toBeLessThan(300);
    await until(second, ({ phase }) => phase === "finished");
  }
  expect(await countInLog("RecordEntered", importId)).toBe(told.good);
  return { told, running: second };
};

interface ExportShape {
  readonly exportId: string;
  readonly phase: string;
  readonly done: number;
}

/** Kills the server amid an export, starts it again and asks for the export again. */
const interruptExport = async (first: Running, bookId: string) => {
  const key = `export-${bookId}`;
  const { exportId } = (await first.call<ExportShape>("POST", "reporting/v1/exports", { bookId }, key)).body;
  const path = `reporting/v1/exports/${exportId}`;
  const steps = below(2 * CASES);
  for (;;) {
    const { body } = await first.call<ExportShape>("GET", path);
    if (body.phase === "finished" || body.done >= steps) break;
    await pause(1);
  }
  await kill(first);
  const second = await startServer();
  const { status, body } = await second.call<ExportShape>("GET", path);
  const found = status === 404 ? "absent" : "whole";
  if (found === "whole") expect(body.phase).toBe("finished");
  // Asked for again with the same key it is the same export, and whole.
  await second.call("POST", "reporting/v1/exports", { bookId }, key);
  for (;;) {
    const again = await second.call<ExportShape>("GET", path);
    if (again.body.phase === "finished") break;
    expect(again.body.phase).not.toBe("failed");
    await pause(5);
  }
  return { told: found, running: second };
};

interface UploadShape {
  readonly attached: number;
  readonly unchanged: number;
  readonly refused: number;
}

const zippedScans = async (index: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  const target = new Writable({
    write(chunk: Buffer, _encoding, written) {
      chunks.push(chunk);
      written();
    },
  });
  const writer = createZipWriter(target);
  for (let scan = 1; scan <= ZIPPED; scan++) {
    const place = `${String(index + 1).padStart(2, "0")}.2008-03-17.${CASES + scan}`;
    await writer.add(`KS.2008.${place}.pdf`, createPagePdf({ title: `Tờ ${place}`, fields: [] }));
  }
  await writer.finish();
  return Buffer.concat(chunks);
};

/** Folders in the temporary place that hold anything of somebody's work. */
const leftOfWork = (): string[] =>
  readdirSync(temporary(), { recursive: true, encoding: "utf8" }).filter((path) => /work-\w+\/./u.test(path));

/** Kills the server amid an upload of scans, starts it again and sends the same once more. */
const interruptUpload = async (first: Running, { bookId, bookNumber }: Book) => {
  const path = `entry/v1/books/${bookId}/scans`;
  const zip = await zippedScans(Number.parseInt(bookNumber, 10) - 1);
  const log = openSqliteEventStore({ file: dataFiles(data).events, readOnly: true });
  const wanted = (await log.head()) + below(ZIPPED);
  const sent = first.call<UploadShape>("POST", path, formOf("quet.zip", zip)).catch(() => undefined);
  // Somewhere among its files, or between two of them.
  while ((await log.head()) <= wanted) await pause(0);
  await log.close();
  await kill(first);
  await sent;

  const before = await countInLog("ScanAttached");
  const second = await startServer();
  expect(leftOfWork()).toEqual([]);
  const { body } = await second.call<UploadShape>("POST", path, formOf("quet.zip", zip));
  const kept = body.unchanged;
  expect(body).toMatchObject({ attached: ZIPPED - kept, unchanged: kept, refused: 0 });
  expect(await countInLog("ScanAttached")).toBe(before + body.attached);
  return { kept, running: second };
};

/** Kills the server while it reads a workbook, starts it again and sends the workbook once more. */
const interruptPreview = async (first: Running, { workbook }: Book): Promise<Running> => {
  const { importId } = (await sendWorkbook(first, workbook)).body;
  await pause(below(60));
  await kill(first);
  const second = await startServer();
  expect(leftOfWork()).toEqual([]);
  const told = await second.call<ImportShape>("GET", `entry/v1/imports/${importId}`);
  expect([200, 404]).toContain(told.status);
  if (told.status === 200) expect(told.body.phase).toBe("prepared");
  const again = await sendWorkbook(second, workbook);
  for (let phase = ""; phase !== "prepared"; await pause(1)) {
    const { body } = await second.call<ImportShape>("GET", `entry/v1/imports/${again.body.importId}`);
    ({ phase } = body);
    expect(phase).not.toBe("failed");
  }
  return second;
};
