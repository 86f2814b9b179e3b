import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as pause } from "node:timers/promises";
import { shellWord } from "@sogoc/core";
import { backupInWords } from "@sogoc/embedded/backup-around";
import type { ApiClient } from "./api-client.ts";
import { CommandFailed, exitCodes } from "./exit-codes.ts";
import { showPreview } from "./import-preview.ts";
import { createProgressBar } from "./progress-bar.ts";
import { findPackageFaults } from "./verify-package.ts";

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
  readonly revision: number;
}

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

/** How the name of a file ends that is not there as a whole yet. */
const UNFINISHED = ".part";

/** Writes it beside its name; answers where, as nobody takes it for a whole one there. */
const download = async (client: ApiClient, path: string, file: string): Promise<string> => {
  const unfinished = `${file}${UNFINISHED}`;
  await pipeline(
    Readable.fromWeb((await client.download(path)) as Parameters<typeof Readable.fromWeb>[0]),
    createWriteStream(unfinished, { flush: true }),
  );
  return unfinished;
};

const save = async (client: ApiClient, path: string, file: string): Promise<void> =>
  rename(await download(client, path, file), file);

/** In the order in which they get their names: a manifest stands only beside what it names. */
const PACKAGE_FILES = ["workbook.xlsx", "scans.zip", "manifest.json", "manifest.jws"];

/**
 * Fetches a package into a folder: all of it, held against its manifest, or none. What a package
 * that lies there has been, it is until the new one is whole.
 */
const savePackage = async (client: ApiClient, path: string, folder: string): Promise<void> => {
  // Its manifest has the name of a package's, which is about to be removed.
  if (backupInWords(folder) !== undefined)
    throw new CommandFailed(
      `${folder} là một bản sao lưu; hãy chọn thư mục khác / is a backup; choose another folder`,
      exitCodes.usage,
    );
  await mkdir(folder, { recursive: true });
  for (const name of PACKAGE_FILES) await download(client, `${path}/${name}`, join(folder, name));
  const faults = await findPackageFaults(folder, UNFINISHED);
  if (faults.length > 0)
    throw new CommandFailed(
      `Tải về không nguyên vẹn, hãy chạy lại / what came is not whole, run this again: ${faults.join(", ")}`,
    );
  for (const name of ["manifest.jws", "manifest.json"]) await rm(join(folder, name), { force: true });
  for (const name of PACKAGE_FILES) await rename(join(folder, `${name}${UNFINISHED}`), join(folder, name));
};

