import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import { recordDecider } from "../domain/record.ts";
import type { RecordKeys } from "../domain/record-model.ts";
import { type KeyInBatchDependencies, keyInBatch, keyingRefusals } from "../steps/key-in-batch.ts";
import { loadBatch } from "../steps/load-batch.ts";

interface VoidRecordDependencies extends KeyInBatchDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
}

export const voidRecordRefusals = [
  ...keyingRefusals,
  "first-keying-finished",
  "record-unknown",
  "record-voided",
] as const satisfies readonly ErrorCode[];

/** Voids a record that was keyed by mistake. Throws what `voidRecordRefusals` names. */
export const voidRecord = async (
  dependencies: VoidRecordDependencies,
  { recordId, batchId }: RecordKeys,
  reason: string,
  context: CommandContext,
) => {
  const batch = await loadBatch(dependencies, batchId);
  const handled = await keyInBatch(dependencies, batch, context, (keying) =>
    dependencies.commands.handle(recordDecider, recordId, { type: "VoidRecord", reason, keying }, context),
  );
  return { handled, content: { recordId } };
};
