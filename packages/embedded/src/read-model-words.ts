import type { DatabaseSync } from "node:sqlite";
import type { Document, ReadModelDefinition, Where } from "@sogoc/core";

/** Not a character of any folded text: marks the tokens that stand for a column's value. */
const TAG = "\u241f";

/** The words of a query or a text, in order. */
export const splitWords = (text: string): string[] => text.split(/[\s\p{Cc}]+/u).filter(Boolean);

/** With a space at both ends, so that a whole word can be looked for by plain text search. */
export const paddedWords = (document: Document, property: string): string => {
  // The property is named by the definition, which the document's type does not know.
  const text = (document as unknown as Record<string, unknown>)[property];
  return ` ${typeof text === "string" ? text : ""} `;
};

/**
 * Columns that lead an index are what people filter by: their values are indexed among the words,
 * so that common words in a rare unit are found without looking at every row that has the words.
 */
const taggedColumns = (definition: ReadModelDefinition): string[] => [
  ...new Set(
    definition.indexes.flatMap(([first]) =>
      first !== undefined && definition.columns[first] === "text" ? [first] : [],
    ),
  ),
];

const SPACES = "char(32), '_'";
const tagSql = (definition: ReadModelDefinition): string =>
  taggedColumns(definition)
    .map((column) => ` || ' ${TAG}${column}=' || coalesce(replace("${column}", ${SPACES}), '')`)
    .join("");
const tagOf = (column: string, value: string | number): string =>
  `${TAG}${column}=${String(value).replaceAll(" ", "_")}`;

/**
 * Every printable ASCII character belongs to a word: only spaces part words, as in the port's
 * definition.
 */
const TOKEN_CHARACTERS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const TOKENIZER = sqlText(`ascii tokenchars ${sqlText(TOKEN_CHARACTERS)}`);

export const wordIndexSql = (definition: ReadModelDefinition, generation: number): string[] => {
  if (definition.words === undefined) return [];
  const table = `"${definition.name}-${generation}"`;
  const index = `"${definition.name}-${generation}-words"`;
  return [
    `CREATE VIRTUAL TABLE ${index} USING fts5(words, content='', contentless_delete=1, detail=none, prefix='1 2 3 4 5 6',
       tokenize=${TOKENIZER})`,
    `INSERT INTO ${index} (rowid, words) SELECT _row, _words${tagSql(definition)} FROM ${table}`,
  ];
};

/**
 * Keeps the word index in step with single writes; rewrites an entry only when its words or tags
 * changed.
 */
export const createWordIndex = (
  database: DatabaseSync,
  definition: ReadModelDefinition,
  generation: number,
) => {
  const table = `"${definition.name}-${generation}"`;
  const index = `"${definition.name}-${generation}-words"`;
  const read = database.prepare(
    `SELECT _row AS row, _words${tagSql(definition)} AS words FROM ${table} WHERE id = ?`,
  );
  const put = database.prepare(`INSERT OR REPLACE INTO ${index} (rowid, words) VALUES (?, ?)`);
  const remove = database.prepare(`DELETE FROM ${index} WHERE rowid = ?`);
  return {
    around(id: string, write: () => void): void {
      const before = read.get(id);
      write();
      const now = read.get(id);
      if (now && before?.["words"] !== now["words"]) put.run(Number(now["row"]), String(now["words"]));
    },
    remove(id: string): void {
      const before = read.get(id);
      if (before) remove.run(Number(before["row"]));
    },
  };
};

/** Beyond so many values, looking at the rows costs less than merging their lists. */
const MOST_TAGS = 32;

const quoted = (token: string): string => `"${token.replaceAll('"', '""')}"`;

/**
 * The full-text expression for words and those conditions that are tagged; other conditions are
 * checked on the rows.
 */
export const matchExpression = (
  definition: ReadModelDefinition,
  words: readonly string[],
  where: Where | undefined,
): string => {
  const terms = words.map((word, index) => (index === words.length - 1 ? `${quoted(word)}*` : quoted(word)));
  for (const column of taggedColumns(definition)) {
    const condition = where?.[column];
    if (typeof condition === "string") terms.push(quoted(tagOf(column, condition)));
    else if (condition !== null && typeof condition === "object" && "in" in condition) {
      const values = condition.in.filter((value) => typeof value === "string");
      if (values.length === condition.in.length && values.length > 0 && values.length <= MOST_TAGS) {
        terms.push(`(${values.map((value) => quoted(tagOf(column, value))).join(" OR ")})`);
      }
    }
  }
  return terms.join(" AND ");
};
