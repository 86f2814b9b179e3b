import type { ExportKind } from "@sogoc/access";
import {
  type CommandContext,
  CommandRejected,
  type ErrorCode,
  engineRejectionOf,
  type Hands,
  noHands,
  passwordHandsOf,
  sharesHandOrOpener,
  uuidFrom,
  withHand,
} from "@sogoc/core";
import type { SentPackage } from "@sogoc/registers";
import type { Dependencies } from "../dependencies.ts";
import { amountsToBook } from "../domain/amounts-to-book.ts";
import type { ExportJob } from "../exports/export-jobs.ts";
import { type PackageContent, writeExport } from "../exports/write-export.ts";
import type { HandoverView } from "../read-models/handovers.ts";
import { countFewRecords, startOfCount } from "../steps/count-partial-export.ts";
import { getBook, type RegisteredBook } from "../steps/get-book.ts";
import { listPackedBefore } from "../steps/list-packed-before.ts";
import { requireCasesOfBook } from "../steps/require-cases-of-book.ts";
import { requireChangesConfirmed } from "../steps/require-changes-confirmed.ts";
import { requireMaySeeFirstKeyingsOfBook } from "../steps/require-may-see-first-keying.ts";
import { findFinishedExport } from "./get-export.ts";

const WAIT_MS = 10_000;

/** What finds an export that was begun before, and what a new one is judged by. */
export type StartExportDependencies = Dependencies<
  "batches" | "blobs" | "books" | "clock" | "commands" | "exports" | "handovers" | "jobs" | "supplements"
>;

export const startExportRefusals = [
  "blind-keying",
  "book-unknown",
  "changes-not-confirmed",
  "records-not-of-book",
] as const satisfies readonly ErrorCode[];

export interface ExportWish {
  readonly bookId: string;
  /** A package of corrections: these records of the book and no other. */
  readonly recordIds?: readonly string[] | undefined;
  /** It goes to the national database. */
  readonly purpose?: "hand-over" | undefined;
}

/** Is told what an export failed of, after its start was answered. */
export type TellFailure = (job: ExportJob, error: unknown) => void;

export type StartExport = (
  wish: ExportWish,
  context: CommandContext,
  tellFailure: TellFailure,
) => Promise<ExportJob>;

/**
 * Of a book that is accepted, and of which the asker has decided nothing, a package for the
 * national database is nobody's own doing any more; but for that of whoever has just opened the
 * accounts of both.
 */
const isDecidedByOthers = ({ reviews, records, accepted }: RegisteredBook, asked: Hands): boolean =>
  records > 0 &&
  accepted >= records &&
  Object.values(reviews).every(
    ({ decidedBy, decidedHands }) => decidedBy === null || !sharesHandOrOpener(asked, decidedHands),
  );

/** The ledger of a book, and what its packages do not hold as it is now. */
interface LedgerState {
  /** What its packages hold; undefined where one of them cannot be read any more. */
  readonly sent: readonly SentPackage[] | undefined;
  readonly ledger: HandoverView | undefined;
  readonly kinds: PackageContent["kinds"];
  readonly coverChanged: boolean;
}

const getLedgerState = async (
  { handovers, supplements }: Dependencies<"handovers" | "supplements">,
  bookId: string,
): Promise<LedgerState> => {
  const ledger = await handovers.find(bookId);
  const supplement = ledger && (await supplements.find(ledger));
  const kinds = new Map(supplement?.records.map(({ recordId, kind }) => [recordId, kind]));
  const sent = ledger ? supplement?.sent : [];
  return { sent, ledger, kinds, coverChanged: supplement?.coverChanged ?? false };
};

/**
 * Whether the ledger of the book waits for this very package: for the whole book while it has none,
 * then for records that were sent and are not loaded, and for what no package holds as it is now.
 */
const isAwaited = ({ ledger, kinds }: LedgerState, recordIds: readonly string[] | undefined): boolean => {
  if (!ledger) return recordIds === undefined;
  const outstanding = new Set(ledger.accepted === null ? ledger.outstanding : []);
  return recordIds?.every((recordId) => outstanding.has(recordId) || kinds.has(recordId)) ?? false;
};

/** What an export is asked for as, and what it is judged by. */
interface AskedExport extends ExportWish {
  readonly exportId: string;
  readonly book: RegisteredBook;
}

/** Counts records of the book that are no book by themselves; false where they add up to it. */
const countsAsFew = async (
  dependencies: StartExportDependencies,
  { exportId, bookId, book }: AskedExport,
  recordIds: readonly string[],
  context: CommandContext,
): Promise<boolean> =>
  // By itself already: it is counted nowhere.
  !amountsToBook(new Set(recordIds).size, book.records) &&
  countFewRecords(dependencies, { exportId, bookId, recordIds, book }, context);

/**
 * Records of a package that are exported once more, or because one person alone may have had them
 * sent again, by a note or an answer. The first package that holds a record after somebody else has
 * accepted it counts for nobody, for as long as it lies ready.
 */
