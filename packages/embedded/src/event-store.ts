import type { StatementSync } from "node:sqlite";
import {
  type AppendResult,
  type EventStore,
  type LogPage,
  type RecordedEvent,
  requireAppendSize,
} from "@sogoc/core";
import { openFile } from "./database.ts";
import { engineFaultFrom } from "./engine-fault.ts";
import { EVENT_COLUMNS, type EventRow, eventFile, eventFromRow, textOf } from "./event-rows.ts";
import { createGroupCommit } from "./group-commit.ts";
import { writeBackAside } from "./write-back.ts";
import { takeWriterLock } from "./writer-lock.ts";

export interface SqliteEventStoreOptions {
  readonly file: string;
  /**
   * FULL (default): an acknowledged event survives a power cut. NORMAL: it survives only the end of
   * the process.
   */
  readonly synchronous?: "FULL" | "NORMAL" | undefined;
  /** For looking at a store that another process may be writing to; `append` is then refused. */
  readonly readOnly?: boolean | undefined;
}

/**
 * Positions that one filtered read looks at, at the most: bounds the time of a read that finds
 * little.
 */
const WINDOW = 100_000;

/** Who only reads goes through the log from end to end: what was read stays behind. */
const READ_ONCE_KIB = 4_096;

/**
 * An event store in one SQLite file; see the package's README for the tables. Throws when another
 * program writes to it.
 */
export const openSqliteEventStore = (options: SqliteEventStoreOptions): EventStore => {
  const { file, synchronous = "FULL", readOnly = false } = options;
  const cacheKiB = readOnly ? READ_ONCE_KIB : 32_768;
  const database = openFile({ file, kind: eventFile, synchronous, readOnly, cacheKiB });
  const unlock = readOnly ? () => {} : takeOrClose();
  const aside = readOnly ? undefined : writeBackAside(database, file);
  const listeners = new Set<(events: readonly RecordedEvent[]) => void>();
  const statements = new Map<string, StatementSync>();
  let closed = false;

  function takeOrClose() {
    try {
      return takeWriterLock(file);
    } catch (error) {
      database.close();
      throw error;
    }
  }

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
      throw engineFaultFrom(error);
    }
  };

  const tell = (events: readonly RecordedEvent[]) => {
    for (const listener of listeners) {
      try {
        listener(events);
      } catch (error) {
        process.emitWarning(error instanceof Error ? error : String(error), "EventListenerFailed");
      }
    }
  };

  const writer = readOnly
    ? undefined
    : createGroupCommit(database, { wantsCommitted: () => listeners.size > 0, onCommitted: tell });

  const headNow = (): number => {
    if (writer) return writer.head();
    // One column of one row, as an array.
    const row = prepare("SELECT max(position) FROM events").get() as unknown as [number | null] | undefined;
    return row?.[0] ?? 0;
  };

  const readTypes = (after: number, limit: number, types: readonly string[], head: number): LogPage => {
    const windowEnd = Math.min(head, after + WINDOW);
    const wanted = `position > ? AND position <= ? AND type IN (${types.map(() => "?").join(",")})`;
    const countNext = prepare(`SELECT count(*) FROM events INDEXED BY events_by_type WHERE ${wanted}`);
    // One number, as an array.
    const [dense] = countNext.get(after, Math.min(head, after + limit), ...types) as unknown as [number];
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
    exclusive: !readOnly,
    append(stream, expectedRevision, events) {
      return new Promise<AppendResult>((resolve, reject) => {
        if (!writer || closed) throw new Error(`${file} is ${closed ? "closed" : "open for reading only"}.`);
        if (!stream.isWellFormed()) throw new Error("A stream's name must be well-formed text.");
        const texts = events.map(textOf);
        requireAppendSize(stream, texts);
        writer.add({ stream, expectedRevision, events: texts, resolve, reject });
      });
    },
    async restore(events) {
      if (!writer || closed) throw new Error(`${file} is ${closed ? "closed" : "open for reading only"}.`);
      writer.restore(events);
    },
    async readStream(stream, fromRevision = 0) {
      return read(
        `SELECT ${EVENT_COLUMNS} FROM events WHERE stream = ? AND revision >= ? ORDER BY revision`,
        stream,
        fromRevision,
      );
    },
    async readAll({ after, limit, types }) {
      const head = headNow();
      if (types) return readTypes(after, limit, types, head);
      const events = read(
        `SELECT ${EVENT_COLUMNS} FROM events WHERE position > ? ORDER BY position LIMIT ?`,
        after,
        limit,
      );
      const last = events.at(-1);
      const upTo = last?.position ?? Math.max(after, head);
      return { events, upTo, end: upTo >= head };
    },
    head: async () => headNow(),
    onCommitted(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      if (closed) return;
      closed = true;
      writer?.drain();
      listeners.clear();
      await aside?.stop();
      database.close();
      unlock();
    },
  };
};
