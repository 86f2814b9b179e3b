import { logExport, requireStillMay } from "@sogoc/access";
import {
  allPages,
  type BlobInfo,
  type CommandContext,
  CommandRejected,
  everyDocument,
  vietnamDay,
  type WhereOf,
  withoutExpectation,
} from "@sogoc/core";
import type { SupplementRecord } from "@sogoc/registers";
import type { Dependencies } from "../dependencies.ts";
import { unitNameOf } from "../figures/scope.ts";
import { currentEvents, type RecordAt, recordAt } from "../history/record-at.ts";
import { byNumber } from "../read-models/records.ts";
import type { ScanView } from "../read-models/scans.ts";
import type { RegisteredBook } from "../steps/get-book.ts";
import type { ExportJob } from "./export-jobs.ts";
import { getExportKey } from "./export-key.ts";
import { type BlockHashes, intoBlob } from "./into-blob.ts";
import type { Manifest } from "./manifest.ts";
import { writeMinistryWorkbook } from "./ministry-workbook.ts";
import { writeScansZip, zipNames } from "./scans-zip.ts";

const PAGE = 200;

/**
 * Records of the book that are not voided, as of a position in the log, whatever is written
 * meanwhile.
 */
async function* recordsOfBook(
  { records, store }: Dependencies<"records" | "store">,
  bookId: string,
  position: number,
  only: ReadonlySet<string> | undefined,
): AsyncGenerator<RecordAt> {
  const query = {
    where: { bookId } satisfies WhereOf<typeof records>,
    orderBy: byNumber,
  } as const;
  for await (const page of allPages(records, query, PAGE)) {
    for (const { id } of page) {
      if (only && !only.has(id)) continue;
      const record = recordAt(currentEvents(await store.readStream(`record-${id}`)), { position });
      if (record?.status === "entered") yield record;
    }
  }
}

/**
 * The scans of the book in force. A later package has those of its records, the scan of the whole
 * book if a record has none of its own, and the cover if that was replaced.
 */
export const listScansToPack = async (
  { records, scans }: Dependencies<"records" | "scans">,
  bookId: string,
  content: Pick<PackageContent, "only" | "withCover"> | undefined,
): Promise<readonly ScanView[]> => {
  const inForce = await everyDocument(scans, { where: { bookId }, orderBy: byNumber });
  if (!content) return inForce;
  const { only, withCover } = content;
  const rows = await records.findMany([...only]);
  // With suffix and year: the scans of 7, 7b and 7/2009 show three persons.
  const numbers = new Set(
    [...rows.values()].filter((row) => row.bookId === bookId).map(({ number }) => number),
  );
  const own = inForce.filter(({ kind, number }) => kind === "case" && numbers.has(number ?? ""));
  const isOfBook = ({ kind }: ScanView) =>
    kind === "cover" ? withCover : kind === "whole-book" && own.length < numbers.size;
  return [...inForce.filter(isOfBook), ...own];
};

/** What the files of an export hold. */
interface Packed {
  readonly records: readonly { recordId: string; number: string; revision: number }[];
  readonly scans: readonly ScanView[];
  readonly workbook: BlobInfo & { readonly blocks: BlockHashes };
  readonly zip: BlobInfo;
}

/** Who takes a book away. */
const exporters = ["data-manager"] as const;

/** Throws where whoever asked for an export may take nothing of its unit any more. */
const requireAskerMay = (
  { clock, directory }: Dependencies<"clock" | "directory">,
  { account: accountId, unitId }: ExportJob,
): void => requireStillMay(directory, { accountId, roles: exporters, unitId, day: vietnamDay(clock.now()) });

