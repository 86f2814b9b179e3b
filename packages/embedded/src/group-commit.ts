import type { DatabaseSync } from "node:sqlite";
import { type AppendResult, NO_STREAM, type RecordedEvent } from "@sogoc/core";
import { inTransaction } from "./database.ts";
import { engineFaultFrom } from "./engine-fault.ts";
import { type EventText, eventFromRow } from "./event-rows.ts";
import { createRestore } from "./restore-event.ts";
import { WrittenByAnother } from "./writer-lock.ts";

export interface WaitingAppend {
  readonly stream: string;
  readonly expectedRevision: number;
  readonly events: readonly EventText[];
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (reason: unknown) => void;
}

/** Appends per transaction at the most, so that a flood does not hold up the event loop. */
const MAX_GROUP = 1_000;

const recordedFrom = (
  append: WaitingAppend,
  last: { revision: number; position: number },
): RecordedEvent[] => {
  const before = append.events.length - 1;
  return append.events.map(({ id, type, schema, data, metadata }, index) =>
    eventFromRow([
      last.position - before + index,
      append.stream,
      last.revision - before + index,
      id,
      type,
      schema,
      data,
      metadata,
    ]),
  );
};

/**
 * Writes one append behind a position, or says why not. The caller has a transaction open, and
 * counts the new positions only when it answers.
 */
const createAppendOne = (database: DatabaseSync) => {
  const findPlace = database.prepare(
    `SELECT (SELECT revision FROM events WHERE stream = ?1 ORDER BY revision DESC LIMIT 1),
            (SELECT revision FROM events WHERE stream = ?1 AND id = ?2)`,
  );
  findPlace.setReturnArrays(true);
  const findPosition = database.prepare("SELECT position FROM events WHERE stream = ? AND revision = ?");
  const insert = database.prepare("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)");

  const answerKnown = (stream: string, known: number, count: number): AppendResult => {
    for (const revision of [known + count - 1, known]) {
      const found = findPosition.get(stream, revision);
      if (found) return { ok: true, revision, position: Number(found["position"]) };
    }
    throw new Error("An event was found and then was not.");
  };

  const write = (append: WaitingAppend, after: { revision: number; position: number }) => {
    let { revision, position } = after;
    for (const { id, type, schema, data, metadata } of append.events) {
      insert.run(++position, append.stream, ++revision, id, type, schema, data, metadata);
    }
  };

  return (append: WaitingAppend, position: number): AppendResult => {
    const { stream, expectedRevision, events } = append;
    // The driver's row: two columns, each a revision or null.
    const [last, known] = findPlace.get(stream, events[0]?.id ?? "") as unknown as [
      number | null,
      number | null,
    ];
    if (known !== null) return answerKnown(stream, known, events.length);
    const actual = last ?? NO_STREAM;
    if (actual !== expectedRevision) return { ok: false, reason: "wrong-revision", actual };
    if (events.length <= 1) {
      write(append, { revision: actual, position });
    } else {
      database.exec("SAVEPOINT append");
      try {
        write(append, { revision: actual, position });
        database.exec("RELEASE append");
      } catch (error) {
        if (database.isTransaction) database.exec("ROLLBACK TO append; RELEASE append");
        throw error;
      }
    }
    return { ok: true, revision: actual + events.length, position: position + events.length };
  };
};

/** What a transaction came to; nothing of it is told before the commit. */
interface GroupOutcome {
  readonly position: number;
  readonly answers: readonly (() => void)[];
  readonly written: readonly { append: WaitingAppend; revision: number; position: number }[];
}

const writeGroup = (
  database: DatabaseSync,
  appendOne: ReturnType<typeof createAppendOne>,
  group: readonly WaitingAppend[],
  head: number,
): GroupOutcome => {
  const answers: (() => void)[] = [];
  const written: { append: WaitingAppend; revision: number; position: number }[] = [];
  let position = head;
  for (const append of group) {
    try {
      const result = appendOne(append, position);
      if (result.ok && result.position > position) {
        position = result.position;
        written.push({ append, ...result });
      }
      answers.push(() => append.resolve(result));
    } catch (error) {
      // A full disk ends the transaction for all; a refused row only concerns its own append.
      if (!database.isTransaction) throw error;
      answers.push(() => append.reject(engineFaultFrom(error, database.location())));
    }
  }
  return { position, answers, written };
};

/** Where the log ends as its only writer knows it, held against the file each time. */
const createOwnEnd = (database: DatabaseSync, file: string) => {
  const find = database.prepare("SELECT max(position) AS position FROM events");
  const inFile = (): number => Number(find.get()?.["position"] ?? 0);
  let known = inFile();
  let isOurs = true;
  return {
    known: () => known,
    /** Throws `WrittenByAnother`, from the first time on for ever. */
    require(): number {
      isOurs &&= inFile() === known;
      if (!isOurs) throw new WrittenByAnother(file);
      return known;
    },
    moveTo(position: number): void {
      known = position;
    },
  };
};

/**
 * Gathers the appends of one turn of the event loop into one transaction, so that they share one
 * fsync. Each is checked on its own, and none is answered before the commit.
 */
export const createGroupCommit = (
  database: DatabaseSync,
  options: {
    readonly file: string;
    readonly wantsCommitted: () => boolean;
    readonly onCommitted: (events: readonly RecordedEvent[]) => void;
  },
) => {
  const begin = database.prepare("BEGIN IMMEDIATE");
  const commit = database.prepare("COMMIT");
  const appendOne = createAppendOne(database);
  const restoreOne = createRestore(database);
  const end = createOwnEnd(database, options.file);

  let queue: WaitingAppend[] = [];
  let scheduled: NodeJS.Immediate | undefined;

  const flush = () => {
    const group = queue.slice(0, MAX_GROUP);
    queue = queue.slice(MAX_GROUP);
    scheduled = queue.length > 0 ? setImmediate(flush) : undefined;
    let outcome: GroupOutcome;
    try {
      begin.run();
      outcome = writeGroup(database, appendOne, group, end.require());
      commit.run();
    } catch (error) {
      if (database.isTransaction) database.exec("ROLLBACK");
      const fault = engineFaultFrom(error, options.file);
      for (const append of group) append.reject(fault);
      return;
    }
    const { position, answers, written } = outcome;
    end.moveTo(position);
    for (const answer of answers) answer();
    if (written.length > 0 && options.wantsCommitted()) {
      options.onCommitted(written.flatMap(({ append, ...last }) => recordedFrom(append, last)));
    }
  };

  const drain = () => {
    while (queue.length > 0) {
      clearImmediate(scheduled);
      flush();
    }
  };

  return {
    /** Throws `WrittenByAnother`. */
    head: end.require,
    /**
     * All of these at the places they bring along, or none, in one transaction behind what waits.
     */
    restore(events: readonly RecordedEvent[]): void {
      drain();
      const restored = inTransaction(database, () => {
        const head = end.require();
        const written: RecordedEvent[] = [];
        for (const event of events) {
          const stored = restoreOne(event, head + written.length + 1);
          if (stored) written.push(stored);
        }
        return written;
      });
      end.moveTo(end.known() + restored.length);
      if (restored.length > 0 && options.wantsCommitted()) options.onCommitted(restored);
    },
    add(append: WaitingAppend): void {
      queue.push(append);
      scheduled ??= setImmediate(flush);
    },
    /** Writes what still waits. */
    drain,
  };
};
