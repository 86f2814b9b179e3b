import { existsSync } from "node:fs";
import { mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock, ServicePorts } from "@sogoc/core";
import {
  createGenerator,
  type SyntheticBook,
  type SyntheticCase,
  toScanZip,
  toWorkbook,
  usualRates,
} from "@sogoc/synthetic";
import { openEngines } from "../adapters.ts";
import { DEMO_PASSWORD, type DemoPerson, demoPeople } from "./demo-people.ts";
import { seedStages } from "./demo-stages.ts";
import { createLocalClient, done, type LocalClient } from "./local-client.ts";
import { buildStandalone } from "./standalone.ts";

const SEED = 158;
const DAY_MS = 86_400_000;
const HISTORY_DAYS = 24;

/** A clock that the seed moves through the weeks before now, so that the demo has a past. */
interface DemoClock extends Clock {
  advance(ms: number): void;
}

const createDemoClock = (start: number): DemoClock => {
  let now = start;
  return {
    now: () => new Date(now),
    advance(ms) {
      now += ms;
    },
  };
};

interface Demo {
  readonly clock: DemoClock;
  /** A client of that person with a token that is still good. */
  readonly as: (signInName: string) => Promise<LocalClient>;
  readonly unitId: (syntheticId: string) => string;
  readonly settled: () => Promise<void>;
}

const registerUnits = async (admin: LocalClient): Promise<Map<string, string>> => {
  const ids = new Map([["vn", "vn"]]);
  const id = (name: unknown) => ids.get(String(name)) ?? "";
  for (const { type, data } of createGenerator(SEED).worldEvents()) {
    const { unitId, parentId, successors, areaId, ...rest } = data;
    const unit = `accounts/v1/units/${id(unitId)}`;
    if (type === "UnitRegistered") {
      const { kind, ...contractor } = rest;
      const path = kind === "contractor" ? "accounts/v1/contractors" : "accounts/v1/units";
      const body = kind === "contractor" ? contractor : rest;
      const registered = await admin.post<{ unitId: string }>(path, { ...body, parentId: id(parentId) });
      ids.set(String(unitId), done(registered).unitId);
    } else if (type === "UnitRenamed") done(await admin.post(`${unit}/rename`, rest));
    else if (type === "UnitClosed") {
      done(await admin.post(`${unit}/close`, { ...rest, successors: (successors as unknown[]).map(id) }));
    } else done(await admin.post(`${unit}/lead-designations`, { ...rest, areaId: id(areaId) }));
  }
  return ids;
};

const openAccount = async (
  demo: Demo,
  api: ReturnType<typeof createLocalClient>,
  admin: LocalClient,
  person: DemoPerson,
): Promise<void> => {
  const { signInName, displayName, unit, area = unit, roles, contractDays } = person;
  const until =
    contractDays === undefined
      ? undefined
      : new Date(Date.now() + contractDays * DAY_MS).toISOString().slice(0, 10);
  const body = { signInName, displayName, unitId: demo.unitId(unit), until };
  const opened = done(
    await admin.post<{ accountId: string; temporaryPassword: string }>("accounts/v1/accounts", body),
  );
  for (const role of roles) {
    done(
      await admin.post(`accounts/v1/accounts/${opened.accountId}/roles`, { role, unitId: demo.unitId(area) }),
    );
  }
  const first = await api.signIn(signInName, opened.temporaryPassword);
  const change = { currentPassword: opened.temporaryPassword, newPassword: DEMO_PASSWORD };
  done(await first.post("accounts/v1/password", change));
};

interface Problems {
  readonly code?: string;
  readonly errors?: readonly { readonly rule?: string; readonly pointer: string }[];
}

