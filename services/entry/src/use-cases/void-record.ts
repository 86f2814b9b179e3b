import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import { recordDecider } from "../domain/record.ts";
import type { RecordKeys } from "../domain/record-model.ts";
import { type KeyingAccess, keyInBatch, keyingRefusals } from "../steps/key-in-batch.ts";
import { loadBatch } from "../steps/load-batch.ts";

interface VoidRecordAccess extends KeyingAccess {
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
  access: VoidRecordAccess,
  { recordId, batchId }: RecordKeys,
  reason: string,
  context: CommandContext,
) => {
  const batch = await loadBatch(access, batchId);
  const handled = await keyInBatch(access, batch, context, (keying) =>
    access.commands.handle(recordDecider, recordId, { type: "VoidRecord", reason, keying }, context),
  );
  return { handled, content: { recordId } };
};
