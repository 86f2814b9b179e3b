import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import { type HandoverCommand, handoverDecider } from "../domain/handover.ts";
import type { ReconciledBook } from "../read-models/books.ts";
import { placeOf } from "../steps/get-book.ts";

export interface ConfirmedRefusal {
  readonly recordId: string;
  readonly reason: string;
}

export const confirmRefusalRefusals = [
  "book-unknown",
  "record-not-outstanding",
] as const satisfies readonly ErrorCode[];

/**
 * Says that the paper is as a refused record has it, and why; the record can be handed over again.
 * Throws what `confirmRefusalRefusals` names.
 */
export const confirmRefusal = async (
  commands: Pick<CommandHandler, "handle" | "load">,
  book: ReconciledBook,
  { recordId, reason }: ConfirmedRefusal,
  context: CommandContext,
) => {
  const { state } = await commands.load(handoverDecider, book.id);
  const number = state.outstanding.get(recordId)?.number ?? "";
  const data = { ...placeOf(book), recordId, number, reason, confirmedBy: context.actor.account };
  const command: HandoverCommand = { type: "ConfirmRefusal", data };
  const handled = await commands.handle(handoverDecider, book.id, command, context);
  return { handled, content: { recordId } };
};
