import type { EventStore } from "@sogoc/core";
import { type RecordedDomainEvent, upcast } from "@sogoc/events";
import {
  mayHaveUnmarkedChanges,
  type UnmarkedChange,
  unmarkedChangesIn,
} from "../domain/unmarked-changes.ts";
import type { RecordView } from "../read-models/records.ts";

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
    const events = (await store.readStream(`record-${record.id}`)).map(
      (event) => upcast(event) as unknown as RecordedDomainEvent,
    );
    const changes = unmarkedChangesIn(record.id, events, earlier);
    if (changes.length > 0) found.set(record.id, changes);
  }
  return found;
};