const listExportedAgain = async (
  dependencies: StartExportDependencies,
  { bookId, recordIds }: AskedExport,
  { kinds }: LedgerState,
  { at }: CommandContext,
): Promise<readonly string[]> => {
  const packed = await listPackedBefore(dependencies, { bookId, since: startOfCount(at) });
  return recordIds?.filter((id) => kinds.get(id) !== "addition" || packed.has(id)) ?? [...packed];
};

/** What is taken away. */
const getExportKind = async (
  dependencies: StartExportDependencies,
  asked: AskedExport,
  state: LedgerState,
  context: CommandContext,
): Promise<ExportKind> => {
  const { recordIds, purpose, book } = asked;
  const { actor } = context;
  const isPackage = purpose === "hand-over" && isAwaited(state, recordIds);
  if (isPackage && isDecidedByOthers(book, withHand(noHands, actor.account, actor))) {
    const again = await listExportedAgain(dependencies, asked, state, context);
    const isOfFew = again.length === 0 || (await countsAsFew(dependencies, asked, again, context));
    return isOfFew ? "hand-over" : "whole-book";
  }
  return recordIds && (await countsAsFew(dependencies, asked, recordIds, context))
    ? "few-records"
    : "whole-book";
};

/** What an export takes of a book. */
export interface ExportWriter {
  /** Throws `records-not-of-book`. */
  readonly requireCases: (wish: ExportWish) => Promise<void>;
  /** Throws `changes-not-confirmed`. */
  readonly requireConfirmed: (
    book: RegisteredBook,
    sent: readonly SentPackage[],
    content: PackageContent | undefined,
  ) => Promise<void>;
  /** Writes the files by the log of this moment. Throws `read-model-behind`. */
  readonly write: (
    job: ExportJob,
    content: PackageContent | undefined,
    context: CommandContext,
  ) => Promise<void>;
}

export const createExportWriter = (
  dependencies: Parameters<typeof writeExport>[0] & Dependencies<"books" | "projected" | "store">,
): ExportWriter => ({
  requireCases: (wish) => requireCasesOfBook(dependencies, wish),

  requireConfirmed: (book, sent, content) => requireChangesConfirmed(dependencies, book, sent, content),

  write: async (job, content, context) => {
    const position = await dependencies.store.head();
    if (!(await dependencies.projected(position, WAIT_MS))) throw new CommandRejected("read-model-behind");
    await writeExport(dependencies, job, await getBook(dependencies, job.bookId), context, position, content);
  },
});

/** Runs on after the answer; what goes wrong is told by the job. */
const run = (job: ExportJob, work: Promise<void>, tellFailure: TellFailure): void => {
  void work.catch((error: unknown) => {
    job.phase = "failed";
    const rejected = error instanceof CommandRejected ? error : engineRejectionOf(error);
    job.failure = rejected?.code ?? "internal";
    const [problem] = rejected?.problems ?? [];
    job.failureDetail = problem && { vi: problem.detail, en: problem.detailEn ?? problem.detail };
    tellFailure(job, error);
  });
};

const begin = async (
  dependencies: StartExportDependencies,
  writer: ExportWriter,
  exportId: string,
  wish: ExportWish,
  context: CommandContext,
  tellFailure: TellFailure,
): Promise<ExportJob> => {
  const known = dependencies.jobs.find(exportId) ?? (await findFinishedExport(dependencies, exportId));
  if (known && known.bookId !== wish.bookId) throw new CommandRejected("command-id-reused");
  if (known) return known;
  const book = await getBook(dependencies, wish.bookId);
  await requireMaySeeFirstKeyingsOfBook(dependencies, context.actor, wish.bookId);
  await writer.requireCases(wish);
  const { account } = context.actor;
  const state = await getLedgerState(dependencies, wish.bookId);
  const content = wish.recordIds && {
    only: new Set(wish.recordIds),
    kinds: state.kinds,
    withCover: state.coverChanged,
  };
  // What is refused counts nowhere. Whoever records the hand-over of a package is told where one
  // cannot be read.
  if (wish.purpose === "hand-over" && state.sent) await writer.requireConfirmed(book, state.sent, content);
  const kind = await getExportKind(dependencies, { ...wish, exportId, book }, state, context);
  const made = { kind, account, ...passwordHandsOf(context.actor), at: context.at.toISOString() };
  const job = dependencies.jobs.start({
    exportId,
    bookId: wish.bookId,
    unitId: book.details.unitId,
    ...made,
  });
  run(job, writer.write(job, content, context), tellFailure);
  return job;
};

/**
 * Starts exports of books and answers with their jobs, which run on. Made once for a service: two
 * requests with one key at once are one export, and the second waits for the first's job. Throws
 * what `startExportRefusals` names.
 */
export const createExportStarter = (
  dependencies: StartExportDependencies,
  writer: ExportWriter,
): StartExport => {
  const beginning = new Map<string, Promise<ExportJob>>();
  return async (wish, context, tellFailure) => {
    // The export's one event comes at its end; until then the key is known by this.
    await dependencies.commands.claim(context);
    const exportId = uuidFrom("export", context.commandId);
    const begun =
      beginning.get(exportId) ??
      begin(dependencies, writer, exportId, wish, context, tellFailure).finally(() =>
        beginning.delete(exportId),
      );
    beginning.set(exportId, begun);
    return begun;
  };
};
