import { type CommandContext, type CommandHandler, CommandRejected, type ErrorCode } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { batchDecider } from "../domain/batch.ts";
import { recordDecider } from "../domain/record.ts";
import type { RecordCommand, RecordKeys } from "../domain/record-model.ts";

export const annotateRecordRefusals = [
  "note-before-acceptance",
  "record-unknown",
  "record-voided",
] as const satisfies readonly ErrorCode[];

/**
 * Notes beside an accepted case what a later decision says. A note that the paper book has is keyed
 * with the case, and checked with it; before acceptance this note would go out unchecked. Throws
 * what `annotateRecordRefusals` names.
 */
export const annotateRecord = async (
  commands: Pick<CommandHandler, "handle" | "load">,
  { recordId, batchId }: Pick<RecordKeys, "recordId" | "batchId">,
  { text, decision }: Pick<DataOf<"RecordAnnotated">, "text" | "decision">,
  context: CommandContext,
) => {
  const { state } = await commands.load(batchDecider, batchId);
  if (state.status !== "locked") throw new CommandRejected("note-before-acceptance");
  const command: RecordCommand = { type: "AnnotateRecord", text, decision };
  const handled = await commands.handle(recordDecider, recordId, command, context);
  return { handled, content: { recordId } };
};
