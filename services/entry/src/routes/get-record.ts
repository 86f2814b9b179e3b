import { CommandRejected } from "@sogoc/core";
import { recordDecider } from "../domain/record.ts";
import type { RecordPlace } from "../domain/record-model.ts";
import type { EntryParts } from "../entry-parts.ts";

/**
 * Throws `record-unknown`. Read from the stream, so that a record is there the moment it was
 * entered.
 */
export const getRecord = async (parts: EntryParts, recordId: string): Promise<RecordPlace> => {
  const { state } = await parts.runtime.commands.load(recordDecider, recordId);
  if (!state.place) throw new CommandRejected("record-unknown");
  return state.place;
};
