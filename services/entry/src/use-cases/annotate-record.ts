import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { recordDecider } from "../domain/record.ts";
import type { RecordCommand } from "../domain/record-model.ts";

export const annotateRecordRefusals = [
  "record-unknown",
  "record-voided",
] as const satisfies readonly ErrorCode[];

/** Notes what a decision says beside a record. Throws what `annotateRecordRefusals` names. */
export const annotateRecord = async (
  commands: Pick<CommandHandler, "handle">,
  recordId: string,
  { text, decision }: Pick<DataOf<"RecordAnnotated">, "text" | "decision">,
  context: CommandContext,
) => {
  const command: RecordCommand = { type: "AnnotateRecord", text, decision };
  const handled = await commands.handle(recordDecider, recordId, command, context);
  return { handled, content: { recordId } };
};
