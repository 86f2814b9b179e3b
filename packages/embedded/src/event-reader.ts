import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type LogPage, type ReadAllOptions, type RecordedEvent, StorageDamaged } from "@sogoc/core";
import { engineFaultFrom } from "./engine-fault.ts";
import { EVENT_COLUMNS, type EventRow, eventFromRow } from "./event-rows.ts";

/**
 * Positions that one filtered read looks at, at the most: bounds the time of a read that finds
 * little.
 */
const WINDOW = 100_000;

/**
 * Reads the log's file. Throws `EngineUnavailable` where the disk is at fault, `StorageDamaged`
 * where the file is.
 */
export const createEventReader = (database: DatabaseSync) => {
  const statements = new Map<string, StatementSync>();

  const prepare = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known) return known;
    const statement = database.prepare(sql);
    statement.setReturnArrays(true);
    statements.set(sql, statement);
    return statement;
  };
  // Rows arrive as arrays in the order of the columns, which the driver's types do not know.
  const read = (sql: string, ...values: (string | number)[]): RecordedEvent[] => {
    try {
      return (prepare(sql).all(...values) as unknown as EventRow[]).map(eventFromRow);
    } catch (error) {
      // What is no JSON any more was written as JSON.
      throw error instanceof SyntaxError
        ? new StorageDamaged(error)
        : engineFaultFrom(error, database.location());
    }
  };

  const count = (statement: StatementSync, ...values: (string | number)[]): readonly [number] => {
    try {
      return statement.get(...values) as unknown as readonly [number];
    } catch (error) {
      throw engineFaultFrom(error, database.location());
    }
  };

  const readTypes = (after: number, limit: number, types: readonly string[], head: number): LogPage => {
    const windowEnd = Math.min(head, after + WINDOW);
    const wanted = `position > ? AND position <= ? AND type IN (${types.map(() => "?").join(",")})`;
    const countNext = prepare(`SELECT count(*) FROM events INDEXED BY events_by_type WHERE ${wanted}`);
    // One number, as an array.
    const [dense] = count(countNext, after, Math.min(head, after + limit), ...types);
    // Where most rows are wanted, going from row to row is faster than by way of the index.
    const way = dense * 2 > limit ? "NOT INDEXED" : "INDEXED BY events_by_type";
    const events = read(
      `SELECT ${EVENT_COLUMNS} FROM events ${way} WHERE ${wanted} ORDER BY position LIMIT ?`,
      after,
      windowEnd,
      ...types,
      limit,
    );
    const last = events.length === limit ? events.at(-1) : undefined;
    const upTo = last ? last.position : Math.max(after, windowEnd);
    return { events, upTo, end: upTo >= head };
  };

  return {
    head(): number {
      // One column of one row, as an array.
      const row = prepare("SELECT max(position) FROM events").get() as unknown as [number | null] | undefined;
      return row?.[0] ?? 0;
    },
    readStream: (stream: string, fromRevision: number): RecordedEvent[] =>
      read(
        `SELECT ${EVENT_COLUMNS} FROM events WHERE stream = ? AND revision >= ? ORDER BY revision`,
        stream,
        fromRevision,
      ),
    eventAt: (position: number): RecordedEvent | undefined =>
      read(`SELECT ${EVENT_COLUMNS} FROM events WHERE position = ?`, position)[0],
    readAll({ after, limit, types }: ReadAllOptions, head: number): LogPage {
      if (types) return readTypes(after, limit, types, head);
      const events = read(
        `SELECT ${EVENT_COLUMNS} FROM events WHERE position > ? ORDER BY position LIMIT ?`,
        after,
        limit,
      );
      const upTo = events.at(-1)?.position ?? Math.max(after, head);
      return { events, upTo, end: upTo >= head };
    },
  };
};
