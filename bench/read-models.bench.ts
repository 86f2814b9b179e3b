import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import {
  type EventStore,
  foldDocuments,
  NO_STREAM,
  type Projection,
  type ReadModelDefinition,
  type RecordedEvent,
  rebuildProjection,
} from "@sogoc/core";
import { openSqliteEventStore, openSqliteReadModels } from "@sogoc/embedded";
import { readPlainly } from "./baselines/plain-sqlite.ts";
import { recordEvents } from "./events.ts";
import { pair, type Suite } from "./harness.ts";

interface Row {
  readonly id: string;
  readonly unitId: string;
  readonly batchId: string;
  readonly status: string;
  readonly steps: number;
  readonly fields: Readonly<Record<string, string>>;
}

const definition: ReadModelDefinition = {
  name: "records",
  version: 1,
  columns: { unitId: "text", batchId: "text", status: "text", steps: "number" },
  indexes: [["unitId", "status"], ["batchId"]],
};

const projection: Projection<Row> = {
  definition,
  eventTypes: ["RecordEntered", "RecordKeyedAgain", "RecordChecked", "RecordCorrected"],
  keys: (event) => [event.stream],
  evolve: (row, event, id) => {
    // The events are those of `recordEvents`.
    const data = event.data as Pick<Row, "unitId" | "batchId" | "fields">;
    return {
      id,
      unitId: row?.unitId ?? data.unitId,
      batchId: data.batchId,
      status: event.type,
      steps: (row?.steps ?? 0) + 1,
      fields: data.fields,
    };
  },
};

const openPlainTable = (file: string) => {
  const database = new DatabaseSync(file);
  database.exec("PRAGMA cache_size=-65536; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL");
  return {
    database,
    /**
     * One transaction per 10,000 documents into a fresh table, the indexes last: nothing can write
     * these rows faster.
     */
    writeAll(rows: readonly Row[]): void {
      database.exec(`DROP TABLE IF EXISTS records; CREATE TABLE records (
        row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, unitId TEXT, batchId TEXT, status TEXT, steps NUMERIC, document TEXT NOT NULL)`);
      const insert = database.prepare(
        "INSERT INTO records (id, unitId, batchId, status, steps, document) VALUES (?, ?, ?, ?, ?, ?)",
      );
      for (let at = 0; at < rows.length; at += 10_000) {
        database.exec("BEGIN");
        for (const row of rows.slice(at, at + 10_000)) {
          insert.run(row.id, row.unitId, row.batchId, row.status, row.steps, JSON.stringify(row));
        }
        database.exec("COMMIT");
      }
      database.exec(
        "CREATE INDEX by_unit ON records (unitId, status, id); CREATE INDEX by_batch ON records (batchId, id); PRAGMA wal_checkpoint(TRUNCATE)",
      );
    },
    /**
     * What one would write first, with the same guarantee: document and checkpoint in one
     * transaction per event.
     */
    writeEach(events: readonly RecordedEvent[]): void {
      database.exec(`DROP TABLE IF EXISTS naive; CREATE TABLE naive (
        row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, unitId TEXT, batchId TEXT, status TEXT, steps NUMERIC, document TEXT NOT NULL);
        CREATE INDEX naive_by_unit ON naive (unitId, status, id); CREATE INDEX naive_by_batch ON naive (batchId, id);
        CREATE TABLE IF NOT EXISTS checkpoint (lane TEXT PRIMARY KEY, position INTEGER NOT NULL)`);
      const begin = database.prepare("BEGIN IMMEDIATE");
      const commit = database.prepare("COMMIT");
      const find = database.prepare("SELECT document FROM naive WHERE id = ?");
      const put = database.prepare(
        `INSERT INTO naive (id, unitId, batchId, status, steps, document) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET unitId = excluded.unitId, batchId = excluded.batchId, status = excluded.status,
           steps = excluded.steps, document = excluded.document`,
      );
      const advance = database.prepare("INSERT OR REPLACE INTO checkpoint VALUES ('log', ?)");
      for (const event of events) {
        begin.run();
        const found = find.get(event.stream);
        // Written a few lines below from a row.
        const before = found && (JSON.parse(String(found["document"])) as Row);
        const row = projection.evolve(before, event, event.stream);
        if (row) put.run(row.id, row.unitId, row.batchId, row.status, row.steps, JSON.stringify(row));
        advance.run(event.position);
        commit.run();
      }
    },
  };
};

const fill = async (store: EventStore, records: number): Promise<void> => {
  const logged = recordEvents(5, records);
  const next = new Map<string, number>();
  for (let at = 0; at < logged.length; at += 1_000) {
    await Promise.all(
      logged.slice(at, at + 1_000).map(({ stream, event }) => {
        const revision = next.get(stream) ?? NO_STREAM;
        next.set(stream, revision + 1);
        return store.append(stream, revision, [event]);
      }),
    );
  }
};

/**
 * What the rebuild must come to. The events are let go: what lives on would be looked through by
 * every garbage collection.
 */
const finishedRows = async (store: EventStore): Promise<readonly Row[]> => {
  const { events } = await store.readAll({ after: 0, limit: 1_000_000 });
  const { puts } = await foldDocuments(projection, events, async () => new Map());
  return puts;
};

export const rebuildSuite: Suite = {
  name: "Rebuild of a read model",
  run: async (folder) => {
    const file = join(folder, "events.sqlite");
    const store = openSqliteEventStore({ file, synchronous: "NORMAL" });
    await fill(store, 10_000);
    const rows = await finishedRows(store);
    const readModels = openSqliteReadModels({ file: join(folder, "read-models.sqlite") });
    const plain = openPlainTable(join(folder, "plain.sqlite"));
    const reader = new DatabaseSync(file, { readOnly: true });
    reader.exec("PRAGMA cache_size=-32768");
    const subject = {
      run: async () => (await rebuildProjection({ projection, store, readModels })).events,
    };
    const figures = [
      await pair({
        name: "5. rebuild of a projection, 4 events per document",
        baselineName: "SELECT + JSON.parse of all events, then bulk INSERT of the finished documents",
        subject,
        baseline: {
          run: () => {
            const count = readPlainly(reader);
            plain.writeAll(rows);
            return count;
          },
        },
        target: 0.8,
        note: "events per second",
      }),
      await pair({
        name: "5b. the same",
        baselineName:
          "the same events read in pages, then per event: read, change and write one document and the checkpoint",
        subject,
        baseline: {
          run: async () => {
            const { events: some } = await store.readAll({ after: 0, limit: 16_000 });
            plain.writeEach(some);
            return some.length;
          },
        },
        target: 6,
        note: "events per second; no more is possible here than the rate of the baseline of 5 over this one's",
      }),
    ];
    reader.close();
    plain.database.close();
    await readModels.close();
    await store.close();
    return figures;
  },
};
