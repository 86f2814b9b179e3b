import { logReading } from "@sogoc/access";
import type { CommandContext, RecordedEvent } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import { getRecord } from "../steps/get-record.ts";
import { requireMaySeeFirstKeying } from "../steps/require-may-see-first-keying.ts";

/**
 * The record's events as stored: an upcast would change what their hashes were taken of. Whoever
 * looks is recorded first. Throws `record-unknown` and `blind-keying`.
 */
export const showRecordEvents = async (
  dependencies: Dependencies<"batches" | "commands" | "records" | "store">,
  recordId: string,
  context: CommandContext,
): Promise<readonly RecordedEvent[]> => {
  const { batchId } = await getRecord(dependencies, recordId);
  await requireMaySeeFirstKeying(dependencies, context.actor, batchId);
  await logReading(dependencies.commands, context, [recordId], "proof");
  return dependencies.store.readStream(`record-${recordId}`);
};
