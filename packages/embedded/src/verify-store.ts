import { DatabaseSync } from "node:sqlite";
import {
  type BrokenEvent,
  createChainVerifier,
  GENESIS_HASH,
  LOG_START,
  type LogMark,
  markAfter,
  messageOf,
  type RecordedEvent,
} from "@sogoc/core";
import { openFile } from "./database.ts";
import { EVENT_COLUMNS, type EventRow, eventFile, eventFromRow } from "./event-rows.ts";

export interface StoreVerdict {
  /** Events that could be read. */
  readonly events: number;
  readonly streams: number;
  /**
   * The first broken event of each stream, in global order, and every gap in the positions; 100 at
   * the most.
   */
  readonly broken: readonly BrokenEvent[];
  /** What is wrong with the file itself, in SQLite's words. */
  readonly integrity: readonly string[];
  /** The last event that could be read. */
  readonly head: LogMark;
  /** The mark asked for stands at its place; undefined when none was asked for. */
  readonly markHolds: boolean | undefined;
}

const PAGE = 500;
const MAX_BROKEN = 100;
/** After so many positions in a row that cannot be read the rest of the file is given up. */
const MAX_UNREADABLE = 20_000;

/** Statements that define a sound file, to compare with what a file holds. */
const schemaOf = (database: DatabaseSync): string =>
  JSON.stringify(database.prepare("SELECT name, tbl_name, sql FROM sqlite_schema ORDER BY type, name").all());

const checkFile = (database: DatabaseSync): string[] => {
  const found: string[] = [];
  const attempt = (work: () => void) => {
    try {
      work();
    } catch (error) {
      found.push(messageOf(error));
    }
  };
  attempt(() => {
    const sound = new DatabaseSync(":memory:");
    sound.exec(eventFile.schema);
    if (schemaOf(sound) !== schemaOf(database))
      found.push("The tables, indexes or triggers are not the expected ones.");
    sound.close();
  });
  attempt(() => {
    for (const row of database.prepare("PRAGMA integrity_check(100)").iterate()) {
      const message = String(row["integrity_check"]);
      if (message !== "ok") found.push(message);
    }
  });
  return found;
};

const unreadable = (
  position: number,
  names: { readonly stream: unknown; readonly revision: unknown; readonly id: unknown },
): BrokenEvent => ({
  fault: "unreadable",
  stream: String(names.stream),
  revision: Number(names.revision),
  position,
  id: String(names.id),
});

const eventIn = (row: EventRow): RecordedEvent | BrokenEvent => {
  try {
    const event = eventFromRow(row);
    if (typeof event.metadata === "object" && event.metadata !== null) return event;
  } catch {
    // Not JSON any more.
  }
  const [position, stream, revision, id] = row;
  return unreadable(position, { stream, revision, id });
};

/** Reads rows by rising position and says which cannot be read; survives damaged pages. */
const createReader = (database: DatabaseSync) => {
  const page = database.prepare(
    `SELECT ${EVENT_COLUMNS} FROM events NOT INDEXED WHERE position > ? ORDER BY position LIMIT ${PAGE}`,
  );
  const one = database.prepare(`SELECT ${EVENT_COLUMNS} FROM events NOT INDEXED WHERE position = ?`);
  page.setReturnArrays(true);
  one.setReturnArrays(true);

  /** The indexes hold copies of a row's names, which tell which event a damaged page held. */
  const identify = (position: number): BrokenEvent => {
    let names: Record<string, unknown> = {};
    for (const [column, index] of [
      ["revision", "events_in_stream"],
      ["id", "events_by_id"],
    ]) {
      try {
        const sql = `SELECT stream, ${column} FROM events INDEXED BY ${index} WHERE position + 0 = ?`;
        names = { ...names, ...database.prepare(sql).get(position) };
      } catch {
        // The index is damaged as well; the other one may know.
      }
    }
    const { stream = "", revision = -1, id = "" } = names;
    return unreadable(position, { stream, revision, id });
  };

  const readOne = (position: number): RecordedEvent | BrokenEvent | undefined => {
    try {
      // Arrays in the order of the columns, which the driver's types do not know.
      const row = one.get(position) as unknown as EventRow | undefined;
      return row && eventIn(row);
    } catch {
      return identify(position);
    }
  };

  return {
    next(after: number): { found: (RecordedEvent | BrokenEvent)[]; upTo: number; whole: boolean } {
      try {
        const rows = page.all(after) as unknown as EventRow[];
        const upTo = rows.at(-1)?.[0] ?? after;
        if (rows.length === 0 || upTo > after) return { found: rows.map(eventIn), upTo, whole: true };
      } catch {
        // Somewhere in these rows is the damage: one by one.
      }
      const found: (RecordedEvent | BrokenEvent)[] = [];
      for (let position = after + 1; position <= after + PAGE; position++) {
        const read = readOne(position);
        if (read) found.push(read);
      }
      return { found, upTo: after + PAGE, whole: false };
    },
    head(): number {
      for (const source of ["NOT INDEXED", "INDEXED BY events_by_type"]) {
        try {
          const row = database.prepare(`SELECT max(position) AS head FROM events ${source}`).get();
          return Number(row?.["head"] ?? 0);
        } catch {
          // The other way round.
        }
      }
      return 0;
    },
  };
};