/** Keys one page as a clerk would: warnings are let stand with a reason, a true repeat gets a letter. */
const keyCase = async (clerk: LocalClient, batchId: string, page: SyntheticCase): Promise<void> => {
  const path = `entry/v1/batches/${batchId}/records`;
  const fields = Object.fromEntries(
    Object.entries(page.paper).map(([code, value]) => {
      if (!("raw" in value) || "illegible" in value) return [code, value];
      return [code, value.doubtful ? { raw: value.raw, doubtful: true } : { raw: value.raw }];
    }),
  );
  let answer = await clerk.post<Problems>(path, { fields });
  const accepted: object[] = [];
  if (answer.body.code === "warning-not-accepted") {
    for (const { rule = "", pointer } of answer.body.errors ?? []) {
      const reason = "Đúng như sổ ghi";
      const field = pointer.split("/").at(-1) ?? "";
      accepted.push({ rule, fields: Object.keys(page.paper).concat(field), reason });
    }
    answer = await clerk.post<Problems>(path, { fields, accepted });
  }
  if (answer.body.code === "record-exists") {
    const duplicate = { suffix: "b", reason: "Sổ ghi trùng số" };
    answer = await clerk.post<Problems>(path, { fields, accepted, duplicate });
  }
  if (answer.status >= 400 && answer.body.code !== "record-exists") done(answer);
};

interface DemoBook {
  readonly bookId: string;
  readonly book: SyntheticBook;
  readonly cases: readonly SyntheticCase[];
}

const withFile = async <T>(
  name: string,
  write: (file: string) => Promise<unknown>,
  use: (bytes: Buffer) => Promise<T>,
) => {
  const folder = await mkdtemp(join(tmpdir(), "sogoc-demo-"));
  try {
    const file = join(folder, name);
    await write(file);
    return await use(await readFile(file));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const registerBook = async (demo: Demo, book: SyntheticBook, count: number): Promise<DemoBook> => {
  const keeper = await demo.as("thu");
  const { unitId, recordType, bookNumber, office, pages } = book.data;
  const body = { unitId: demo.unitId(unitId), recordType, bookNumber, office, pages, expectedCases: count };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", body));
  return { bookId, book, cases: createGenerator(SEED).cases(book, { count, rates: usualRates }) };
};

const attachScans = async (demo: Demo, { bookId, book, cases }: DemoBook): Promise<void> => {
  const keeper = await demo.as("thu");
  await withFile(
    "scans.zip",
    (file) => toScanZip(cases, book, file),
    async (bytes) => done(await keeper.upload(`entry/v1/books/${bookId}/scans`, "scans.zip", bytes)),
  );
};

const openBatch = async (
  demo: Demo,
  { bookId }: DemoBook,
  clerk?: string,
  wish: object = {},
): Promise<string> => {
  const keeper = await demo.as("thu");
  const policy = { sampleShare: 0.1, sampleMinimum: 5, errorLimit: 0.02, leaseHours: 24 * 30, ...wish };
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, policy }));
  if (clerk !== undefined) {
    const { account } = await demo.as(clerk);
    done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: account?.id }));
  }
  return batchId;
};

const KEYED_A_DAY = 40;
/** Cases of a book that stands for one state. */
const STAGE_CASES = 12;

const keyAll = async (
  demo: Demo,
  clerkName: string,
  batchId: string,
  cases: readonly SyntheticCase[],
): Promise<void> => {
  for (let start = 0; start < cases.length; start += KEYED_A_DAY) {
    const clerk = await demo.as(clerkName);
    for (const page of cases.slice(start, start + KEYED_A_DAY)) {
      await keyCase(clerk, batchId, page);
      demo.clock.advance(1_000);
    }
    demo.clock.advance(DAY_MS);
  }
};

