import { unreadableRefusals } from "@sogoc/access";
import { type CommandContext, type CommandHandler, type ErrorCode, getSeenVersion } from "@sogoc/core";
import { type ShownBook, shownOtherwise } from "@sogoc/registers";
import { type HandoverCommand, handoverDecider } from "../domain/handover.ts";
import { unconfirmedInPackage } from "../domain/unconfirmed-changes.ts";
import { versionOfVerdict } from "../domain/verdict-version.ts";
import type { BookView } from "../read-models/books.ts";
import type { RecordView } from "../read-models/records.ts";
import { keysOfBook } from "../steps/get-book.ts";
import { getReadiness, type ReadinessReaders } from "../steps/get-readiness.ts";
import { getShownBook, getSupplement } from "../steps/get-supplement.ts";
import { requireSeenVersion } from "../steps/get-verdict-version.ts";
import {
  manifestRefusals,
  packageOf,
  type ReadManifestDependencies,
  readManifest,
} from "../steps/read-manifest.ts";
import { requireMaySeeFirstKeyingsOfBook } from "../steps/require-may-see-first-keying.ts";
import { requirePackageReleased } from "../steps/require-package-released.ts";

export interface HandOverBookDependencies extends ReadManifestDependencies, ReadinessReaders {
  readonly commands: Pick<CommandHandler, "findHandled" | "handle" | "load">;
}

export interface PackageToHandOver {
  readonly exportId: string;
  readonly note?: string | undefined;
  /** Why cases go out whose marks or findings nobody has settled. */
  readonly because?: string | undefined;
}

export const handOverBookRefusals = [
  ...manifestRefusals,
  ...unreadableRefusals,
  "answer-outstanding",
  "batches-not-accepted",
  "blind-keying",
  "book-not-accepted",
  "book-unknown",
  "cases-not-let-go",
  "changes-not-confirmed",
  "correction-under-way",
  "exchange-under-way",
  "handover-accepted",
  "nothing-to-hand-over",
  "package-incomplete",
  "package-outdated",
  "reconciliation-open",
  "record-not-outstanding",
  "refusal-not-answered",
] as const satisfies readonly ErrorCode[];

/**
 * How many records of a package have changed since it was made, or their scans or office. In a
 * package of the whole book, scans that show no single record count as well.
 */
const countOutdated = (
  manifest: Awaited<ReturnType<typeof readManifest>>,
  now: ReadonlyMap<string, RecordView>,
  shown: ShownBook,
): number => {
  const sent = packageOf(manifest);
  const otherwise = shownOtherwise({ ...sent, isWhole: manifest.delta === undefined }, shown);
  const changed = sent.records
    .filter(({ recordId, revision }) => (now.get(recordId)?.revision ?? revision) > revision)
    .map(({ recordId }) => recordId);
  return new Set([...changed, ...otherwise.records]).size || otherwise.scans;
};

/**
 * Hands over an exported package: the whole book first; later what was refused or left out, and
 * what was accepted, corrected, annotated or got another scan since. Throws what
 * `handOverBookRefusals` names, or `revision-conflict` where the book or its hand-over has changed
 * since it was seen.
 */
export const handOverBook = async (
  dependencies: HandOverBookDependencies,
  book: BookView,
  { exportId, note, because }: PackageToHandOver,
  commandContext: CommandContext,
) => {
  const { seen, context } = getSeenVersion(commandContext);
  const bookId = book.id;
  await requirePackageReleased(dependencies, exportId, context.at);
  const manifest = await readManifest(dependencies, bookId, exportId);
  const { manifestSha256, workbook, scans, records } = manifest;
  await requireMaySeeFirstKeyingsOfBook(dependencies, context.actor, bookId);
  const { state, revision } = await dependencies.commands.load(handoverDecider, bookId);
  const {
    cases,
    closers: _,
    statedValues: _statedValues,
    findings: _findings,
    closedFindings: _closed,
    quoted: _quoted,
    seen: seenOfBook,
    expected,
    ownNumbers,
    openBatches,
    exchanges,
    ...ready
  } = await getReadiness(dependencies, bookId, state);
  const before = await dependencies.commands.findHandled(handoverDecider, bookId, context);
  if (!before) requireSeenVersion(seen, versionOfVerdict([revision], [seenOfBook]));
  const {
    records: supplement,
    coverChanged,
    unconfirmed,
  } = await getSupplement(dependencies, bookId, state, cases);
  const now = await dependencies.records.findMany(records.map(({ recordId }) => recordId));
  const data: Extract<HandoverCommand, { type: "HandOver" }>["data"] = {
    ...keysOfBook(book),
    exportId,
    manifestSha256,
    workbookSha256: workbook.sha256,
    scansSha256: scans.sha256,
    note: note === "" ? undefined : note,
    handedOverBy: context.actor.account,
  };
  const outdatedCount = countOutdated(manifest, now, await getShownBook(dependencies, bookId));
  const command: HandoverCommand = {
    type: "HandOver",
    data,
    records: records.map((one) => {
      const contentRevision = now.get(one.recordId)?.contentRevision ?? one.revision;
      return { ...one, contentRevision };
    }),
    because,
    openBatchCount: openBatches.length,
    exchangeCount: exchanges.length,
    missingCases: Math.max(0, (expected ?? ownNumbers) - ownNumbers),
    outdatedCount,
    unconfirmed: unconfirmedInPackage(unconfirmed, packageOf(manifest)),
    supplement,
    containsNewCover: coverChanged && packageOf(manifest).scans.some(({ kind }) => kind === "cover"),
    ...ready,
  };
  const judgedContext = { ...context, expectedRevision: revision };
  const handled =
    before ?? (await dependencies.commands.handle(handoverDecider, bookId, command, judgedContext));
  return { handled, content: { bookId } };
};