const packFiles = async (
  dependencies: Dependencies<"blobs" | "clock" | "directory" | "records" | "scans" | "store">,
  job: ExportJob,
  book: RegisteredBook,
  position: number,
  content: PackageContent | undefined,
): Promise<Packed> => {
  const { blobs } = dependencies;
  const scans = await listScansToPack(dependencies, job.bookId, content);
  const only = content?.only;
  job.total = 2 * (only?.size ?? book.records) + scans.length;
  const countOne = () => {
    requireAskerMay(dependencies, job);
    job.done++;
  };
  const packed: { recordId: string; number: string; revision: number }[] = [];
  const counted = async function* () {
    packed.length = 0;
    for await (const record of recordsOfBook(dependencies, job.bookId, position, only)) {
      packed.push({ recordId: record.id, number: record.number, revision: record.revision });
      yield record;
    }
  };
  const workbook = await intoBlob(blobs, (out) =>
    writeMinistryWorkbook(out, book.details.recordType, counted, countOne),
  );
  job.phase = "scans";
  const zip = await intoBlob(blobs, (out) => writeScansZip(out, blobs, scans, countOne));
  return { records: packed, scans, workbook, zip };
};

const manifestBookOf = (
  dependencies: Dependencies<"clock" | "directory">,
  { bookId, unitId }: ExportJob,
  { details }: RegisteredBook,
): Manifest["book"] => {
  const { recordType, bookNumber, openingYear, office, expectedCases, pages } = details;
  const unitName = unitNameOf(dependencies, unitId);
  return { bookId, unitId, unitName, recordType, bookNumber, openingYear, office, expectedCases, pages };
};

const filesOf = ({ records, scans, workbook, zip }: Packed, kinds?: PackageContent["kinds"]) => {
  const names = zipNames(scans);
  return {
    records: records.map((one) => ({ ...one, kind: kinds?.get(one.recordId) })),
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
};

/**
 * The event is written last, when everything is there including the signature's key: if the log
 * names an export and there is no key, the key was lost. Throws `concurrent-change`.
 */
const logFinished = async (
  { commands, secrets }: Dependencies<"commands" | "secrets">,
  { exportId, bookId, unitId, kind }: ExportJob,
  { records, inBook }: { readonly records: number; readonly inBook: number },
  manifestSha256: string,
  context: CommandContext,
): Promise<void> => {
  await getExportKey(secrets);
  const logged = await logExport(commands, withoutExpectation(context), {
    exportId,
    bookId,
    unitId,
    records,
    manifestSha256,
    kind,
    inBook,
  });
  // Another process wrote the same export first: its event and manifest are used.
  const [event] = logged.events;
  if (event?.type === "BookExported" && event.data.manifestSha256 !== manifestSha256) {
    throw new CommandRejected("concurrent-change");
  }
};

/** A package of some records of a book. */
export interface PackageContent {
  readonly only: ReadonlySet<string>;
  /** Of a later package: what no package holds as it is now. */
  readonly kinds: ReadonlyMap<string, SupplementRecord["kind"]>;
  /** It holds the cover of the book, which is another one than that of the packages before. */
  readonly withCover: boolean;
}

/**
 * Workbook, zip of the scans in force, manifest; all into the blobs. Logged once everything is
 * there. `content` is a later package: the records that it holds, with their scans.
 */
export const writeExport = async (
  dependencies: Dependencies<
    "blobs" | "clock" | "commands" | "directory" | "records" | "scans" | "secrets" | "store"
  >,
  job: ExportJob,
  book: RegisteredBook,
  context: CommandContext,
  position: number,
  content?: PackageContent,
): Promise<void> => {
  const packed = await packFiles(dependencies, job, book, position, content);
  const { workbook, zip, records, scans } = packed;
  const { account, name, unit } = context.actor;
  const manifest: Manifest = {
    schema: 1,
    exportId: job.exportId,
    createdAt: context.at.toISOString(),
    createdBy: { account, name, unit },
    position,
    book: manifestBookOf(dependencies, job, book),
    counts: {
      records: records.length,
      accepted: book.accepted,
      voided: book.voided,
      scans: scans.length,
      scannedPages: scans.reduce((sum, scan) => sum + scan.pages, 0),
    },
    delta: content ? true : undefined,
    ...filesOf(packed, content?.kinds),
  };
  requireAskerMay(dependencies, job);
  const stored = await dependencies.blobs.put(Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
  await logFinished(
    dependencies,
    job,
    { records: records.length, inBook: book.records },
    stored.sha256,
    context,
  );
  job.files = { workbook, scans: zip, manifest: stored };
  job.done = job.total ?? 0;
  job.phase = "finished";
};
