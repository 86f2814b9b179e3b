import { DatabaseSync } from "node:sqlite";
import type { NewEvent, RecordedEvent } from "@sogoc/core";

/**
 * The same table, indexes, triggers and pragmas as the event store's, written and read without any
 * port.
 */
export const openPlainEvents = (file: string, synchronous: "FULL" | "NORMAL" = "FULL") => {
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA cache_size=-32768; PRAGMA journal_mode=WAL; PRAGMA synchronous=${synchronous};
    CREATE TABLE IF NOT EXISTS events (
      position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL, id TEXT NOT NULL,
      type TEXT NOT NULL, schema INTEGER NOT NULL, data TEXT NOT NULL, metadata TEXT NOT NULL) STRICT;
    CREATE UNIQUE INDEX IF NOT EXISTS events_in_stream ON events (stream, revision);
    CREATE UNIQUE INDEX IF NOT EXISTS events_by_id ON events (stream, id);
    CREATE INDEX IF NOT EXISTS events_by_type ON events (position, type);`);
  const insert = database.prepare("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  const begin = database.prepare("BEGIN IMMEDIATE");
  const commit = database.prepare("COMMIT");
  let position = 0;
  return {
    database,
    /** One transaction for events that each have a stream and a revision already. */
    insertRecorded(events: readonly RecordedEvent[]): void {
      begin.run();
      for (const { stream, revision, id, type, schema, data, metadata } of events) {
        insert.run(
          ...([++position, stream, revision, id, type, schema] as const),
          ...[JSON.stringify(data), JSON.stringify(metadata)],
        );
      }
      commit.run();
    },
    insertTogether(stream: string, events: readonly NewEvent[]): void {
      begin.run();
      let revision = 0;
      for (const { id, type, schema, data, metadata } of events) {
        insert.run(
          ++position,
          stream,
          revision++,
          id,
          type,
          schema,
          JSON.stringify(data),
          JSON.stringify(metadata),
        );
      }
      commit.run();
    },
  };
};

type Row = readonly [number, string, number, string, string, number, string, string];

/** SELECT and JSON.parse of everything, a page at a time; answers how many events that was. */
export const readPlainly = (database: DatabaseSync, page = 2_000): number => {
  const select = database.prepare("SELECT * FROM events WHERE position > ? ORDER BY position LIMIT ?");
  select.setReturnArrays(true);
  let after = 0;
  let count = 0;
  for (;;) {
    // Eight columns in the table's order.
    const rows = select.all(after, page) as unknown as Row[];
    for (const row of rows) {
      JSON.parse(row[6]);
      JSON.parse(row[7]);
    }
    count += rows.length;
    const last = rows.at(-1);
    if (!last) return count;
    after = last[0];
  }
};
