import { type CommandHandler, CommandRejected } from "@sogoc/core";
import { recordDecider } from "../domain/record.ts";
import type { RecordKeys } from "../domain/record-model.ts";

/**
 * The ids of a record and of what it belongs to, read from its stream, so it shows what was written
 * a moment ago. Throws `record-unknown`.
 */
export const loadRecordKeys = async (
  commands: Pick<CommandHandler, "load">,
  recordId: string,
): Promise<RecordKeys> => {
  const { state } = await commands.load(recordDecider, recordId);
  if (!state.keys) throw new CommandRejected("record-unknown");
  return state.keys;
};

/** The same for a record of this batch. Throws `record-unknown` or `record-not-in-batch`. */
export const loadKeysOfRecordInBatch = async (
  commands: Pick<CommandHandler, "load">,
  recordId: string,
  batchId: string,
): Promise<RecordKeys> => {
  const keys = await loadRecordKeys(commands, recordId);
  if (keys.batchId !== batchId) throw new CommandRejected("record-not-in-batch");
  return keys;
};
