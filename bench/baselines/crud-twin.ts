import { randomUUID } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { CommandRejected } from "@sogoc/core";
import { FindingAnswer } from "@sogoc/events";
import { type HttpPorts, principalOf, type ServiceApp } from "@sogoc/http";
import {
  applyRules,
  blocksStorage,
  formatRegistrationNumber,
  getRecordType,
  KeyedValue,
  normalisedText,
  parseRegistrationNumber,
  toFieldValues,
} from "@sogoc/registers";
import type { FastifyRequest } from "fastify";
import { z } from "zod";

interface TwinBatch {
  readonly batchId: string;
  readonly bookId: string;
  readonly unitId: string;
  readonly bookNumber: string;
  readonly openingYear: number;
  readonly assignedTo: string;
}

/**
 * `each` commits per request; `group` gathers the requests of one turn of the event loop in one
 * transaction.
 */
export type CommitForm = "each" | "group";

const type = getRecordType("KS");

const SCHEMA = `PRAGMA cache_size=-32768; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
    PRAGMA wal_autocheckpoint=4000;
    CREATE TABLE batches (batch_id TEXT PRIMARY KEY, book_id TEXT NOT NULL, unit_id TEXT NOT NULL,
      book_number TEXT NOT NULL, opening_year INTEGER NOT NULL, assigned_to TEXT NOT NULL) STRICT;
    CREATE TABLE records (record_id TEXT PRIMARY KEY, batch_id TEXT NOT NULL, book_id TEXT NOT NULL,
      unit_id TEXT NOT NULL, number TEXT NOT NULL, sort_number INTEGER NOT NULL, status TEXT NOT NULL,
      fields TEXT NOT NULL, findings TEXT NOT NULL, keyed_by TEXT NOT NULL, entered_at TEXT NOT NULL) STRICT;
    CREATE UNIQUE INDEX records_by_number ON records (book_id, number);
    CREATE INDEX records_of_batch ON records (batch_id, sort_number);
    CREATE TABLE audit (id INTEGER PRIMARY KEY, record_id TEXT NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL,
      action TEXT NOT NULL, before TEXT, after TEXT NOT NULL) STRICT;
    CREATE INDEX audit_of_record ON audit (record_id)`;

/** Runs work in a transaction that is on the disk when it answers. */
const createDurably = (database: DatabaseSync, commitForm: CommitForm) => {
  const begin = database.prepare("BEGIN IMMEDIATE");
  const commit = database.prepare("COMMIT");
  let waiting: { work: () => void; done: () => void; failed: (reason: unknown) => void }[] = [];
  const commitTogether = () => {
    const group = waiting;
    waiting = [];
    const answers: (() => void)[] = [];
    begin.run();
    for (const { work, done, failed } of group) {
      try {
        work();
        answers.push(done);
      } catch (error) {
        answers.push(() => failed(error));
      }
    }
    commit.run();
    for (const answer of answers) answer();
  };
  return (work: () => void): Promise<void> =>
    new Promise((done, failed) => {
      if (waiting.push({ work, done, failed }) > 1) return;
      if (commitForm === "each") commitTogether();
      else setImmediate(commitTogether);
    });
};

/** The values of a row, judged by the rules of the entry service. Throws its refusals. */
const judge = (batch: TwinBatch, given: Readonly<Record<string, KeyedValue>>) => {
  const { bookNumber, openingYear } = batch;
  const { fields, unknown } = toFieldValues(type, { quyenSo: { raw: bookNumber }, ...given });
  if (unknown.length > 0) throw new CommandRejected("field-unknown");
  const parsed = parseRegistrationNumber(normalisedText(fields["so"]) ?? "");
  if (!parsed) throw new CommandRejected("value-not-storable");
  const findings = applyRules({ recordType: type, fields, book: { quyenSo: bookNumber, openingYear } });
  if (findings.some(blocksStorage)) throw new CommandRejected("value-not-storable");
  if (findings.some(({ severity }) => severity !== "info")) throw new CommandRejected("warning-not-accepted");
  return { fields, parsed, findings };
};

