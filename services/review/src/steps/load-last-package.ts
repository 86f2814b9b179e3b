import { type CommandHandler, CommandRejected } from "@sogoc/core";
import {
  type HandoverState,
  handoverDecider,
  type PackedRecord,
  withoutNationalAnswer,
} from "../domain/handover.ts";
import type { SettledCase } from "../handover/match-answer.ts";
import type { BookView } from "../read-models/books.ts";
import { type ReadManifestDependencies, readManifest } from "./read-manifest.ts";

interface LoadLastPackageDependencies extends ReadManifestDependencies {
  readonly commands: Pick<CommandHandler, "load">;
}

/** The package of a book that was handed over last. */
export interface LastPackage {
  readonly book: BookView;
  readonly sequence: number;
  readonly records: readonly PackedRecord[];
  /**
   * Where it was answered already: its cases, and those of packages before, that no answer has
   * named. More results are taken for these alone.
   */
  readonly withoutAnswer?: readonly PackedRecord[] | undefined;
  /** What answers before have settled of this package and of those before it. */
  readonly settled: readonly SettledCase[];
  /** The office that it names, and when it was made. */
  readonly office: string;
  readonly madeAt: string;
}

/**
 * The cases of answered packages that are loaded or were refused; a case that is in a package whose
 * answer has not come is neither.
 */
const listSettled = async (
  dependencies: ReadManifestDependencies,
  bookId: string,
  { packages, answered, outstanding }: HandoverState,
): Promise<readonly SettledCase[]> => {
  const sent = new Map<string, PackedRecord>();
  for (const { exportId, sequence } of packages) {
    const { records } = await readManifest(dependencies, bookId, exportId);
    for (const record of records) {
      sent.delete(record.recordId);
      if (sequence <= answered) sent.set(record.recordId, record);
    }
  }
  return [...sent.values()].flatMap((record): SettledCase[] => {
    const stillOutstanding = outstanding.get(record.recordId);
    if (stillOutstanding === undefined) return [{ record, before: "loaded" }];
    return stillOutstanding.reason === undefined ? [] : [{ record, before: "refused" }];
  });
};

/**
 * The package that an answer to this book's hand-over is about. Call before an answer is received:
 * throws `not-handed-over` where there is none.
 */
export const loadLastPackage = async (
  dependencies: LoadLastPackageDependencies,
  book: BookView,
): Promise<LastPackage> => {
  const { state } = await dependencies.commands.load(handoverDecider, book.id);
  const last = state.packages.at(-1);
  if (!last) throw new CommandRejected("not-handed-over");
  const { records, book: sentAs } = await readManifest(dependencies, book.id, last.exportId);
  const settled = await listSettled(dependencies, book.id, state);
  const madeAt = (await dependencies.exports.find(last.exportId))?.at ?? "";
  const shared = { book, sequence: last.sequence, settled, office: sentAs.office, madeAt };
  if (last.sequence > state.answered) return { ...shared, records };
  const withoutAnswer = withoutNationalAnswer(state).map(({ recordId, number, revision }) => ({
    recordId,
    number,
    revision,
  }));
  const inLast = new Set(records.map(({ recordId }) => recordId));
  const before = withoutAnswer.filter(({ recordId }) => !inLast.has(recordId));
  return { ...shared, records: [...records, ...before], withoutAnswer };
};
