import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import { type HandoverCommand, handoverDecider } from "../domain/handover.ts";
import type { BookView } from "../read-models/books.ts";
import { keysOfBook } from "../steps/get-book.ts";

export interface UpheldRecord {
  readonly recordId: string;
  readonly reason: string;
}

export const upholdRefusedRecordRefusals = [
  "book-unknown",
  "record-not-outstanding",
] as const satisfies readonly ErrorCode[];

/**
 * Records that a refused record is right by the paper, and why; it can then be handed over again.
 * Throws what `upholdRefusedRecordRefusals` names.
 */
export const upholdRefusedRecord = async (
  commands: Pick<CommandHandler, "handle" | "load">,
  book: BookView,
  { recordId, reason }: UpheldRecord,
  context: CommandContext,
) => {
  const { state } = await commands.load(handoverDecider, book.id);
  const number = state.outstanding.get(recordId)?.number ?? "";
  const data = { ...keysOfBook(book), recordId, number, reason, confirmedBy: context.actor.account };
  const command: HandoverCommand = { type: "UpholdRefusedRecord", data };
  const handled = await commands.handle(handoverDecider, book.id, command, context);
  return { handled, content: { recordId } };
};
