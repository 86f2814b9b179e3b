import {
  CommandRejected,
  type Condition,
  givenConditions,
  type Query,
  type ReadModelDefinition,
  type Scalar,
  type Where,
} from "@sogoc/core";
import type { Filter, Sort } from "mongodb";
import type { StoredDocument } from "./model-state.ts";
import { pathOf, splitWords, WORDS_PATH } from "./stored-document.ts";

type Stored = Filter<StoredDocument>;

const conditionFilter = (path: string, condition: Condition): Stored => {
  if (condition === null || typeof condition !== "object") return { [path]: { $eq: condition } };
  if ("in" in condition) return { [path]: { $in: [...condition.in] } };
  if ("notIn" in condition) return { [path]: { $nin: [...condition.notIn] } };
  const { gte, gt, lte, lt } = condition;
  const bounds = { $gte: gte, $gt: gt, $lte: lte, $lt: lt };
  const given = Object.entries(bounds).filter(([, bound]) => bound !== undefined);
  return { [path]: given.length === 0 ? { $ne: null } : Object.fromEntries(given) };
};

export const whereFilters = (definition: ReadModelDefinition, where?: Where): Stored[] =>
  givenConditions(where).map(([column, condition]) => conditionFilter(pathOf(definition, column), condition));

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

/**
 * Whole words but the last, which may be the beginning of one; both forms use the index on the
 * words.
 */
export const wordFilters = (words: string): Stored[] => {
  const terms = splitWords(words);
  return terms.map(
    (term, index): Stored =>
      index === terms.length - 1 ? { [WORDS_PATH]: { $regex: `^${escaped(term)}` } } : { [WORDS_PATH]: term },
  );
};

interface OrderColumn {
  readonly name: string;
  readonly path: string;
  readonly descending: boolean;
}

/** The wanted order with the id at its end, so that it is total. */
export const orderOf = (definition: ReadModelDefinition, orderBy: Query["orderBy"] = []): OrderColumn[] => {
  // A column named again decides nothing any more, and a sort holds each only once.
  const named = orderBy
    .filter(({ column }, at) => orderBy.findIndex((other) => other.column === column) === at)
    .map(({ column, descending = false }) => ({
      name: column,
      path: pathOf(definition, column),
      descending,
    }));
  const idAt = named.findIndex(({ name }) => name === "id");
  return idAt === -1 ? [...named, { name: "id", path: "_id", descending: false }] : named.slice(0, idAt + 1);
};

export const sortOf = (order: readonly OrderColumn[]): Sort =>
  Object.fromEntries(order.map(({ path, descending }) => [path, descending ? -1 : 1]));

const isScalar = (value: unknown): value is Scalar => value === null || typeof value !== "object";

export const cursorFrom = (
  order: readonly OrderColumn[],
  document: Readonly<Record<string, unknown>>,
): string =>
  Buffer.from(JSON.stringify(order.map(({ name }) => document[name] ?? null))).toString("base64url");

const valuesOf = (cursor: string, count: number): Scalar[] => {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (Array.isArray(values) && values.length === count && values.every(isScalar)) return values;
  } catch {
    // Not one of ours: the same answer as for one of another query.
  }
  throw new CommandRejected("invalid-request", {}, [
    { pointer: "/after", detail: "Con trỏ trang không hợp lệ.", detailEn: "The page cursor is not valid." },
  ]);
};

/**
 * What comes after the cursor in the order; nulls come first when rising, as the server sorts them.
 */
export const afterFilters = (order: readonly OrderColumn[], cursor: string | undefined): Stored[] => {
  if (cursor === undefined) return [];
  const values = valuesOf(cursor, order.length);
  const branches: Stored[] = [];
  for (const [index, { path, descending }] of order.entries()) {
    const value = values[index] ?? null;
    const same = order
      .slice(0, index)
      .map(({ path: before }, at): Stored => ({ [before]: { $eq: values[at] ?? null } }));
    if (value === null) {
      if (!descending) branches.push({ $and: [...same, { [path]: { $ne: null } }] });
    } else if (descending) {
      branches.push({ $and: [...same, { $or: [{ [path]: { $lt: value } }, { [path]: { $eq: null } }] }] });
    } else {
      branches.push({ $and: [...same, { [path]: { $gt: value } }] });
    }
  }
  // Descending from null there may be nothing left.
  return branches.length === 0 ? [{ _id: { $in: [] } }] : [{ $or: branches }];
};

export const allOf = (filters: readonly Stored[]): Stored =>
  filters.length === 0 ? {} : { $and: [...filters] };
