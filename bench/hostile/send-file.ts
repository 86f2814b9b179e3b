import { openAsBlob } from "node:fs";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { openWorkbook } from "@sogoc/files";
import { forgeWorkbook, hostileFiles } from "@sogoc/files/testing";
import { createGenerator, toWorkbook } from "@sogoc/synthetic";
import type { SendJob, SendReport, Served } from "./messages.ts";

// Somebody who uploads one file, in a process of their own: making it costs more than the server
// may take.

/** Characters that one row may have, less those of the cells that name its case. */
const FULL_ROW = 65_000;

/** One string that every cell of every row repeats, under the header of the ministry's form. */
const makeFullRows = async (rows: number, file: string): Promise<void> => {
  await toWorkbook(createGenerator(7).generateRows(1), "legacy", file);
  const book = await openWorkbook(await readFile(file));
  const header: string[] = [];
  for await (const { cells } of book) {
    header.push(...cells.map((cell) => cell?.text ?? ""));
    break;
  }
  const text = "-–—".repeat(FULL_ROW / header.length / 3);
  const strings = [...header, text].map((one) => `<si><t>${one}</t></si>`).join("");
  const cell = (index: number) => `<c t="s"><v>${index}</v></c>`;
  const head = `<row>${header.map((_, index) => cell(index)).join("")}</row>`;
  const row = `<row>${cell(header.length).repeat(header.length)}</row>`;
  const parts = { "xl/sharedStrings.xml": `<sst>${strings}</sst>` };
  await writeFile(file, forgeWorkbook(`${head}${row.repeat(rows)}`, parts));
};

const make = async (job: SendJob, file: string): Promise<void> => {
  const { hostile, rows = 0, fullRows = 0 } = job;
  if (fullRows > 0) return makeFullRows(fullRows, file);
  if (!hostile) {
    await toWorkbook(createGenerator(7).generateRows(rows), "legacy", file);
    return;
  }
  const known = hostileFiles.find(({ name }) => name === hostile.name);
  if (!known) throw new Error(`No hostile file ${hostile.name}`);
  await writeFile(file, known.make(hostile.bytes));
};

const signIn = async ({ address }: Served): Promise<string> => {
  const answer = await fetch(`${address}/api/accounts/v1/sessions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ signInName: "thu", password: "thu-mat-khau" }),
  });
  return ((await answer.json()) as { accessToken: string }).accessToken;
};

interface Told {
  readonly code?: string;
  readonly params?: { readonly reason?: string };
  readonly files?: readonly { readonly outcome: string; readonly reason?: string }[];
  readonly importId?: string;
  readonly phase?: string;
  readonly failure?: string;
  readonly failureDetail?: { readonly en: string };
}

const upload = async ({ served, kind, fileName }: SendJob, file: string): Promise<string> => {
  const { address, bookId, unitId } = served;
  const headers = { authorization: `Bearer ${await signIn(served)}` };
  const path =
    kind === "scan" ? `books/${bookId}/scans` : `imports?unitId=${unitId}&recordType=KS&openBatches=true`;
  const body = new FormData();
  body.append("file", await openAsBlob(file), fileName);
  const answer = await fetch(`${address}/api/entry/v1/${path}`, { method: "POST", headers, body });
  const told = (await answer.json()) as Told;
  if (answer.status >= 400) return `${answer.status} ${told.params?.reason ?? told.code ?? ""}`;
  const [scan] = told.files ?? [];
  if (scan) return scan.reason ?? scan.outcome;
  for (;;) {
    const progress = (await (
      await fetch(`${address}/api/entry/v1/imports/${told.importId}`, { headers })
    ).json()) as Told;
    if (progress.phase === "failed") return progress.failureDetail?.en ?? progress.failure ?? "failed";
    if (progress.phase !== "preparing") return progress.phase ?? "?";
    await pause(200);
  }
};

process.once("message", async (job: SendJob) => {
  const folder = await mkdtemp(join(tmpdir(), "sogoc-hostile-"));
  const file = join(folder, "file");
  await make(job, file);
  const { size: bytes } = await stat(file);
  process.once("message", async () => {
    const start = performance.now();
    let seconds = 0;
    let outcome = "";
    for (let sent = 1; (performance.now() - start) / 1e3 < job.leastSeconds; sent += 1) {
      outcome = await upload(job, file);
      seconds = (performance.now() - start) / 1e3 / sent;
    }
    await rm(folder, { recursive: true });
    process.send?.({ outcome, bytes, seconds } satisfies SendReport);
  });
  process.send?.("ready");
});

// Whoever started it is gone.
process.once("disconnect", () => process.exit(0));
