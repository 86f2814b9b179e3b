import type { Document, ReadModelDefinition } from "@sogoc/core";
import type { Collection, IndexSpecification } from "mongodb";
import type { StoredDocument } from "./model-state.ts";

/** The words of a query or a text, in order. */
export const splitWords = (text: string): string[] => text.split(/[\s\p{Cc}]+/u).filter(Boolean);

/** Throws for what JSON cannot hold, before anything is written. */
export const storedFrom = (
  definition: ReadModelDefinition,
  document: Document,
  revision: number,
): StoredDocument => {
  const plain = JSON.parse(JSON.stringify(document)) as Record<string, unknown>;
  if (definition.words === undefined) return { _id: document.id, revision, document: plain };
  const text = plain[definition.words];
  const words = typeof text === "string" ? [...new Set(splitWords(text))] : [];
  return { _id: document.id, revision, words, document: plain };
};

/** The name of a column in the stored document. */
export const pathOf = (definition: ReadModelDefinition, column: string): string => {
  if (column === "id") return "_id";
  if (definition.columns[column] === undefined) {
    throw new Error(`The read model ${definition.name} has no column ${column}.`);
  }
  return `document.${column}`;
};

/** The id ends each index, so that a page in an order needs no sort. */
export const createIndexes = async (
  collection: Collection<StoredDocument>,
  definition: ReadModelDefinition,
): Promise<void> => {
  const keys: IndexSpecification[] = definition.indexes.map((columns) =>
    Object.fromEntries([...columns.map((column) => [pathOf(definition, column), 1] as const), ["_id", 1]]),
  );
  if (definition.words !== undefined) keys.push({ words: 1 });
  for (const key of keys) await collection.createIndex(key);
};
