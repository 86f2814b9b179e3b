import { rmSync } from "node:fs";
import { join } from "node:path";
import { dataFiles, openSqliteEventStore } from "@sogoc/embedded";
import { openWorkbook } from "@sogoc/files";
import { openPlainEvents } from "../baselines/plain-sqlite.ts";
import { type RawJob, type RawReport, reportOnce } from "./messages.ts";

// What nobody can do without: every cell read once, and every event that the import made inserted,
// 100 at a time.

process.once("message", async ({ folder, file }: RawJob) => {
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  const workbook = await openWorkbook(file);
  let cells = 0;
  for await (const row of workbook.rows("DL Import")) cells += row.cells.length;
  const parse = performance.now() - start;
  const parsed = process.cpuUsage(cpuBefore);
  if (cells === 0) throw new Error("The workbook is empty.");

  const store = openSqliteEventStore({ file: dataFiles(folder).events, readOnly: true });
  const target = join(folder, "raw.sqlite");
  const plain = openPlainEvents(target, "NORMAL");
  let insert = 0;
  let cpu = parsed.user + parsed.system;
  for (let after = 0, end = false; !end; ) {
    // Reading the events back is not part of the work.
    const page = await store.readAll({ after, limit: 5_000, types: ["RecordEntered"] });
    ({ upTo: after, end } = page);
    const cpuAtPage = process.cpuUsage();
    const pageStart = performance.now();
    for (let at = 0; at < page.events.length; at += 100)
      plain.insertRecorded(page.events.slice(at, at + 100));
    insert += performance.now() - pageStart;
    const used = process.cpuUsage(cpuAtPage);
    cpu += used.user + used.system;
  }
  plain.database.close();
  await store.close();
  for (const suffix of ["", "-wal", "-shm"]) rmSync(`${target}${suffix}`, { force: true });
  reportOnce<RawReport>({ parse: parse / 1e3, insert: insert / 1e3, cpu });
});

// Whoever started it is gone.
process.once("disconnect", () => process.exit(1));
