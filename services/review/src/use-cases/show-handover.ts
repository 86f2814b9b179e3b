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
import { listSupplement } from "../steps/list-supplement.ts";
import { manifestRefusals, type ReadManifestDependencies, readManifest } from "../steps/read-manifest.ts";
import { requireMaySeeFirstKeyingsOfBook } from "../steps/require-may-see-first-keying.ts";

export interface ShowHandoverDependencies extends ReadManifestDependencies, ReadinessReaders {
  readonly commands: Pick<CommandHandler, "load">;
  readonly directory: Pick<Directory, "displayName" | "tree">;
}

export const showHandoverRefusals = [...manifestRefusals, "blind-keying", "book-unknown"] as const;

/** The records of the package whose answer has not come. */
const listAwaited = async (
  dependencies: ReadManifestDependencies,
  bookId: string,
  { packages, answered }: HandoverState,
): Promise<ReadonlySet<string>> => {
  const open = packages[answered];
  if (!open) return new Set();
  const { records } = await readManifest(dependencies, bookId, open.exportId);
  return new Set(records.map(({ recordId }) => recordId));
};

/**
 * The hand-over of a book, read from its stream: the packages, what is outstanding and whether that
 * was changed since it was handed over, what was accepted or corrected since, and what could be
 * handed over now, and why the reader may not accept it, where they may not. Its findings say what
 * cases hold: whoever keys one of the book's batches a second time sees none. Throws what
 * `showHandoverRefusals` names.
 */
export const showHandover = async (
  dependencies: ShowHandoverDependencies,
  bookId: string,
  reader: Acting,
) => {
  await requireMaySeeFirstKeyingsOfBook(dependencies, reader, bookId);
  const { state, revision } = await dependencies.commands.load(handoverDecider, bookId);
  const { status, answered, packages } = state;
  const outstanding = [...state.outstanding.values()];
  const now = await dependencies.records.findMany(outstanding.map(({ recordId }) => recordId));
  const { cases, closers, said, seen, closedFindings, ...ready } = await getReadiness(
    dependencies,
    bookId,
    state,
  );
  const supplementary = await listSupplement(dependencies, bookId, state, cases);
  const { records: supplement, coverChanged, notes, hands: supplementers } = supplementary;
  const deciding = { account: reader.account, acting: reader };
  const awaited = await listAwaited(dependencies, bookId, state);
  const { changes, additions } = countSupplement(supplement, awaited);
  return {
    bookId,
    status,
    answered,
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
      ({ sequence, fileName, recordedBy, words, doubted, unknown, contradicted }) => ({
        package: sequence,
        fileName,
        recordedBy: { account: recordedBy, name: nameOfAccount(dependencies.directory, recordedBy) },
        words,
        doubted,
        unknown: [...unknown],
        contradicted,
      }),
    ),
    setAside: [...state.setAside.values()],
    /** Whether nothing has come after the last acceptance. */
    isAcceptedNow:
      status === "accepted" &&
      supplement.length + ready.notAccepted + ready.openFindings === 0 &&
      !coverChanged,
    outstanding: outstanding.map(
      ({ recordId, number, revision, reason = null, confirmed = null, pending }) => ({
        recordId,
        number,
        reason,
        pending,
        confirmed,
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
      openBatches: [...ready.openBatches],
      held: ready.held.map((one) => ({ ...one, why: [...one.why] })),
    },
    barred: refusalOf(() => requireMayAcceptHandover(state, { supplementers, closers, said }, deciding)),
    revision: versionOfVerdict([revision], [seen]),
  };
};
