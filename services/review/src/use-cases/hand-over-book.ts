import { unreadableRefusals } from "@sogoc/access";
import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";

import { type HandoverCommand, handoverDecider } from "../domain/handover.ts";
import type { ReconciledBook } from "../read-models/books.ts";
import { placeOf } from "../steps/load-book.ts";
import { loadReadiness, type ReadinessReaders } from "../steps/load-readiness.ts";
import { type ManifestAccess, manifestRefusals, readManifest } from "../steps/read-manifest.ts";
import { requirePackageLetGo } from "../steps/require-package-let-go.ts";

interface HandOverBookAccess extends ManifestAccess, ReadinessReaders {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
}

export interface PackageToHandOver {
  readonly exportId: string;
  readonly note?: string | undefined;
}

export const handOverBookRefusals = [
  ...manifestRefusals,
  ...unreadableRefusals,
  "answer-outstanding",
  "book-not-accepted",
  "book-unknown",
  "handover-accepted",
  "nothing-to-hand-over",
  "package-incomplete",
  "record-not-outstanding",
  "refusal-not-answered",
] as const satisfies readonly ErrorCode[];

/**
 * Hands an exported package over: the whole book first, later what was refused or left out. Throws
 * what `handOverBookRefusals` names.
 */
export const handOverBook = async (
  access: HandOverBookAccess,
  book: ReconciledBook,
  { exportId, note }: PackageToHandOver,
  context: CommandContext,
) => {
  const bookId = book.id;
  await requirePackageLetGo(access, exportId, context.at);
  const { manifestSha256, workbook, scans, records } = await readManifest(access, bookId, exportId);
  const { inBook, notAccepted } = await loadReadiness(access, bookId);
  const data: Extract<HandoverCommand, { type: "HandOver" }>["data"] = {
    ...placeOf(book),
    exportId,
    manifestSha256,
    workbookSha256: workbook.sha256,
    scansSha256: scans.sha256,
    note: note === "" ? undefined : note,
    handedOverBy: context.actor.account,
  };
  const command: HandoverCommand = { type: "HandOver", data, records, inBook, notAccepted };
  const handled = await access.commands.handle(handoverDecider, bookId, command, context);
  return { handled, content: { bookId } };
};
