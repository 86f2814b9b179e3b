import { type AppendResult, createCommitListeners, type EventStore, requireAppendSize } from "@sogoc/core";
import { openFile } from "./database.ts";
import { createEventReader } from "./event-reader.ts";
import { eventFile, textOf } from "./event-rows.ts";
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
  const takeOrClose = () => {
    try {
      return takeWriterLock(file);
    } catch (error) {
      database.close();
      throw error;
    }
  };
  const unlock = readOnly ? () => {} : takeOrClose();
  const aside = readOnly ? undefined : writeBackAside(database, file);
  const listeners = createCommitListeners();
  let closed = false;

  const writer = readOnly
    ? undefined
    : createGroupCommit(database, {
        file,
        wantsCommitted: () => listeners.size() > 0,
        onCommitted: listeners.tell,
      });

  const reader = createEventReader(database);
  const head = (): number => (writer ? writer.head() : reader.head());
  const requireWriter = () => {
    if (!writer || closed) throw new Error(`${file} is ${closed ? "closed" : "open for reading only"}.`);
    return writer;
  };

  return {
    exclusive: !readOnly,
    append(stream, expectedRevision, events) {
      return new Promise<AppendResult>((resolve, reject) => {
        const writing = requireWriter();
        if (!stream.isWellFormed()) throw new Error("A stream's name must be well-formed text.");
        const texts = events.map(textOf);
        requireAppendSize(stream, texts);
        writing.add({ stream, expectedRevision, events: texts, resolve, reject });
      });
    },
    async restore(events) {
      requireWriter().restore(events);
    },
    readStream: async (stream, fromRevision = 0) => reader.readStream(stream, fromRevision),
    readAll: async (wanted) => reader.readAll(wanted, head()),
    eventAt: async (position) => reader.eventAt(position),
    head: async () => head(),
    onCommitted: listeners.add,
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
