import { logReading } from "@sogoc/access";
import { type CommandContext, type RecordedEvent, verifyStream } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import { loadStory } from "../history/story.ts";
import { getRecord } from "../steps/get-record.ts";
import { requireMaySeeFirstKeying } from "../steps/require-may-see-first-keying.ts";

/** What a printed hash is laid beside: the hash of each event, and whether the chain holds. */
const proofOf = (events: readonly RecordedEvent[]) => ({
  intact: verifyStream(events) === undefined,
  hashes: events.map(({ revision, metadata: { at, hash } }) => ({ revision, at, hash })),
});

/**
 * The record's history as a story, oldest first, with the hashes of its events. Whoever looks is
 * recorded first. Throws `record-unknown` and `blind-keying`.
 */
export const tellRecordHistory = async (
  dependencies: Dependencies<"batches" | "commands" | "corrections" | "directory" | "records" | "store">,
  recordId: string,
  context: CommandContext,
) => {
  const record = await getRecord(dependencies, recordId);
  await requireMaySeeFirstKeying(dependencies, context.actor, record.batchId);
  await logReading(dependencies.commands, context, [record.id], "history");
  const lines = await loadStory(dependencies, record);
  return { recordId, lines, proof: proofOf(await dependencies.store.readStream(`record-${recordId}`)) };
};
