import { type CommandHandler, CommandRejected } from "@sogoc/core";
import { handoverDecider, type PackedRecord } from "../domain/handover.ts";
import type { ReconciledBook } from "../read-models/books.ts";
import { type ManifestAccess, readManifest } from "./read-manifest.ts";

interface SentPackageAccess extends ManifestAccess {
  readonly commands: Pick<CommandHandler, "load">;
}

/** The package of a book that was handed over last. */
export interface SentPackage {
  readonly book: ReconciledBook;
  readonly sequence: number;
  readonly records: readonly PackedRecord[];
}

/**
 * The package that an answer to this book's hand-over is about. Call before an answer is received:
 * throws `not-handed-over` where there is none.
 */
export const loadSentPackage = async (
  access: SentPackageAccess,
  book: ReconciledBook,
): Promise<SentPackage> => {
  const { state } = await access.commands.load(handoverDecider, book.id);
  const last = state.packages.at(-1);
  if (!last) throw new CommandRejected("not-handed-over");
  const { records } = await readManifest(access, book.id, last.exportId);
  return { book, sequence: last.sequence, records };
};
