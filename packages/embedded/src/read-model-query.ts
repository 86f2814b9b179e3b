import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Document, Page, Query, Where } from "@sogoc/core";
import {
  afterSql,
  both,
  cursorFrom,
  EVERYTHING,
  type Fragment,
  orderOf,
  whereSql,
  wordsSql,
} from "./read-model-sql.ts";
import { columnsOf, columnValue, type ModelTable } from "./read-model-table.ts";
import { matchExpression, splitWords } from "./read-model-words.ts";

/**
 * Up to so many rows with the words are fetched and sorted; beyond, walking in the wanted order
 * finds a page sooner.
 */
const FEW_HITS = 5_000;
/** Rows such a walk looks at before it gives up. */
const WALK = 50_000;
const KEPT_STATEMENTS = 300;

type DocumentRow = readonly [string];

/** Whether some index gives the order, so that walking needs no sort. */
const canWalk = (model: ModelTable, first: string | undefined): boolean =>
  first === "id" || model.definition.indexes.some((index) => index[0] === first);

/** Prepared statements, so many at the most. */
const createStatements = (database: DatabaseSync) => {
  const statements = new Map<string, StatementSync>();

  const prepare = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known) return known;
    if (statements.size >= KEPT_STATEMENTS) statements.clear();
    const statement = database.prepare(sql);
    statement.setReturnArrays(true);
    statements.set(sql, statement);
    return statement;
  };

  const texts = (sql: string, fragment: Fragment, limit: number): string[] =>
    // One text column per row, as an array.
    (prepare(sql).all(...fragment.values, limit) as unknown as DocumentRow[]).map(([text]) => text);

  return { prepare, texts, forget: () => statements.clear() };
};
type Statements = ReturnType<typeof createStatements>;

/** Rows whose words match, at the most so many; -1 for all. */
const hitsOf = (
  { prepare }: Statements,
  { definition, generation }: ModelTable,
  words: readonly string[],
  where: Where | undefined,
  most: number,
): number[] => {
  const index = `"${definition.name}-${generation}-words"`;
  const sql = `SELECT rowid FROM ${index} WHERE ${index} MATCH ? LIMIT ?`;
  // One integer column per row, as an array.
  const rows = prepare(sql).all(matchExpression(definition, words, where), most) as unknown as [number][];
  return rows.map(([row]) => row);
};

/** Walks the table in the wanted order and looks at the words of each row. */
const walkRows = (
  { texts }: Statements,
  { definition, table }: ModelTable,
  words: readonly string[],
  query: Query,
  limit: number,
): string[] => {
  const order = orderOf(definition, query.orderBy);
  const after = afterSql(order, query.after);
  // Not the documents: most of these rows are only looked at.
  const walked = ["_row", "id", "_words", ...columnsOf(definition).map((column) => `"${column}"`)].join(", ");
  const tests = both(whereSql(definition, query.where), wordsSql(words));
  return texts(
    `SELECT (SELECT _document FROM ${table} AS whole WHERE whole._row = walk._row) FROM
       (SELECT ${walked} FROM ${table} WHERE ${after.sql} ORDER BY ${order.sql} LIMIT ${WALK}) AS walk
     WHERE ${tests.sql} LIMIT ?`,
    { sql: "", values: [...after.values, ...tests.values] },
    limit,
  );
};

const searchWords = (
  statements: Statements,
  model: ModelTable,
  words: readonly string[],
  query: Query,
  limit: number,
): string[] => {
  const { definition, table } = model;
  const order = orderOf(definition, query.orderBy);
  const rest = both(whereSql(definition, query.where), afterSql(order, query.after));
  const amongHits = (hits: readonly number[]): string[] =>
    statements.texts(
      `SELECT _document FROM ${table} WHERE _row IN (SELECT value FROM json_each(?)) AND ${rest.sql} ORDER BY ${order.sql} LIMIT ?`,
      { sql: "", values: [JSON.stringify(hits), ...rest.values] },
      limit,
    );
  const hits = hitsOf(statements, model, words, query.where, FEW_HITS + 1);
  if (hits.length <= FEW_HITS) return amongHits(hits);
  if (canWalk(model, order.columns[0]?.name)) {
    const found = walkRows(statements, model, words, query, limit);
    if (found.length === limit) return found;
  }
  return amongHits(hitsOf(statements, model, words, query.where, -1));
};

/** Runs queries on one generation's table. */
export const createQueries = (database: DatabaseSync) => {
  const statements = createStatements(database);
  const { prepare, texts, forget } = statements;

  return {
    page<Doc extends Document>(model: ModelTable, query: Query): Page<Doc> {
      const { definition, table } = model;
      const wanted = query.limit + 1;
      const words = definition.words === undefined ? [] : splitWords(query.words ?? "");
      const order = orderOf(definition, query.orderBy);
      let found: string[];
      if (words.length > 0) found = searchWords(statements, model, words, query, wanted);
      else {
        const where = both(whereSql(definition, query.where), afterSql(order, query.after));
        found = texts(
          `SELECT _document FROM ${table} WHERE ${where.sql} ORDER BY ${order.sql} LIMIT ?`,
          where,
          wanted,
        );
      }
      // What this table holds was written from a `Doc`.
      const items = found.slice(0, query.limit).map((text) => JSON.parse(text) as Doc);
      const last = items.at(-1);
      if (found.length <= query.limit || !last) return { items };
      return { items, next: cursorFrom(order.columns.map(({ name }) => columnValue(last, name))) };
    },
    count(model: ModelTable, where: Where | undefined): number {
      const { sql, values } = whereSql(model.definition, where);
      const row = prepare(`SELECT count(*) FROM ${model.table} WHERE ${sql}`).get(...values);
      return Number((row as unknown as [number])[0]);
    },
    after(model: ModelTable, id: string | undefined, limit: number): string[] {
      const from = id === undefined ? EVERYTHING : { sql: "id > ?", values: [id] };
      return texts(`SELECT _document FROM ${model.table} WHERE ${from.sql} ORDER BY id LIMIT ?`, from, limit);
    },
    /** Statements of a dropped table must go with it. */
    forget,
  };
};
