import { type Document, type ReadModelDefinition, requireColumn } from "@sogoc/core";
import type { Collection, IndexSpecification } from "mongodb";
import type { StoredDocument } from "./model-state.ts";

export const WORDS_PATH = "body.words";

/** The words of a query or a text, in order. */
export const splitWords = (text: string): string[] => text.split(/[\s\p{Cc}]+/u).filter(Boolean);

/** Throws for what JSON cannot hold, before anything is written. */
export const storedFrom = (
  definition: ReadModelDefinition,
  document: Document,
  revision: number,
): StoredDocument => {
  const properties: Readonly<Record<string, unknown>> = { ...document };
  const columns: Record<string, unknown> = {};
  for (const column of Object.keys(definition.columns)) {
    const value = properties[column];
    if (value !== undefined) columns[column] = JSON.parse(JSON.stringify(value));
  }
  const text = definition.words === undefined ? undefined : properties[definition.words];
  const body: StoredDocument["body"] = { revision, columns, document: JSON.stringify(document) };
  const words = typeof text === "string" ? [...new Set(splitWords(text))] : [];
  return { _id: document.id, body: definition.words === undefined ? body : { ...body, words } };
};

/** A new object each time: callers may keep it. */
export const documentFrom = <Doc extends Document>({ body }: StoredDocument): Doc =>
  // What a collection holds was written from a `Doc`.
  JSON.parse(body.document) as Doc;

/** The name of a column in the stored document. */
export const pathOf = (definition: ReadModelDefinition, column: string): string =>
  column === "id" ? "_id" : `body.columns.${requireColumn(definition, column)}`;

/** The id ends each index, so that a page in an order needs no sort. */
export const createIndexes = async (
  collection: Collection<StoredDocument>,
  definition: ReadModelDefinition,
): Promise<void> => {
  const keys: IndexSpecification[] = definition.indexes.map((columns) =>
    Object.fromEntries([...columns.map((column) => [pathOf(definition, column), 1] as const), ["_id", 1]]),
  );
  if (definition.words !== undefined) keys.push({ [WORDS_PATH]: 1 });
  for (const key of keys) await collection.createIndex(key);
};
