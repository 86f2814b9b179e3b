import { type CommandHandler, CommandRejected } from "@sogoc/core";
import { handoverDecider, type PackedRecord, withoutNationalAnswer } from "../domain/handover.ts";
import type { BookView } from "../read-models/books.ts";
import { type ManifestAccess, readManifest } from "./read-manifest.ts";

interface SentPackageAccess extends ManifestAccess {
  readonly commands: Pick<CommandHandler, "load">;
}

/** The package of a book that was handed over last. */
export interface SentPackage {
  readonly book: BookView;
  readonly sequence: number;
  readonly records: readonly PackedRecord[];
  /**
   * Where it was answered already: its cases, and those of packages before, that no answer has
   * named. More results are taken for these alone.
   */
  readonly withoutAnswer?: readonly PackedRecord[] | undefined;
}

/**
 * The package that an answer to this book's hand-over is about. Call before an answer is received:
 * throws `not-handed-over` where there is none.
 */
export const loadSentPackage = async (access: SentPackageAccess, book: BookView): Promise<SentPackage> => {
  const { state } = await access.commands.load(handoverDecider, book.id);
  const last = state.packages.at(-1);
  if (!last) throw new CommandRejected("not-handed-over");
  const { records } = await readManifest(access, book.id, last.exportId);
  if (last.sequence > state.answered) return { book, sequence: last.sequence, records };
  const withoutAnswer = withoutNationalAnswer(state).map(({ recordId, number, revision }) => ({
    recordId,
    number,
    revision,
  }));
  const inLast = new Set(records.map(({ recordId }) => recordId));
  const before = withoutAnswer.filter(({ recordId }) => !inLast.has(recordId));
  return { book, sequence: last.sequence, records: [...records, ...before], withoutAnswer };
};
