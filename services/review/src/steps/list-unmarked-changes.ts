import type { EventStore } from "@sogoc/core";
import {
  mayHaveUnmarkedChanges,
  type UnmarkedChange,
  unmarkedChangesIn,
} from "../domain/unmarked-changes.ts";
import type { RecordView } from "../read-models/records.ts";
import { readEvents } from "./read-events.ts";

export interface UnmarkedChangesDependencies {
  readonly store: Pick<EventStore, "readStream">;
}

type Changeable = Pick<RecordView, "id" | "saidAt" | "contentRevision">;

/**
 * For each of these records that has any, the fields that no round had marked and that were changed
 * since the last round.
 */
export const listUnmarkedChanges = async (
  { store }: UnmarkedChangesDependencies,
  earlier: Parameters<typeof unmarkedChangesIn>[2],
  records: readonly Changeable[],
): Promise<ReadonlyMap<string, readonly UnmarkedChange[]>> => {
  const found = new Map<string, readonly UnmarkedChange[]>();
  for (const record of records) {
    if (!mayHaveUnmarkedChanges(record, earlier)) continue;
    const events = await readEvents(store, `record-${record.id}`);
    const changes = unmarkedChangesIn(record.id, events, earlier);
    if (changes.length > 0) found.set(record.id, changes);
  }
  return found;
};
