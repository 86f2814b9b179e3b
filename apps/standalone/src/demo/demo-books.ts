import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import {
  createGenerator,
  type SyntheticBook,
  type SyntheticCase,
  toScanZip,
  toWorkbook,
  usualRates,
} from "@sogoc/synthetic";
import { done } from "../local-client.ts";
import { type Demo, SEED } from "./demo-world.ts";

export interface DemoBook {
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

export const registerBook = async (
  demo: Demo,
  book: SyntheticBook,
  count: number,
  keeperName = "thu",
): Promise<DemoBook> => {
  const keeper = await demo.as(keeperName);
  const { unitId, recordType, bookNumber, office, pages } = book.data;
  const body = { unitId: demo.unitId(unitId), recordType, bookNumber, office, pages, expectedCases: count };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", body));
  return { bookId, book, cases: createGenerator(SEED).cases(book, { count, rates: usualRates }) };
};

export const attachScans = async (demo: Demo, { bookId, book, cases }: DemoBook): Promise<void> => {
  const keeper = await demo.as("thu");
  await withFile(
    "scans.zip",
    (file) => toScanZip(cases, book, file),
    async (bytes) => done(await keeper.upload(`entry/v1/books/${bookId}/scans`, "scans.zip", bytes)),
  );
};

export const openBatch = async (
  demo: Demo,
  { bookId }: DemoBook,
  clerk?: string,
  wish: object = {},
  keeperName = "thu",
): Promise<string> => {
  const keeper = await demo.as(keeperName);
  const policy = { sampleShare: 0.1, sampleMinimum: 5, errorLimit: 0.02, leaseHours: 24 * 30, ...wish };
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, policy }));
  if (clerk !== undefined) {
    const { account } = await demo.as(clerk);
    done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: account?.id }));
  }
  return batchId;
};

export const importAll = async (demo: Demo, clerkName: string, { book, cases }: DemoBook): Promise<void> => {
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
      await pause(20);
    }
  };
  await reach("prepared");
  done(await clerk.get(`entry/v1/imports/${importId}/preview`));
  done(await clerk.post(`entry/v1/imports/${importId}/confirm`, { mode: "good-rows-only" }));
  await reach("finished");
};