/** Stores one row and its audit row, and answers its number. */
const createEnter = (database: DatabaseSync, commitForm: CommitForm) => {
  const findNumber = database.prepare("SELECT 1 FROM records WHERE book_id = ? AND number = ?");
  const insert = database.prepare("INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, 'entered', ?, ?, ?, ?)");
  const audit = database.prepare(
    "INSERT INTO audit (record_id, at, actor, action, before, after) VALUES (?, ?, ?, 'enter', NULL, ?)",
  );
  const durably = createDurably(database, commitForm);
  return async (
    batch: TwinBatch,
    given: Readonly<Record<string, KeyedValue>>,
    { account, name, unitId: unit }: ReturnType<typeof principalOf>,
    at: string,
  ) => {
    const { bookId, unitId, batchId } = batch;
    const { fields, parsed, findings } = judge(batch, given);
    const number = formatRegistrationNumber(parsed);
    const recordId = randomUUID();
    const after = JSON.stringify(fields);
    await durably(() => {
      if (findNumber.get(bookId, number)) throw new CommandRejected("record-exists");
      insert.run(
        ...[recordId, batchId, bookId, unitId, number, parsed.number],
        ...[after, JSON.stringify(findings.map(({ rule }) => rule)), account, at],
      );
      audit.run(recordId, at, JSON.stringify({ account, name, unit }), after);
    });
    return { recordId, number };
  };
};

/**
 * The same case entered the usual way: one row in a table, and an audit row with before and after,
 * in one transaction. The file, its pragmas, the edge, the body's schema, the access check and the
 * rules are those of the entry service. It has no idempotency, no hash chain, no history to rebuild
 * from and no read models beside the table itself.
 */
export const openCrudTwin = (file: string, commitForm: CommitForm) => {
  const database = new DatabaseSync(file);
  database.exec(SCHEMA);
  const findBatch = database.prepare("SELECT * FROM batches WHERE batch_id = ?");
  const enter = createEnter(database, commitForm);

  const getBatch = (batchId: string): TwinBatch => {
    const row = findBatch.get(batchId);
    if (!row) throw new CommandRejected("batch-unknown");
    return {
      batchId,
      bookId: String(row["book_id"]),
      unitId: String(row["unit_id"]),
      bookNumber: String(row["book_number"]),
      openingYear: Number(row["opening_year"]),
      assignedTo: String(row["assigned_to"]),
    };
  };

  // Read once a request, for the permission check and for the row.
  const batchOf = new WeakMap<FastifyRequest, TwinBatch>();
  const areaOf = (request: FastifyRequest): string => {
    // The address's pattern has it.
    const batch = getBatch((request.params as { batchId: string }).batchId);
    batchOf.set(request, batch);
    return batch.unitId;
  };

  const route = (app: ServiceApp, ports: HttpPorts) => {
    app.post(
      "/batches/:batchId/records",
      {
        config: {
          permission: { roles: ["clerk"], area: areaOf },
        },
        schema: {
          params: z.object({ batchId: z.string().min(1).max(80) }),
          body: z.strictObject({
            fields: z
              .record(z.string().max(60), KeyedValue)
              .refine((fields) => Object.keys(fields).length <= 120),
            accepted: z.array(FindingAnswer).max(60).optional(),
          }),
          response: { 201: z.object({ recordId: z.string(), number: z.string() }) },
        },
      },
      async (request, reply) => {
        const principal = principalOf(request);
        const batch = batchOf.get(request) ?? getBatch(request.params.batchId);
        if (batch.assignedTo !== principal.account) throw new CommandRejected("batch-assigned-to-another");
        const at = ports.clock.now().toISOString();
        return reply.code(201).send(await enter(batch, request.body.fields, principal, at));
      },
    );
  };

  return {
    route,
    addBatch(batch: TwinBatch): void {
      const { batchId, bookId, unitId, bookNumber, openingYear, assignedTo } = batch;
      database
        .prepare("INSERT INTO batches VALUES (?, ?, ?, ?, ?, ?)")
        .run(batchId, bookId, unitId, bookNumber, openingYear, assignedTo);
    },
    close: () => database.close(),
  };
};
