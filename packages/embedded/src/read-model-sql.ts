import {
  CommandRejected,
  type Condition,
  givenConditions,
  type Query,
  type ReadModelDefinition,
  requireColumn,
  type Where,
} from "@sogoc/core";
import { type SqlValue, toSql } from "./read-model-table.ts";

/** A piece of SQL and the values for its question marks. */
export interface Fragment {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

export const EVERYTHING: Fragment = { sql: "1", values: [] };

const column = (definition: ReadModelDefinition, name: string): string =>
  `"${requireColumn(definition, name)}"`;

const conditionSql = (name: string, condition: Condition): Fragment => {
  if (condition === null || typeof condition !== "object")
    return { sql: `${name} IS ?`, values: [toSql(condition)] };
  if ("in" in condition) {
    const values = condition.in.map(toSql);
    const wanted = values.filter((value) => value !== null);
    const orNull = wanted.length < values.length ? ` OR ${name} IS NULL` : "";
    if (wanted.length === 1 && !orNull) return { sql: `${name} = ?`, values: wanted };
    // One statement for lists of any length.
    return {
      sql: `(${name} IN (SELECT value FROM json_each(?))${orNull})`,
      values: [JSON.stringify(wanted)],
    };
  }
  if ("notIn" in condition) {
    const values = condition.notIn.map(toSql);
    const unwanted = values.filter((value) => value !== null);
    const list = `${name} NOT IN (SELECT value FROM json_each(?))`;
    const withoutNull = unwanted.length < values.length;
    const sql = withoutNull ? `(${name} IS NOT NULL AND ${list})` : `(${name} IS NULL OR ${list})`;
    return { sql, values: [JSON.stringify(unwanted)] };
  }
  const bounds = Object.entries({
    ">=": condition.gte,
    ">": condition.gt,
    "<=": condition.lte,
    "<": condition.lt,
  });
  const given = bounds.filter(([, bound]) => bound !== undefined);
  return {
    sql: [`${name} IS NOT NULL`, ...given.map(([operator]) => `${name} ${operator} ?`)].join(" AND "),
    values: given.map(([, bound]) => toSql(bound)),
  };
};

export const both = (a: Fragment, b: Fragment): Fragment => ({
  sql: `${a.sql} AND ${b.sql}`,
  values: [...a.values, ...b.values],
});

export const whereSql = (definition: ReadModelDefinition, where?: Where): Fragment =>
  givenConditions(where)
    .map(([name, condition]) => conditionSql(column(definition, name), condition))
    .reduce(both, EVERYTHING);

/**
 * Whole words but the last, which may be the beginning of one. `_words` has a space at both ends.
 */
export const wordsSql = (words: readonly string[]): Fragment =>
  words
    .map(
      (word, index): Fragment => ({
        sql: "instr(_words, ?) > 0",
        values: [index === words.length - 1 ? ` ${word}` : ` ${word} `],
      }),
    )
    .reduce(both, EVERYTHING);

export interface Order {
  readonly columns: readonly { readonly name: string; readonly descending: boolean }[];
  readonly sql: string;
}

/** The wanted order with the id at its end, so that it is total. */
export const orderOf = (definition: ReadModelDefinition, orderBy: Query["orderBy"] = []): Order => {
  const named = orderBy.map(({ column: name, descending = false }) => ({ name, descending }));
  const idAt = named.findIndex(({ name }) => name === "id");
  const columns = idAt === -1 ? [...named, { name: "id", descending: false }] : named.slice(0, idAt + 1);
  const sql = columns.map(
    ({ name, descending }) => `${column(definition, name)}${descending ? " DESC" : ""}`,
  );
  return { columns, sql: sql.join(", ") };
};

export const cursorFrom = (values: readonly SqlValue[]): string =>
  Buffer.from(JSON.stringify(values)).toString("base64url");

const valuesOf = (cursor: string, count: number): SqlValue[] => {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    const plain = (value: unknown): value is SqlValue =>
      value === null || typeof value === "string" || typeof value === "number";
    if (Array.isArray(values) && values.length === count && values.every(plain)) return values;
  } catch {
    // Not one of ours: the same answer as for one of another query.
  }
  throw new CommandRejected("invalid-request", {}, [
    { pointer: "/after", detail: "Con trỏ trang không hợp lệ." },
  ]);
};

/** What comes after the cursor in the order; nulls come first when rising. */
export const afterSql = (order: Order, cursor: string | undefined): Fragment => {
  if (cursor === undefined) return EVERYTHING;
  const values = valuesOf(cursor, order.columns.length);
  const branches: string[] = [];
  const bound: SqlValue[] = [];
  for (const [index, { name, descending }] of order.columns.entries()) {
    const value = values[index] ?? null;
    const same = order.columns.slice(0, index).map((before) => `"${before.name}" IS ?`);
    const beyond =
      value === null
        ? descending
          ? "0"
          : `"${name}" IS NOT NULL`
        : descending
          ? `("${name}" < ? OR "${name}" IS NULL)`
          : `"${name}" > ?`;
    branches.push([...same, beyond].join(" AND "));
    bound.push(...values.slice(0, index), ...(value === null ? [] : [value]));
  }
  const any = { sql: `(${branches.map((branch) => `(${branch})`).join(" OR ")})`, values: bound };
  const first = order.columns[0];
  const start = values[0] ?? null;
  // Said again in a form that lets an index start at the right place.
  if (!first || first.descending || start === null) return any;
  return both({ sql: `"${first.name}" >= ?`, values: [start] }, any);
};