const isMark = (one: LogMark, other: LogMark): boolean =>
  one.position === other.position && one.hash === other.hash;

const unknownMetadata: RecordedEvent["metadata"] = {
  actor: { account: "", name: "", roles: [], unit: "" },
  at: "",
  commandId: "",
  correlationId: "",
  previousHash: GENESIS_HASH,
  hash: "",
};

/** Damage may turn a value into something that has no canonical form. */
const check = (
  verify: ReturnType<typeof createChainVerifier>,
  event: RecordedEvent,
): BrokenEvent | undefined => {
  try {
    return verify(event);
  } catch {
    const { stream, revision, position, id } = event;
    return { fault: "unreadable", stream, revision, position, id };
  }
};

/** What was found in the events read so far. */
const createFindings = (mark: LogMark | undefined) => {
  const verify = createChainVerifier({ gapless: true });
  const broken: BrokenEvent[] = [];
  const streams = new Set<string>();
  const blamed = new Set<string>();
  let events = 0;
  let head = LOG_START;
  let markHolds = mark && isMark(mark, head);
  const blame = (event: BrokenEvent) => {
    if (event.fault !== "position-gap" && blamed.has(event.stream)) return;
    blamed.add(event.stream);
    if (broken.length < MAX_BROKEN) broken.push(event);
  };
  return {
    take(event: RecordedEvent | BrokenEvent): void {
      if ("fault" in event) {
        blame(event);
        // Stands in its place, so that the events behind it are not blamed for a gap.
        verify({ ...event, type: "", schema: 0, data: null, metadata: unknownMetadata });
        return;
      }
      events++;
      streams.add(event.stream);
      head = markAfter(head, event);
      markHolds ||= mark && isMark(mark, head);
      const fault = check(verify, event);
      if (fault) blame(fault);
    },
    count: () => events,
    verdict: () => ({ events, streams: streams.size, broken, head, markHolds }),
  };
};

/** Reads to the end, or until too much in a row cannot be read; answers what to say of that. */
const readAll = async (
  reader: ReturnType<typeof createReader>,
  take: (event: RecordedEvent | BrokenEvent) => void,
  onPage: (head: number) => void,
): Promise<string | undefined> => {
  const last = reader.head();
  let unreadable = 0;
  for (let after = 0; ; ) {
    const { found, upTo, whole } = reader.next(after);
    if (whole && found.length === 0) return undefined;
    for (const event of found) take(event);
    unreadable = whole ? 0 : unreadable + PAGE;
    after = upTo;
    onPage(last);
    if (!whole && (after >= last || unreadable >= MAX_UNREADABLE)) {
      if (after >= last) return undefined;
      return `Nothing could be read between positions ${after - unreadable} and ${after}.`;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
};

/**
 * Reads a whole store, also while another process writes to it, and checks the file, every event's
 * hash, the chain of every stream, that no position is missing, and that a mark kept elsewhere
 * still holds. Keeps about 300 bytes per stream in memory. Never throws for damage.
 */
export const verifyStore = async (options: {
  readonly file: string;
  readonly mark?: LogMark | undefined;
  readonly onProgress?: ((progress: { readonly events: number; readonly head: number }) => void) | undefined;
}): Promise<StoreVerdict> => {
  let database: DatabaseSync;
  try {
    database = openFile({ file: options.file, kind: eventFile, synchronous: "FULL", readOnly: true });
  } catch (error) {
    const nothing = { events: 0, streams: 0, broken: [], head: LOG_START, markHolds: undefined };
    return { ...nothing, integrity: [messageOf(error)] };
  }
  const integrity = checkFile(database);
  const findings = createFindings(options.mark);
  try {
    const given = await readAll(createReader(database), findings.take, (head) =>
      options.onProgress?.({ events: findings.count(), head }),
    );
    if (given !== undefined) integrity.push(given);
  } catch (error) {
    integrity.push(messageOf(error));
  } finally {
    database.close();
  }
  return { ...findings.verdict(), integrity };
};
