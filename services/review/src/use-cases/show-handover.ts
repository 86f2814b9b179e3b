import { type Directory, logReading, nameOfAccount } from "@sogoc/access";
import { type CommandContext, type CommandHandler, type Hands, refusalOf } from "@sogoc/core";
import { countSupplement } from "@sogoc/registers";
import type { Deciding } from "../domain/deciding.ts";
import {
  type HandoverState,
  handoverDecider,
  handoverFigures,
  requireMayAcceptHandover,
} from "../domain/handover.ts";
import { isOwnChange, requireChangesOfOthers } from "../domain/unconfirmed-changes.ts";
import { versionOfVerdict } from "../domain/verdict-version.ts";
import { getReadiness, type ReadinessReaders } from "../steps/get-readiness.ts";
import { getSupplement, type Supplement } from "../steps/get-supplement.ts";
import { manifestRefusals, type ReadManifestDependencies, readManifest } from "../steps/read-manifest.ts";
import { requireMaySeeFirstKeyingsOfBook } from "../steps/require-may-see-first-keying.ts";

export interface ShowHandoverDependencies extends ReadManifestDependencies, ReadinessReaders {
  readonly commands: CommandHandler;
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
 * What waits for another person before it may go out, each with who added it and when, and why the
 * reader may confirm none of it, where they may not.
 */
const changesToConfirm = (
  { directory }: Pick<ShowHandoverDependencies, "directory">,
  unconfirmed: Supplement["unconfirmed"],
  deciding: Deciding,
) => {
  const ownOf = (hands: Hands | undefined) => (isOwnChange(hands, deciding) ? (true as const) : undefined);
  const nameOf = (hands: Hands | undefined) => nameOfAccount(directory, hands?.accounts[0] ?? "");
  const notes = unconfirmed.notes.map((note) => {
    const { recordId, number, revision, text, decision, at } = note;
    return { recordId, number, revision, text, decision, at, byName: nameOf(note), own: ownOf(note) };
  });
  const scans = unconfirmed.scans.map((scan) => {
    const { id: scanId, kind, number, sha256, version, fileName, at, attachedBy } = scan;
    const file = { scanId, kind, number, sha256, version, fileName };
    return { ...file, at, byName: nameOf(attachedBy), own: ownOf(attachedBy) };
  });
  const isAnyOfOthers = [...notes, ...scans].some(({ own }) => own === undefined);
  return {
    notes,
    scans,
    barred: isAnyOfOthers ? undefined : refusalOf(() => requireChangesOfOthers(unconfirmed, deciding)),
  };
};

/** The answers as they were recorded, by whom. */
const answersOf = (
  { directory }: Pick<ShowHandoverDependencies, "directory">,
  { answers }: Pick<HandoverState, "answers">,
) =>
  answers.map(
    ({
      sequence,
      sha256: _sha,
      packedRecordIds: _packed,
      outstanding: _outstanding,
      recordedBy,
      ...answer
    }) => ({
      ...answer,
      package: sequence,
      recordedBy: { account: recordedBy, name: nameOfAccount(directory, recordedBy) },
      unknown: [...answer.unknown],
    }),
  );

/**
 * The hand-over of a book, by its stream: the packages, what is outstanding and whether it was
 * corrected since, the supplement, what could be handed over now, and why the reader may not accept
 * it, where they may not. Findings quote values: their cases are recorded as read, and whoever keys
 * a batch of the book a second time sees nothing. Throws what `showHandoverRefusals` names.
 */
export const showHandover = async (
  dependencies: ShowHandoverDependencies,
  bookId: string,
  context: CommandContext,
) => {
  const reader = context.actor;
  await requireMaySeeFirstKeyingsOfBook(dependencies, reader, bookId);
  const { state, revision } = await dependencies.commands.load(handoverDecider, bookId);
  const { status, lastAnswered, packages } = state;
  const outstanding = [...state.outstanding.values()];
  const now = await dependencies.records.findMany(outstanding.map(({ recordId }) => recordId));
  const readiness = await getReadiness(dependencies, bookId, state);
  const { cases, closers, statedValues, seen, closedFindings, quoted, ...ready } = readiness;
  await logReading(dependencies.commands, context, quoted, "look-up");
  const found = await getSupplement(dependencies, bookId, state, cases);
  const { records: supplement, coverChanged, notes, hands: supplementers, unconfirmed } = found;
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
        : { ...handoverFigures(state, { changes, additions }, awaited), changed: changes, additions },
    supplement: [...supplement],
    coverChanged,
    notes: notes.map(({ recordId, number, text, decision, at, accounts: [by = ""] }) => {
      return { recordId, number, text, decision, at, by };
    }),
    packages,
    answers: answersOf(dependencies, state),
    toConfirm: changesToConfirm(dependencies, unconfirmed, deciding),
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
