import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { createPagePdf } from "./page-pdf.ts";
import { inspectPdf, openWorkbook, openZip } from "./readers.ts";
import { forgeWorkbook, forgeZip } from "./testing/forged-zip.ts";
import { hostileFiles } from "./testing/hostile-files.ts";
import { type PoolLimits, WorkerPool } from "./worker-pool.ts";

const usual: PoolLimits = { threads: 1, heapMegabytes: 64, maxWaiting: 2, deadlineSeconds: 600 };
const page = createPagePdf({ title: "SỔ", fields: [] });
const rows = (count: number) => '<row><c t="str"><v>Nguyễn Văn A</v></c></row>'.repeat(count);

let folder: string;
let pool: WorkerPool | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sogoc-pool-"));
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(async () => {
  await pool?.close();
  pool = undefined;
});

const start = (limits: Partial<PoolLimits> = {}): WorkerPool => {
  pool = new WorkerPool({ ...usual, ...limits });
  return pool;
};

const hostile = (name: string, bytes: number): Buffer => {
  const file = hostileFiles.find((one) => one.name === name);
  if (!file) throw new Error(`no file ${name}`);
  return file.make(bytes);
};

const all = async (source: Buffer | string, readers: WorkerPool): Promise<string[]> => {
  const texts: string[] = [];
  for await (const { cells } of await openWorkbook(source, {}, readers)) {
    texts.push(cells[0]?.text ?? "");
  }
  return texts;
};

/** What Linux tells a process of its reads, of all its threads. */
const OWN_READS = "/proc/self/io";
const bytesRead = async () => Number(/^rchar: (\d+)$/m.exec(await readFile(OWN_READS, "utf8"))?.[1]);

const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: { code: string; params: object; problems: unknown[] }) => {
      expect(error.code === "reading-busy" || error.problems.length > 0).toBe(true);
      return { code: error.code, ...error.params };
    },
  );