export interface ImportOptions {
  readonly file: string;
  readonly unit: string;
  readonly type: string;
  readonly allOrNothing: boolean;
  readonly openBatches: boolean;
  readonly previewOnly: boolean;
  /** The original sheet of a file that we exported is taken over. */
  readonly restoredRowsSeen: boolean;
  readonly errors?: string | undefined;
  /** Digest of the preview that a person has looked at, as an earlier run has printed it. */
  readonly confirmed?: string | undefined;
  /** Asks whoever sits there; undefined where nobody does. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
}

const YES = /^(c|có|co|y|yes)$/i;

/**
 * Throws where nobody has looked at this preview: neither by its digest, nor by an answer given
 * beside it.
 */
const requireLookedAt = async (
  digest: string,
  { confirmed, ask }: Pick<ImportOptions, "confirmed" | "ask">,
): Promise<void> => {
  if (confirmed !== undefined) {
    if (confirmed === digest) return;
    throw new CommandFailed(
      `Bản xem trước không còn như bản đã xem (nay là ${digest}): chưa ghi gì, hãy xem lại. / The preview is not the one that was looked at (it is ${digest} now): nothing was written, look again.`,
      exitCodes.notInOrder,
    );
  }
  if (ask === undefined)
    throw new CommandFailed(
      `Chưa ghi gì. Xem bản xem trước ở trên rồi chạy lại với --confirm ${shellWord(digest)} / Nothing was written. Look at the preview above, then run it again with --confirm ${shellWord(digest)}`,
      exitCodes.usage,
    );
  const answer = await ask("Ghi như trên? / Write it as shown? [co/yes] ");
  if (!YES.test(answer.trim()))
    throw new CommandFailed("Chưa ghi gì. / Nothing was written.", exitCodes.notInOrder);
};

const writeRows = async (
  client: ApiClient,
  importId: string,
  { digest, revision }: { readonly digest: string; readonly revision: number },
  { allOrNothing, restoredRowsSeen }: ImportOptions,
): Promise<void> => {
  const mode = allOrNothing ? "all-or-nothing" : "good-rows-only";
  const seen = restoredRowsSeen || undefined;
  const body = { mode, restoredRowsSeen: seen, digest };
  await client.post(`entry/v1/imports/${importId}/confirm`, body, revision);
  const finished = await follow(client, importId, "Ghi / writing", "finished");
  console.log(`Đã ghi / written ${finished.written}, đã có / unchanged ${finished.unchanged}`);
};

/**
 * Uploads a workbook, shows what it would write and what is wrong with it, and writes the good rows
 * once a person has looked at that. Exit code 1 when rows were refused.
 */
export const importWorkbook = async (client: ApiClient, options: ImportOptions): Promise<void> => {
  const query = new URLSearchParams({ unitId: options.unit, recordType: options.type });
  if (options.openBatches) query.set("openBatches", "true");
  const { importId } = await client.upload<{ importId: string }>(`entry/v1/imports?${query}`, options.file);
  const prepared = await follow(client, importId, "Xem trước / preview", "prepared");
  const digest = await showPreview(client, importId, prepared);
  if (prepared.refused > 0 && options.errors !== undefined) {
    await save(client, `entry/v1/imports/${importId}/errors.xlsx`, options.errors);
    console.log(`Các dòng lỗi / refused rows: ${options.errors}`);
  }
  if (!options.previewOnly) {
    try {
      await requireLookedAt(digest, options);
    } catch (error) {
      // What nobody confirms does not wait on the server.
      await client.post(`entry/v1/imports/${importId}/discard`, {}, prepared.revision);
      throw error;
    }
    await writeRows(client, importId, { digest, revision: prepared.revision }, options);
  }
  if (prepared.refused > 0)
    throw new CommandFailed(`${prepared.refused} dòng bị từ chối / rows refused`, exitCodes.notInOrder);
};

interface ExportState {
  readonly exportId: string;
  readonly phase: string;
  readonly done: number;
  readonly total: number | null;
  readonly standing?: string | undefined;
  readonly failureDetail?: { readonly vi: string; readonly en: string } | undefined;
}

/** Follows an export until its files are written. */
const followExport = async (client: ApiClient, exportId: string): Promise<ExportState> => {
  const bar = createProgressBar("Xuất sổ / exporting");
  for (;;) {
    const state = await client.get<ExportState>(`reporting/v1/exports/${exportId}`);
    bar.update(state.done, state.total);
    if (state.phase === "failed") {
      const { vi, en } = state.failureDetail ?? { vi: "Xuất sổ không thành công", en: "the export failed" };
      throw new CommandFailed(`${vi} / ${en}`);
    }
    if (state.phase === "finished") {
      bar.end();
      return state;
    }
    await pause(POLL_MS);
  }
};

/**
 * Exports one book: workbook, zip of scans, manifest. A whole book waits for a second person: the
 * same call with the `exportId` that is printed fetches it afterwards.
 */
export const exportBook = async (
  client: ApiClient,
  bookId: string,
  { folder, exportId: earlier }: { readonly folder: string; readonly exportId?: string | undefined },
): Promise<void> => {
  const exportId =
    earlier ?? (await client.post<{ exportId: string }>("reporting/v1/exports", { bookId })).exportId;
  const { standing: status } = await followExport(client, exportId);
  if (status === "awaits-approval")
    throw new CommandFailed(
      `Chờ người thứ hai duyệt ở trang Xuất tệp; duyệt xong thì chạy lại với --export ${shellWord(exportId)} / It waits for a second person on the page of exports; afterwards run this again with --export ${shellWord(exportId)}`,
      exitCodes.notInOrder,
    );
  await savePackage(client, `reporting/v1/exports/${exportId}`, folder);
  console.log(`Đã xuất / exported: ${folder}`);
};
