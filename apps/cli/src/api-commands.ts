import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as pause } from "node:timers/promises";
import type { ApiClient } from "./api-client.ts";
import { CommandFailed, exitCodes } from "./exit-codes.ts";
import { createProgressBar } from "./progress-bar.ts";

interface ImportState {
  readonly phase: string;
  readonly done: number;
  readonly total: number | null;
  readonly good: number;
  readonly refused: number;
  readonly unchanged: number;
  readonly written: number;
  readonly failureDetail?: { readonly vi: string; readonly en: string } | undefined;
  readonly failure?: string | undefined;
}

interface ImportPreview {
  readonly problems: readonly {
    readonly row: number;
    readonly field: string;
    readonly value: string;
    readonly messageVi: string;
  }[];
  readonly rules: Readonly<Record<string, number>>;
}

/** Problems that are shown one by one before the rows are written. */
const SHOWN_PROBLEMS = 20;

/** What the preview says: how often each rule speaks, and examples. */
const showPreview = async (client: ApiClient, importId: string): Promise<void> => {
  const { problems, rules } = await client.get<ImportPreview>(`entry/v1/imports/${importId}/preview`);
  for (const [rule, count] of Object.entries(rules)) console.log(`${rule}: ${count}`);
  for (const { row, field, value, messageVi } of problems.slice(0, SHOWN_PROBLEMS))
    console.log(`Dòng / row ${row}, ${field} “${value}”: ${messageVi}`);
};

const POLL_MS = 200;

const follow = async (
  client: ApiClient,
  importId: string,
  label: string,
  until: string,
): Promise<ImportState> => {
  const bar = createProgressBar(label);
  for (;;) {
    const state = await client.get<ImportState>(`entry/v1/imports/${importId}`);
    bar.update(state.done, state.total);
    if (state.phase === until) {
      bar.end();
      return state;
    }
    if (state.phase === "failed") {
      bar.end();
      const { vi = state.failure ?? "", en = "" } = state.failureDetail ?? {};
      throw new CommandFailed(`${vi} / ${en}`, exitCodes.notInOrder);
    }
    await pause(POLL_MS);
  }
};

const save = async (client: ApiClient, path: string, file: string): Promise<void> =>
  pipeline(
    Readable.fromWeb((await client.download(path)) as Parameters<typeof Readable.fromWeb>[0]),
    createWriteStream(file),
  );

/**
 * Uploads a workbook, shows what is wrong with it, writes the good rows. Exit code 1 when rows were
 * refused.
 */
export const importWorkbook = async (
  client: ApiClient,
  options: {
    readonly file: string;
    readonly unit: string;
    readonly type: string;
    readonly allOrNothing: boolean;
    readonly openBatches: boolean;
    readonly previewOnly: boolean;
    /** The second sheet of a file that we exported is taken over. */
    readonly restoredRowsSeen: boolean;
    readonly errors?: string | undefined;
  },
): Promise<void> => {
  const query = new URLSearchParams({ unitId: options.unit, recordType: options.type });
  if (options.openBatches) query.set("openBatches", "true");
  const { importId } = await client.upload<{ importId: string }>(`entry/v1/imports?${query}`, options.file);
  const prepared = await follow(client, importId, "Xem trước / preview", "prepared");
  console.log(
    `Tốt / good ${prepared.good}, lỗi / refused ${prepared.refused}, đã có / unchanged ${prepared.unchanged}`,
  );
  await showPreview(client, importId);
  if (prepared.refused > 0 && options.errors !== undefined) {
    await save(client, `entry/v1/imports/${importId}/errors.xlsx`, options.errors);
    console.log(`Các dòng lỗi / refused rows: ${options.errors}`);
  }
  if (!options.previewOnly) {
    const mode = options.allOrNothing ? "all-or-nothing" : "good-rows-only";
    const seen = options.restoredRowsSeen || undefined;
    await client.post(`entry/v1/imports/${importId}/confirm`, { mode, restoredRowsSeen: seen });
    const finished = await follow(client, importId, "Ghi / writing", "finished");
    console.log(`Đã ghi / written ${finished.written}, đã có / unchanged ${finished.unchanged}`);
  }
  if (prepared.refused > 0)
    throw new CommandFailed(`${prepared.refused} dòng bị từ chối / rows refused`, exitCodes.notInOrder);
};

/** Exports one book: workbook, zip of scans, manifest. */
export const exportBook = async (client: ApiClient, bookId: string, folder: string): Promise<void> => {
  const { exportId } = await client.post<{ exportId: string }>("reporting/v1/exports", { bookId });
  const bar = createProgressBar("Xuất sổ / exporting");
  for (;;) {
    const state = await client.get<{ phase: string; done: number; total: number | null }>(
      `reporting/v1/exports/${exportId}`,
    );
    bar.update(state.done, state.total);
    if (state.phase === "finished") break;
    if (state.phase === "failed") throw new CommandFailed("Xuất sổ không thành công / the export failed");
    await pause(POLL_MS);
  }
  bar.end();
  await mkdir(folder, { recursive: true });
  for (const name of ["workbook.xlsx", "scans.zip", "manifest.json", "manifest.jws"]) {
    await save(client, `reporting/v1/exports/${exportId}/${name}`, join(folder, name));
  }
  console.log(`Đã xuất / exported: ${folder}`);
};
