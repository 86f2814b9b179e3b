import { CommandRejected } from "../errors.ts";
import {
  type Changes,
  type Condition,
  type Document,
  givenConditions,
  type ReadModel,
  type ReadModelDefinition,
  type ReadModelRebuild,
  type ReadModels,
  requireColumn,
  type Scalar,
  type Where,
} from "../read-models.ts";

interface Table {
  version: number;
  documents: Map<string, string>;
  lanes: Map<string, number>;
}

const newTable = (version: number): Table => ({ version, documents: new Map(), lanes: new Map() });

const compare = (a: Scalar, b: Scalar): number => {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
};

const holds = (value: Scalar, condition: Condition): boolean => {
  if (condition === null || typeof condition !== "object") return value === condition;
  if ("in" in condition) return condition.in.includes(value);
  if ("notIn" in condition) return !condition.notIn.includes(value);
  const { gte, gt, lte, lt } = condition;
  if (value === null) return false;
  return (
    (gte === undefined || compare(value, gte) >= 0) &&
    (gt === undefined || compare(value, gt) > 0) &&
    (lte === undefined || compare(value, lte) <= 0) &&
    (lt === undefined || compare(value, lt) < 0)
  );
};

const wordsHold = (text: string, wanted: string): boolean => {
  const words = text.split(" ");
  const terms = wanted.split(/[\s\p{Cc}]+/u).filter(Boolean);
  return terms.every((term, index) =>
    words.some((word) => (index === terms.length - 1 ? word.startsWith(term) : word === term)),
  );
};

const read = <Doc>(table: Table, ids: readonly string[]): ReadonlyMap<string, Doc> => {
  const found = new Map<string, Doc>();
  for (const id of ids) {
    const text = table.documents.get(id);
    if (text !== undefined) found.set(id, JSON.parse(text) as Doc);
  }
  return found;
};

const write = <Doc extends Document>(table: Table, changes: Changes<Doc>) => {
  // All texts first: a document that JSON refuses must leave nothing of its commit behind.
  const texts = changes.puts.map((document) => [document.id, JSON.stringify(document)] as const);
  for (const [id, text] of texts) table.documents.set(id, text);
  for (const id of changes.deletes) table.documents.delete(id);
  table.lanes.set(changes.lane, changes.position);
};

const columnOf = (document: Document, column: string): Scalar =>
  ((document as unknown as Record<string, Scalar | undefined>)[column] ?? null) as Scalar;

/** `table` is asked at each call: a rebuild puts another one in its place. */
const createReadModel = <Doc extends Document>(
  definition: ReadModelDefinition,
  table: () => Table,
): ReadModel<Doc> => {
  const sorted = (): Doc[] =>
    [...table().documents.entries()]
      .sort(([a], [b]) => compare(a, b))
      .map(([, text]) => JSON.parse(text) as Doc);
  // The sort values of the last document of the page before stand for its place, also when it is
  // gone.
  const cursorOf = (text: string): Doc => {
    try {
      return JSON.parse(text) as Doc;
    } catch {
      throw new CommandRejected("invalid-request");
    }
  };
  const matching = (where?: Where, words?: string): Doc[] => {
    const conditions = givenConditions(where);
    for (const [column] of conditions) requireColumn(definition, column);
    return sorted().filter(
      (document) =>
        conditions.every(([column, condition]) => holds(columnOf(document, column), condition)) &&
        (!words || wordsHold(String(columnOf(document, definition.words ?? "")), words)),
    );
  };
  return {
    find: async (id) => read<Doc>(table(), [id]).get(id),
    findMany: async (ids) => read<Doc>(table(), ids),
    async query({ where, words, orderBy = [], limit, after }) {
      for (const { column } of orderBy) requireColumn(definition, column);
      const order = (a: Doc, b: Doc): number => {
        for (const { column, descending } of orderBy) {
          const difference = compare(columnOf(a, column), columnOf(b, column));
          if (difference !== 0) return descending ? -difference : difference;
        }
        return compare(a.id, b.id);
      };
      const items = matching(where, words).sort(order);
      const from = after === undefined ? undefined : cursorOf(after);
      const rest = from === undefined ? items : items.filter((item) => order(item, from) > 0);
      const page = rest.slice(0, limit);
      const last = page.at(-1);
      if (limit >= rest.length || !last) return { items: page };
      const place = orderBy.map(({ column }) => [column, columnOf(last, column)] as const);
      return { items: page, next: JSON.stringify({ ...Object.fromEntries(place), id: last.id }) };
    },
    count: async (where) => matching(where).length,
    async *all() {
      yield* sorted();
    },
    checkpoint: async (lane) => table().lanes.get(lane) ?? 0,
    commit: async (changes) => write(table(), changes),
  };
};

/** For tests: documents as JSON text in maps, queries by looking at everything. */
export const createInMemoryReadModels = (): ReadModels => {
  const live = new Map<string, Table>();

  const tableFor = (definition: ReadModelDefinition): Table => {
    const table = live.get(definition.name) ?? newTable(definition.version);
    live.set(definition.name, table);
    return table;
  };

  return {
    async open<Doc extends Document>(definition: ReadModelDefinition) {
      for (const column of definition.indexes.flat()) requireColumn(definition, column);
      tableFor(definition);
      return createReadModel<Doc>(definition, () => tableFor(definition));
    },
    liveVersion: async (name) => live.get(name)?.version,
    async rebuild<Doc extends Document>(definition: ReadModelDefinition): Promise<ReadModelRebuild<Doc>> {
      const shadow = newTable(definition.version);
      return {
        findMany: async (ids) => read<Doc>(shadow, ids),
        commit: async (changes) => write(shadow, changes),
        swap: async () => void live.set(definition.name, shadow),
        abandon: async () => {},
      };
    },
    async close() {},
  };
};
