import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { createWorkbookWriter, openWorkbook } from "@sogoc/files";
import { getRecordType, layoutFields, ORIGINAL_SHEET, originalHeaders } from "@sogoc/registers";
import { type SheetLayout, type SyntheticCase, toWorkbook } from "@sogoc/synthetic";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";

export interface ImportState {
  readonly importId: string;
  readonly phase: string;
  readonly good: number;
  readonly refused: number;
  readonly unchanged: number;
  readonly written: number;
  readonly failure?: string | undefined;
  readonly failureDetail?: { readonly vi: string; readonly en: string } | undefined;
}

export interface Preview {
  readonly digest: string;
  readonly dialect: string;
  readonly unknownColumns: readonly string[];
  readonly problems: readonly {
    readonly row: number;
    readonly field: string;
    readonly value: string;
    readonly rule: string;
    readonly messageVi: string;
    readonly messageEn: string;
    readonly suggestion?: string | undefined;
  }[];
  readonly secondSheet?: Readonly<Record<string, unknown>> | undefined;
}

/** The first state that an import stays in. */
export const settledImport = async (client: LocalClient, importId: string): Promise<ImportState> => {
  for (;;) {
    const state = done(await client.get<ImportState>(`entry/v1/imports/${importId}`));
    if (state.phase !== "preparing" && state.phase !== "writing") return state;
    await pause(5);
  }
};

/** Uploads a file and waits for its preview. */
export const prepare = async (
  client: LocalClient,
  place: {
    readonly unitId: string;
    readonly openBatches?: boolean | undefined;
    /** Births by default. */
    readonly recordType?: string | undefined;
  },
  fileName: string,
  bytes: Uint8Array,
): Promise<ImportState> => {
  const query = `unitId=${place.unitId}&recordType=${place.recordType ?? "KS"}${place.openBatches ? "&openBatches=true" : ""}`;
  const path = `entry/v1/imports?${query}`;
  const { importId } = done(await client.upload<{ importId: string }>(path, fileName, bytes));
  return settledImport(client, importId);
};

export const previewOf = async (client: LocalClient, importId: string): Promise<Preview> =>
  done(await client.get<Preview>(`entry/v1/imports/${importId}/preview`));

export const confirm = async (
  client: LocalClient,
  importId: string,
  mode: "all-or-nothing" | "good-rows-only" = "good-rows-only",
  restoredRowsSeen?: true | undefined,
): Promise<ImportState> => {
  await previewOf(client, importId);
  done(await client.post(`entry/v1/imports/${importId}/confirm`, { mode, restoredRowsSeen }));
  return settledImport(client, importId);
};

/** A file that a writer fills, as bytes. */
export const bytesOf = async (write: (file: string) => Promise<unknown>): Promise<Buffer> => {
  const folder = await mkdtemp(join(tmpdir(), "sogoc-test-"));
  try {
    const file = join(folder, "file");
    await write(file);
    return await readFile(file);
  } finally {
    await rm(folder, { recursive: true });
  }
};

export const workbookOf = (cases: Iterable<SyntheticCase>, layout: SheetLayout = "legacy"): Promise<Buffer> =>
  bytesOf((file) => toWorkbook(cases, layout, file));

/** Rows of a sheet by field code as a CSV in the layout of births. */
export const csvOf = (rows: readonly Readonly<Record<string, string>>[]): Buffer => {
  const columns = layoutFields(getRecordType("KS"), "legacy").map(({ code }) => code);
  const lines = rows.map((row) =>
    columns.map((code) => `"${(row[code] ?? "").replaceAll('"', '""')}"`).join(","),
  );
  return Buffer.from([columns.join(","), ...lines, ""].join("\n"));
};

/** Rows by field code with the sheet `So goc` of an export before them, in the layout of births. */
export const withOriginalSheet = (
  rows: readonly Readonly<Record<string, string>>[],
  kept: readonly (readonly string[])[],
): Promise<Buffer> =>
  bytesOf(async (file) => {
    const writer = createWorkbookWriter(file);
    const second = await writer.addSheet(
      ORIGINAL_SHEET,
      originalHeaders.map((header) => ({ header })),
    );
    for (const row of kept) await second.addRow(row);
    const columns = layoutFields(getRecordType("KS"), "legacy").map(({ code }) => code);
    const first = await writer.addSheet(
      "DL Import",
      columns.map((header) => ({ header })),
    );
    for (const row of rows) await first.addRow(columns.map((code) => row[code] ?? ""));
    await writer.finish();
  });

/** The rows of one sheet as texts, the header among them. */
export const rowsOf = async (bytes: Buffer, sheet: string): Promise<string[][]> => {
  const workbook = await openWorkbook(bytes);
  const rows: string[][] = [];
  for await (const { cells } of workbook.rows(sheet)) rows.push(cells.map((cell) => cell?.text ?? ""));
  return rows;
};