const importAll = async (demo: Demo, clerkName: string, { book, cases }: DemoBook): Promise<void> => {
  const clerk = await demo.as(clerkName);
  const query = `unitId=${demo.unitId(book.data.unitId)}&recordType=${book.data.recordType}`;
  const { importId } = await withFile(
    "book.xlsx",
    (file) => toWorkbook(cases, "legacy", file),
    async (bytes) =>
      done(await clerk.upload<{ importId: string }>(`entry/v1/imports?${query}`, "so.xlsx", bytes)),
  );
  const reach = async (phase: string) => {
    for (;;) {
      const state = done(await clerk.get<{ phase: string }>(`entry/v1/imports/${importId}`));
      if (state.phase === phase) return;
      if (state.phase === "failed") throw new Error(`The demo import failed: ${JSON.stringify(state)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  await reach("prepared");
  done(await clerk.post(`entry/v1/imports/${importId}/confirm`, { mode: "good-rows-only" }));
  await reach("finished");
};

interface DemoReview {
  readonly id: string;
  readonly sample: readonly { readonly recordId: string }[];
}

const submit = async (demo: Demo, clerkName: string, batchId: string): Promise<DemoReview> => {
  done(await (await demo.as(clerkName)).post(`entry/v1/batches/${batchId}/submit`));
  await demo.settled();
  const checker = await demo.as("kiem");
  const { items } = done(
    await checker.get<{ items: DemoReview[] }>(`review/v1/reviews?batchId=${batchId}&status=open`),
  );
  const [review] = items;
  if (!review) throw new Error("The demo batch got no review");
  return review;
};

/** Checks the sample; `wrong` marks that many records. */
const check = async (demo: Demo, review: DemoReview, wrong: number): Promise<string[]> => {
  const checker = await demo.as("kiem");
  const marked: string[] = [];
  for (const [index, { recordId }] of review.sample.entries()) {
    const path = `review/v1/reviews/${review.id}/records/${recordId}`;
    const record = done(await checker.get<{ revision: number; fields: Record<string, unknown> }>(path));
    const field = Object.keys(record.fields).find((code) => code.endsWith("HoTen")) ?? "ghiChu";
    const marks = index < wrong ? [{ field, severity: "major", reason: "Sai dấu so với sổ" }] : [];
    if (index < wrong) marked.push(recordId);
    done(await checker.post(`${path}/check`, { recordRevision: record.revision, marks }));
    demo.clock.advance(20_000);
  }
  return marked;
};

const accept = async (demo: Demo, review: DemoReview): Promise<void> => {
  done(await (await demo.as("duyet")).post(`review/v1/reviews/${review.id}/accept`, { note: "Đạt yêu cầu" }));
  await demo.settled();
};

/** Returned once for its marks, corrected, and accepted the second time. */
const returnAndAccept = async (demo: Demo, clerkName: string, batchId: string): Promise<void> => {
  const first = await submit(demo, clerkName, batchId);
  const marked = await check(demo, first, 2);
  done(await (await demo.as("duyet")).post(`review/v1/reviews/${first.id}/return`, { reason: "Sai họ tên" }));
  await demo.settled();
  demo.clock.advance(DAY_MS / 4);
  const clerk = await demo.as(clerkName);
  for (const recordId of marked) {
    const record = done(
      await clerk.get<{ fields: Record<string, { raw?: string }> }>(`entry/v1/records/${recordId}`),
    );
    const [code, value] = Object.entries(record.fields).find(([name]) => name.endsWith("HoTen")) ?? [
      "ghiChu",
      {},
    ];
    const raw = (value.raw ?? "").replace(/Văn|Thị/, (middle) => (middle === "Văn" ? "Vân" : "Thi"));
    const path = `entry/v1/records/${recordId}/correct`;
    const fix = {
      changes: { [code]: raw === value.raw ? { raw, doubtful: true } : { raw } },
      reason: "Sửa theo kết quả kiểm tra",
    };
    const answer = await clerk.post<Problems>(path, fix);
    if (answer.body.code === "warning-not-accepted") {
      const accepted = (answer.body.errors ?? []).map(({ rule = "", pointer }) => ({
        ...{ rule, reason: "Đúng như sổ ghi" },
        fields: Object.keys(record.fields).concat(pointer.split("/").at(-1) ?? ""),
      }));
      done(await clerk.post(path, { ...fix, accepted }));
    } else done(answer);
  }
  const second = await submit(demo, clerkName, batchId);
  await check(demo, second, 0);
  await accept(demo, second);
};

const seedWork = async (demo: Demo): Promise<void> => {
  const generator = createGenerator(SEED);
  const all = [...generator.books({ communes: 1, years: [2008, 2009, 2010, 2012], holder: "current" })];
  const find = (type: string, year: number): SyntheticBook => {
    const book = all.find(({ data }) => data.recordType === type && data.openingYear === year);
    if (!book) throw new Error(`The demo has no book ${type} ${year}`);
    return book;
  };

  const births = await registerBook(demo, find("KS", 2008), 120);
  await attachScans(demo, births);
  const birthBatch = await openBatch(demo, births, "nhap1");
  await keyAll(demo, "nhap1", birthBatch, births.cases);
  await returnAndAccept(demo, "nhap1", birthBatch);
  demo.clock.advance(DAY_MS);

  const marriages = await registerBook(demo, find("KH", 2009), 80);
  await attachScans(demo, marriages);
  const marriageBatch = await openBatch(demo, marriages, "nam");
  await keyAll(demo, "nam", marriageBatch, marriages.cases);
  const marriageReview = await submit(demo, "nam", marriageBatch);
  await check(demo, marriageReview, 0);
  await accept(demo, marriageReview);
  demo.clock.advance(DAY_MS);

  const deaths = await registerBook(demo, find("KT", 2010), 90);
  await attachScans(demo, deaths);
  const deathBatch = await openBatch(demo, deaths, "lan");
  await importAll(demo, "lan", deaths);
  await submit(demo, "lan", deathBatch);
  demo.clock.advance(DAY_MS);

  const statuses = await registerBook(demo, find("HN", 2012), 150);
  await openBatch(demo, statuses, "nhap1");
  await importAll(demo, "nhap1", statuses);
  demo.clock.advance(DAY_MS);

  const later = await registerBook(demo, find("KS", 2012), 160);
  await attachScans(demo, later);
  const laterBatch = await openBatch(demo, later, "nam");
  await keyAll(demo, "nam", laterBatch, later.cases.slice(0, 140));

  await seedStages({
    ...{ as: demo.as, settled: demo.settled },
    async keyed({ type, year, clerk, policy }) {
      const book = await registerBook(demo, find(type, year), STAGE_CASES);
      await attachScans(demo, book);
      const batchId = await openBatch(demo, book, clerk, policy);
      await keyAll(demo, clerk, batchId, book.cases);
      done(await (await demo.as(clerk)).post(`entry/v1/batches/${batchId}/submit`));
      await demo.settled();
      return batchId;
    },
  });

  const acknowledgements = await registerBook(demo, find("CMC", 2010), 30);
  await attachScans(demo, acknowledgements);
  await openBatch(demo, acknowledgements);
  for (const book of all.filter(({ data }) => data.openingYear === 2009 && data.recordType !== "KH")) {
    await registerBook(demo, book, book.data.expectedCases);
  }
};

/** Fills empty engines with about 600 invented cases, by the same API that people use. */
export const seedDemo = async (ports: ServicePorts): Promise<void> => {
  const clock = createDemoClock(Date.now() - HISTORY_DAYS * DAY_MS);
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
      const client = await api.signIn(signInName, DEMO_PASSWORD);
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

/** Seeds into a folder beside and renames it at the end: an interrupted seed leaves nothing half done. */
export const ensureDemo = async (folder: string): Promise<void> => {
  if (existsSync(folder)) return;
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  const ports = await openEngines({ engine: "embedded", folder: unfinished });
  await seedDemo(ports);
  await ports.close();
  await rename(unfinished, folder);
};

export { demoSignIns } from "./demo-people.ts";
