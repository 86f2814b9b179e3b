import type { EventMetadata, NewEvent, RecordedEvent } from "@sogoc/core";
import type { FileKind } from "./database.ts";

/**
 * The narrow index over (position, type) lets a reader of few types skip the wide rows of the
 * others.
 */
export const eventFile: FileKind = {
  name: "Sổ Gốc event",
  applicationId: 0x53474556,
  format: 1,
  schema: `
    CREATE TABLE events (
      position INTEGER PRIMARY KEY,
      stream TEXT NOT NULL,
      revision INTEGER NOT NULL,
      id TEXT NOT NULL,
      type TEXT NOT NULL,
      schema INTEGER NOT NULL,
      data TEXT NOT NULL,
      metadata TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX events_in_stream ON events (stream, revision);
    CREATE UNIQUE INDEX events_by_id ON events (stream, id);
    CREATE INDEX events_by_type ON events (position, type);
    CREATE TRIGGER events_never_change BEFORE UPDATE ON events
      BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
    CREATE TRIGGER events_never_go BEFORE DELETE ON events
      BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END`,
};

export const EVENT_COLUMNS = "position, stream, revision, id, type, schema, data, metadata";

/** A row as an array in the order of `EVENT_COLUMNS`. */
export type EventRow = readonly [number, string, number, string, string, number, string, string];

export const eventFromRow = (row: EventRow): RecordedEvent => ({
  id: row[3],
  stream: row[1],
  revision: row[2],
  position: row[0],
  type: row[4],
  schema: row[5],
  data: JSON.parse(row[6]) as unknown,
  metadata: JSON.parse(row[7]) as EventMetadata,
});

/** What an event becomes on disk but for its place. */
export interface EventText {
  readonly id: string;
  readonly type: string;
  readonly schema: number;
  readonly data: string;
  readonly metadata: string;
}

/** Throws for what JSON cannot hold, before anything waits for the disk. */
export const textOf = (event: NewEvent): EventText => ({
  id: event.id,
  type: event.type,
  schema: event.schema,
  data: JSON.stringify(event.data ?? null),
  metadata: JSON.stringify(event.metadata),
});
