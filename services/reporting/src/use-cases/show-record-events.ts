import { logReading } from "@sogoc/access";
import type { CommandContext, RecordedEvent } from "@sogoc/core";
import type { Access } from "../access.ts";
import { getRecord } from "../steps/get-record.ts";
import { requireSighted } from "../steps/require-sighted.ts";

/**
 * The record's events as stored: an upcast would change what their hashes were taken of. Whoever
 * looks is recorded first. Throws `record-unknown` and `blind-keying`.
 */
export const showRecordEvents = async (
  access: Access<"batches" | "commands" | "records" | "store">,
  recordId: string,
  context: CommandContext,
): Promise<readonly RecordedEvent[]> => {
  const { batchId } = await getRecord(access, recordId);
  await requireSighted(access, context.actor.account, batchId);
  await logReading(access.commands, context, [recordId], "proof");
  return access.store.readStream(`record-${recordId}`);
};
