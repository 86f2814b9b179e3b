import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import { keyOfNote, keyOfScan } from "@sogoc/registers";
import { type HandoverCommand, handoverDecider } from "../domain/handover.ts";
import type { BookView } from "../read-models/books.ts";
import { keysOfBook } from "../steps/get-book.ts";
import { type GetSupplementDependencies, getSupplement } from "../steps/get-supplement.ts";
import { type HoldReaders, listCasesWithHolds } from "../steps/list-cases-with-holds.ts";
import { manifestRefusals } from "../steps/read-manifest.ts";
import { requireMaySeeFirstKeyingsOfBook } from "../steps/require-may-see-first-keying.ts";

type FirstKeyingReaders = Parameters<typeof requireMaySeeFirstKeyingsOfBook>[0];

export interface ConfirmChangesDependencies
  extends GetSupplementDependencies,
    HoldReaders,
    FirstKeyingReaders {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
}

/** The notes and scans that a person has looked at. */
export interface LookedAt {
  readonly notes: readonly { readonly recordId: string; readonly revision: number }[];
  readonly scans: readonly { readonly sha256: string; readonly version: number }[];
}

export const confirmChangesRefusals = [
  ...manifestRefusals,
  "blind-keying",
  "book-unknown",
  "changes-not-waiting",
  "reset-by-yourself",
  "supplemented-by-yourself",
] as const satisfies readonly ErrorCode[];

/**
 * Confirms notes and scans that one person alone put beside what was accepted, so that they may go
 * out. It is no part in the hand-over. Throws what `confirmChangesRefusals` names.
 */
export const confirmChanges = async (
  dependencies: ConfirmChangesDependencies,
  book: BookView,
  lookedAt: LookedAt,
  context: CommandContext,
) => {
  await requireMaySeeFirstKeyingsOfBook(dependencies, context.actor, book.id);
  const { state } = await dependencies.commands.load(handoverDecider, book.id);
  const cases = await listCasesWithHolds(dependencies, book.id);
  const { unconfirmed } = await getSupplement(dependencies, book.id, state, cases);
  const asked = new Set([...lookedAt.notes.map(keyOfNote), ...lookedAt.scans.map(keyOfScan)]);
  const command: HandoverCommand = {
    type: "ConfirmChanges",
    place: keysOfBook(book),
    accountId: context.actor.account,
    asked: asked.size,
    changes: {
      notes: unconfirmed.notes.filter((note) => asked.has(keyOfNote(note))),
      scans: unconfirmed.scans.filter((scan) => asked.has(keyOfScan(scan))),
    },
  };
  const handled = await dependencies.commands.handle(handoverDecider, book.id, command, context);
  return { handled, content: { bookId: book.id } };
};