describe("readers in threads", () => {
  it("refuse what takes too long, as that, and go on with the next file", async () => {
    const readers = start({ deadlineSeconds: 0.001 });
    const flood = hostile("objects without end", 3_000_000);
    expect(await refusalOf(inspectPdf(flood, { maxTokens: 1e9 }, readers))).toEqual({
      code: "scan-refused",
      reason: "too-much-time",
      limit: 0.001,
    });
    await pool?.close();
    expect(await inspectPdf(page, {}, start())).toEqual({ pages: 1 });
  });

  it("refuse what takes too much memory, as that, and go on with the next file in the same pool", async () => {
    const readers = start({ heapMegabytes: 24 });
    // A million objects: each is remembered by its number.
    const many = Array.from({ length: 1_000_000 }, (_, number) => `${number} 0 obj 1 endobj\n`).join("");
    const flood = Buffer.concat([Buffer.from("%PDF-1.4\n"), Buffer.from(many), Buffer.from("\n%%EOF")]);
    const ending = refusalOf(inspectPdf(flood, { maxTokens: 1e9 }, readers));
    // What waits behind it is read all the same, and nothing else has to come for that.
    const behind = [1, 2].map(() => inspectPdf(page, {}, readers));
    expect(await ending).toEqual({ code: "scan-refused", reason: "too-much-memory" });
    expect(await Promise.all(behind)).toEqual([{ pages: 1 }, { pages: 1 }]);
    expect(await inspectPdf(page, {}, readers)).toEqual({ pages: 1 });
  });

  it("read so many at once, let so many wait, and refuse one more until there is room", async () => {
    const readers = start();
    const flood = hostile("objects without end", 2_000_000);
    const waiting = [1, 2, 3].map(() => refusalOf(inspectPdf(flood, { maxTokens: 100_000 }, readers)));
    expect(await refusalOf(inspectPdf(page, {}, readers))).toEqual({ code: "reading-busy" });
    for (const refusal of await Promise.all(waiting))
      expect(refusal).toMatchObject({ reason: "too-much-work" });
    expect(await inspectPdf(page, {}, readers)).toEqual({ pages: 1 });
  });

  it("take turns by who asks: the many files of one keep nobody else's waiting", async () => {
    const readers = start({ maxWaiting: 20, maxWaitingEach: 4 });
    const [lan, nam, hoa] = ["lan", "nam", "hoa"].map((account) => readers.askedBy(account));
    if (!lan || !nam || !hoa) throw new Error("three askers");
    const ended: string[] = [];
    const read = (who: string, by: typeof lan) => inspectPdf(page, {}, by).then(() => ended.push(who));
    const many = [1, 2, 3, 4, 5].map(() => read("lan", lan));
    // One more of hers is refused, and nobody else's.
    expect(await refusalOf(inspectPdf(page, {}, lan))).toEqual({ code: "reading-busy" });
    expect(() => lan.requireRoom()).toThrow("reading-busy");
    expect(() => nam.requireRoom()).not.toThrow();
    await Promise.all([...many, read("nam", nam), read("hoa", hoa), read("hoa", hoa)]);
    // The first of hers was being read, and one of hers waited before they came.
    expect(ended).toEqual(["lan", "lan", "nam", "hoa", "lan", "hoa", "lan", "lan"]);
  });

  it("forget who has left the queue, and go on with the others", async () => {
    const readers = start({ maxWaiting: 20 });
    const leaving = new AbortController();
    const first = inspectPdf(page, {}, readers.askedBy("lan"));
    const left = inspectPdf(page, {}, readers.askedBy("nam"), leaving.signal);
    const last = inspectPdf(page, {}, readers.askedBy("hoa"));
    leaving.abort(new Error("left"));
    await expect(left).rejects.toThrow("left");
    expect(await Promise.all([first, last])).toEqual([{ pages: 1 }, { pages: 1 }]);
  });

  it("give rows as they are read, again and again, and leave no file behind", async () => {
    // A place of its own: other tests put their work into the common one.
    const place = join(folder, "work");
    await mkdir(place);
    vi.stubEnv("TMPDIR", place);
    const file = join(folder, "so.xlsx");
    await writeFile(file, forgeWorkbook(rows(5_000)));
    const readers = start();
    expect(await all(file, readers)).toHaveLength(5_000);
    expect(new Set(await all(file, readers))).toEqual(new Set(["Nguyễn Văn A"]));
    vi.unstubAllEnvs();
    expect(await readdir(place)).toEqual([]);
  });

  it("read a CSV that is given whole in as little memory as one in a file", async () => {
    // As text it would be larger than the heap of the thread.
    const whole = Buffer.from("1;Nguyễn Văn A;KS\n".repeat(1_500_000));
    const file = join(folder, "so.csv");
    await writeFile(file, whole);
    const named = { fileName: "so.csv" };
    for (const source of [file, whole]) {
      const readers = start({ heapMegabytes: 24 });
      const reading = async () => {
        for await (const _row of await openWorkbook(source, named, readers));
      };
      expect(await refusalOf(reading())).toMatchObject({ reason: "too-many-rows" });
      await readers.close();
    }
  });

  it("stop when nobody wants the rest", async () => {
    const readers = start();
    const run = vi.spyOn(readers, "run");
    /** Bytes of rows that the thread wrote for the newest reading. */
    const written = async () => Number(await run.mock.results.at(-1)?.value);
    const workbook = await openWorkbook(forgeWorkbook(rows(150_000)), {}, readers);
    for await (const { row } of workbook.rows()) {
      expect(row).toBe(1);
      break;
    }
    const wanted = await written();
    expect(wanted).toBeGreaterThan(0);
    for await (const _row of workbook.rows());
    expect(wanted).toBeLessThan((await written()) / 2);
    expect(await inspectPdf(page, {}, readers)).toEqual({ pages: 1 });
  });

  it("tell the rows before the place where a file is damaged, then the refusal", async () => {
    const broken = forgeWorkbook("", { "xl/worksheets/sheet1.xml": `<worksheet>${rows(20_000)}<c></row>` });
    const texts: string[] = [];
    const reading = async () => {
      for await (const { cells } of await openWorkbook(broken, {}, start())) texts.push(cells[0]?.text ?? "");
    };
    expect(await refusalOf(reading())).toEqual({ code: "workbook-refused", reason: "damaged" });
    expect(texts.length).toBeGreaterThan(0);
  });

  it("unpack a zip entry by entry, to a file or as a hash, and count what comes out of all of them", async () => {
    const zip = forgeZip([
      { path: "a/1.pdf", content: page },
      { path: "2.pdf", content: Buffer.from("x") },
    ]);
    const readers = start();
    const [first, second] = (await openZip(zip, {}, readers)).entries;
    const target = join(folder, "1.pdf");
    expect(await first?.unpackPdf(target)).toEqual({ pages: 1 });
    expect(existsSync(target)).toBe(true);
    expect(await refusalOf(second?.unpackPdf(target) ?? Promise.resolve())).toMatchObject({
      reason: "not-a-pdf",
    });
    expect(await second?.hash()).toBe("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881");
    const [once] = (await openZip(zip, { maxTotalBytes: page.length + 1 }, readers)).entries;
    expect(await once?.read()).toEqual(page);
    expect(await refusalOf(once?.read() ?? Promise.resolve())).toMatchObject({ reason: "archive-too-large" });
  });

  it("drop an entry whose caller has left while it waits, and stop one that is being unpacked", async () => {
    const readers = start();
    const large = Buffer.alloc(95 * 2 ** 20, "%PDF-1.4 ");
    const zip = join(folder, "large.zip");
    await writeFile(zip, forgeZip([{ path: "1.pdf", content: large, method: 0 }]));
    const [entry] = (await openZip(zip, {}, readers)).entries;
    const leaving = [new AbortController(), new AbortController()] as const;
    const [running, waiting] = leaving.map(({ signal }, index) =>
      entry?.unpackPdf(join(folder, `left-${index}`), {}, signal).catch((error: unknown) => error),
    );
    while (!existsSync(join(folder, "left-0"))) await pause(1);
    leaving[1].abort("left");
    expect(await waiting).toBe("left");
    leaving[0].abort("left");
    expect(await running).toBe("left");
    expect(existsSync(join(folder, "left-1"))).toBe(false);
    expect((await stat(join(folder, "left-0"))).size).toBeLessThan(large.length);
    expect(await inspectPdf(page, {}, readers)).toEqual({ pages: 1 });
  });

  it("leave a PDF whose caller has left", async () => {
    const readers = start();
    const leaving = new AbortController();
    const left = inspectPdf(page, {}, readers, leaving.signal).catch((error: unknown) => error);
    leaving.abort("left");
    expect(await left).toBe("left");
    expect(await inspectPdf(page, {}, readers)).toEqual({ pages: 1 });
  });

  it.skipIf(!existsSync(OWN_READS))("look at the size of a file before they read it", async () => {
    const file = join(folder, "large.pdf");
    await writeFile(file, "%PDF-1.4\n");
    await truncate(file, 1.2e9);
    const readers = start();
    // The thread loads its readers before, not in between.
    expect(await inspectPdf(page, {}, readers)).toEqual({ pages: 1 });
    const before = await bytesRead();
    expect(await refusalOf(inspectPdf(file, {}, readers))).toMatchObject({ reason: "file-too-large" });
    expect((await bytesRead()) - before).toBeLessThan(2 ** 20);
  });

  it("refuse as damaged a file over which the thread itself ends, and go on with the next", async () => {
    const readers = start();
    // APPNOTE 4.3.14–4.3.16: the end of a zip whose zip64 record lies beyond any file (2^60).
    const locator = Buffer.alloc(20);
    locator.write("PK\x06\x07", "latin1");
    locator.writeBigUInt64LE(2n ** 60n, 8);
    locator.writeUInt32LE(1, 16);
    const end = Buffer.alloc(22, 0xff);
    end.write("PK\x05\x06", "latin1");
    end.writeUInt16LE(0, 20);
    const file = join(folder, "wild.zip");
    await writeFile(file, Buffer.concat([Buffer.from("PK\x03\x04"), Buffer.alloc(60), locator, end]));
    expect(await refusalOf(openZip(file, {}, readers))).toMatchObject({ reason: "damaged" });
    expect(await inspectPdf(page, {}, readers)).toEqual({ pages: 1 });
  });
});
