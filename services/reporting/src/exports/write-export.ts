import { logExport } from "@sogoc/access";
import { allPages, type CommandContext, CommandRejected } from "@sogoc/core";
import { unitNameOf } from "../figures/scope.ts";
import { currentEvents, type RecordAt, recordAt } from "../history/record-at.ts";
import type { ScanRow } from "../read-models/scans.ts";
import type { RegisteredBook, ReportingParts } from "../reporting-parts.ts";
import type { ExportJob } from "./export-jobs.ts";
import { intoBlob } from "./into-blob.ts";
import type { Manifest } from "./manifest.ts";
import { writeMinistryWorkbook } from "./ministry-workbook.ts";
import { writeScansZip, zipNames } from "./scans-zip.ts";

const PAGE = 200;

/**
 * Records of the book that are not voided, as of a place in the log, whatever is written meanwhile.
 */
async function* recordsOfBook(
  parts: ReportingParts,
  bookId: string,
  position: number,
  only: ReadonlySet<string> | undefined,
): AsyncGenerator<RecordAt> {
  const query = { where: { bookId }, orderBy: [{ column: "sortNumber" }] } as const;
  for await (const page of allPages(parts.records, query, PAGE)) {
    for (const { id } of page) {
      if (only && !only.has(id)) continue;
      const record = recordAt(currentEvents(await parts.ports.store.readStream(`record-${id}`)), {
        position,
      });
      if (record?.status === "entered") yield record;
    }
  }
}

const scansOfBook = async (parts: ReportingParts, bookId: string): Promise<readonly ScanRow[]> => {
  const scans: ScanRow[] = [];
  const query = { where: { bookId }, orderBy: [{ column: "sortNumber" }] } as const;
  for await (const page of allPages(parts.scans, query)) scans.push(...page);
  return scans;
};

/** Numbers of records, as the scans of cases name them: without a suffix or a year. */
const numbersOf = async (
  parts: ReportingParts,
  recordIds: ReadonlySet<string>,
): Promise<readonly string[]> => {
  const rows = await parts.records.findMany([...recordIds]);
  return [...rows.values()].map(({ sortNumber }) => String(sortNumber));
};

/**
 * Workbook, zip of the scans in force, manifest; all into the blobs. Logged once everything is
 * there.
 */
export const writeExport = async (
  parts: ReportingParts,
  job: ExportJob,
  book: RegisteredBook,
  context: CommandContext,
  position: number,
  /** Of a package of corrections: the records that it holds, with their scans. */
  only?: ReadonlySet<string>,
): Promise<void> => {
  const { blobs } = parts.ports;
  const { exportId, bookId, unitId } = job;
  const numbers = only && new Set(await numbersOf(parts, only));
  const inForce = await scansOfBook(parts, bookId);
  const scans = numbers
    ? inForce.filter(({ kind, number }) => kind === "case" && numbers.has(number ?? ""))
    : inForce;
  job.total = 2 * (only?.size ?? book.records) + scans.length;
  const step = () => {
    job.done++;
  };
  const packed: { recordId: string; number: string; revision: number }[] = [];
  const counted = async function* () {
    packed.length = 0;
    for await (const record of recordsOfBook(parts, bookId, position, only)) {
      packed.push({ recordId: record.id, number: record.number, revision: record.revision });
      yield record;
    }
  };
  const workbook = await intoBlob(blobs, (out) =>
    writeMinistryWorkbook(out, book.book.recordType, counted, step),
  );
  job.phase = "scans";
  const zip = await intoBlob(blobs, (out) => writeScansZip(out, blobs, scans, step));
  const names = zipNames(scans);
  const { recordType, bookNumber, openingYear, office, expectedCases, pages } = book.book;
  const manifest: Manifest = {
    schema: 1,
    exportId,
    createdAt: context.at.toISOString(),
    createdBy: { account: context.actor.account, name: context.actor.name, unit: context.actor.unit },
    position,
    book: {
      bookId,
      unitId,
      unitName: unitNameOf(parts, unitId),
      recordType,
      bookNumber,
      openingYear,
      office,
      expectedCases,
      pages,
    },
    counts: {
      records: packed.length,
      accepted: book.accepted,
      voided: book.voided,
      scans: scans.length,
      scannedPages: scans.reduce((sum, scan) => sum + scan.pages, 0),
    },
    delta: only ? (true as const) : undefined,
    records: packed,
    workbook: {
      name: "workbook.xlsx",
      sha256: workbook.sha256,
      size: workbook.size,
      blocks: { ...workbook.blocks, sha256: [...workbook.blocks.sha256] },
    },
    scans: { name: "scans.zip", sha256: zip.sha256, size: zip.size },
    files: scans.map(({ id, kind, sha256, size, pages: count, number }) => ({
      name: names.get(id) ?? "",
      sha256,
      size,
      kind,
      pages: count,
      number,
    })),
  };
  const stored = await blobs.put(Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
  const records = packed.length;
  const { expectedRevision: _, ...plain } = context;
  const data = { exportId, bookId, unitId, records, manifestSha256: stored.sha256 };
  const logged = await logExport(parts.runtime.commands, plain, data);
  // Another process was first with the same key: what its event names is offered, and no other
  // manifest.
  const [event] = logged.events;
  if (event?.type === "BookExported" && event.data.manifestSha256 !== stored.sha256) {
    throw new CommandRejected("concurrent-change");
  }
  job.files = { workbook, scans: zip, manifest: stored };
  job.done = job.total;
  job.phase = "finished";
};
