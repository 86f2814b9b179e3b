import { type Directory, nameOfAccount } from "@sogoc/access";
import { type Acting, type CommandHandler, refusalOf } from "@sogoc/core";
import { countSupplement } from "@sogoc/registers";
import {
  type HandoverState,
  handoverDecider,
  handoverFigures,
  requireMayAcceptHandover,
} from "../domain/handover.ts";
import { versionOfVerdict } from "../domain/verdict-version.ts";
import { getReadiness, type ReadinessReaders } from "../steps/get-readiness.ts";
import { getSupplement } from "../steps/get-supplement.ts";
import { manifestRefusals, type ReadManifestDependencies, readManifest } from "../steps/read-manifest.ts";
import { requireMaySeeFirstKeyingsOfBook } from "../steps/require-may-see-first-keying.ts";

export interface ShowHandoverDependencies extends ReadManifestDependencies, ReadinessReaders {
  readonly commands: Pick<CommandHandler, "load">;
  readonly directory: Pick<Directory, "displayName" | "tree">;
}

export const showHandoverRefusals = [...manifestRefusals, "blind-keying", "book-unknown"] as const;

/** The records of the package that waits for its answer. */
const listAwaited = async (
  dependencies: ReadManifestDependencies,
  bookId: string,
  { packages, lastAnswered }: HandoverState,
): Promise<ReadonlySet<string>> => {
  const open = packages[lastAnswered];
  if (!open) return new Set();
  const { records } = await readManifest(dependencies, bookId, open.exportId);
  return new Set(records.map(({ recordId }) => recordId));
};

/**
 * The hand-over of a book, by its stream: the packages, what is outstanding and whether it was
 * corrected since, the supplement, what could be handed over now, and why the reader may not accept
 * it, where they may not. Findings quote values, so whoever keys a batch of the book a second time
 * sees nothing. Throws what `showHandoverRefusals` names.
 */
export const showHandover = async (
  dependencies: ShowHandoverDependencies,
  bookId: string,
  reader: Acting,
) => {
  await requireMaySeeFirstKeyingsOfBook(dependencies, reader, bookId);
  const { state, revision } = await dependencies.commands.load(handoverDecider, bookId);
  const { status, lastAnswered, packages } = state;
  const outstanding = [...state.outstanding.values()];
  const now = await dependencies.records.findMany(outstanding.map(({ recordId }) => recordId));
  const { cases, closers, statedValues, seen, closedFindings, ...ready } = await getReadiness(
    dependencies,
    bookId,
    state,
  );
  const found = await getSupplement(dependencies, bookId, state, cases);
  const { records: supplement, coverChanged, notes, hands: supplementers } = found;
  const deciding = { account: reader.account, acting: reader };
  const awaited = await listAwaited(dependencies, bookId, state);
  const { changes, additions } = countSupplement(supplement, awaited);
  return {
    bookId,
    status,
    answered: lastAnswered,
    figures:
      packages.length === 0
        ? null
        : { ...handoverFigures(state, changes, awaited), changed: changes, additions },
    supplement: [...supplement],
    coverChanged,
    notes: notes.map(({ recordId, number, text, decision, at, accounts: [by = ""] }) => {
      return { recordId, number, text, decision, at, by };
    }),
    packages,
    answers: state.answers.map(
      ({ sequence, fileName, recordedBy, words, doubted, ofEither, unknown, contradicted }) => ({
        package: sequence,
        fileName,
        recordedBy: { account: recordedBy, name: nameOfAccount(dependencies.directory, recordedBy) },
        words,
        doubted,
        ofEither,
        unknown: [...unknown],
        contradicted,
      }),
    ),
    setAside: [...state.setAside.values()],
    doubtedLines: state.doubtedLines,
    /** Whether the last acceptance still covers everything. */
    isAcceptedNow:
      status === "accepted" &&
      supplement.length + ready.notAccepted + ready.openFindings === 0 &&
      !coverChanged,
    outstanding: outstanding.map(
      ({ recordId, number, revision, reason = null, upheldBecause = null, pending }) => ({
        recordId,
        number,
        reason,
        pending,
        confirmed: upheldBecause,
        corrected: (now.get(recordId)?.contentRevision ?? 0) > revision,
        sentAgain: awaited.has(recordId) ? (true as const) : undefined,
      }),
    ),
    ready: {
      ...ready,
      findings: [...ready.findings],
      closedFindings: closedFindings.map(({ by, ...closed }) => ({
        ...closed,
        by: by === undefined ? undefined : nameOfAccount(dependencies.directory, by),
      })),
      exchanges: [...ready.exchanges],
      openBatches: [...ready.openBatches],
      held: ready.held.map((one) => ({ ...one, why: [...one.why] })),
    },
    barred: refusalOf(() =>
      requireMayAcceptHandover(state, { supplementers, closers, statedValues }, deciding),
    ),
    revision: versionOfVerdict([revision], [seen]),
  };
};
