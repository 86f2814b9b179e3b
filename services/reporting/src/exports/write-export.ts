import { logExport } from "@sogoc/access";
import type { CommandContext } from "@sogoc/core";
import { allPages } from "@sogoc/core";
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

/** Records of the book that are not voided, as of a place in the log, whatever is written meanwhile. */
async function* recordsOfBook(
  parts: ReportingParts,
  bookId: string,
  position: number,
): AsyncGenerator<RecordAt> {
  const query = { where: { bookId }, orderBy: [{ column: "sortNumber" }] };
  for await (const page of allPages(parts.records, query, PAGE)) {
    for (const { id } of page) {
      const record = recordAt(currentEvents(await parts.ports.store.readStream(`record-${id}`)), {
        position,
      });
      if (record?.status === "entered") yield record;
    }
  }
}

const scansOfBook = async (parts: ReportingParts, bookId: string): Promise<readonly ScanRow[]> => {
  const scans: ScanRow[] = [];
  const query = { where: { bookId }, orderBy: [{ column: "sortNumber" }] };
  for await (const page of allPages(parts.scans, query)) scans.push(...page);
  return scans;
};

/** Workbook, zip of the scans in force, manifest; all into the blobs. Logged once everything is there. */
export const writeExport = async (
  parts: ReportingParts,
  job: ExportJob,
  book: RegisteredBook,
  context: CommandContext,
  position: number,
): Promise<void> => {
  const { blobs } = parts.ports;
  const { exportId, bookId, unitId } = job;
  const scans = await scansOfBook(parts, bookId);
  job.total = 2 * book.records + scans.length;
  const step = () => {
    job.done++;
  };
  let records = 0;
  const counted = async function* () {
    records = 0;
    for await (const record of recordsOfBook(parts, bookId, position)) {
      records++;
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
      ...{ bookId, unitId, unitName: unitNameOf(parts, unitId), recordType, bookNumber, openingYear },
      ...{ office, expectedCases, pages },
    },
    counts: {
      ...{ records, accepted: book.accepted, voided: book.voided, scans: scans.length },
      scannedPages: scans.reduce((sum, scan) => sum + scan.pages, 0),
    },
    workbook: { name: "workbook.xlsx", ...workbook },
    scans: { name: "scans.zip", ...zip },
    files: scans.map(({ id, kind, sha256, size, pages: count, number }) => ({
      ...{ name: names.get(id) ?? "", sha256, size, kind, pages: count, number },
    })),
  };
  const stored = await blobs.put(Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
  const { expectedRevision: _, ...plain } = context;
  const data = { exportId, bookId, unitId, records, manifestSha256: stored.sha256 };
  await logExport(parts.runtime.commands, plain, data);
  job.files = { workbook, scans: zip, manifest: stored };
  job.done = job.total;
  job.phase = "finished";
};
