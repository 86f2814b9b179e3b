import type { DatabaseSync } from "node:sqlite";
import { type RecordedEvent, RestoreRefused } from "@sogoc/core";
import { eventFromRow, textOf } from "./event-rows.ts";

/**
 * Puts an event at the place that it brings along; answers undefined when it is there already.
 * Throws `RestoreRefused` where another event is, and where one is missing before it.
 */
export const createRestore = (database: DatabaseSync) => {
  const insert = database.prepare("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  const findMetadata = database.prepare("SELECT metadata FROM events WHERE stream = ? AND revision = ?");
  return (event: RecordedEvent, position: number): RecordedEvent | undefined => {
    const { stream, revision } = event;
    const there = findMetadata.get(stream, revision)?.["metadata"];
    if (there !== undefined) {
      const { hash } = JSON.parse(String(there)) as RecordedEvent["metadata"];
      if (hash !== event.metadata.hash) throw new RestoreRefused(event, "another event");
      return undefined;
    }
    if (revision > 0 && !findMetadata.get(stream, revision - 1)) throw new RestoreRefused(event, "a gap");
    const { id, type, schema, data, metadata } = textOf(event);
    insert.run(position, stream, revision, id, type, schema, data, metadata);
    return eventFromRow([position, stream, revision, id, type, schema, data, metadata]);
  };
};
