/** A stored document always carries its own id. */
export interface Document {
  readonly id: string;
}

/** A document of which nothing more is known: what an engine stores. */
export type AnyDocument = Document & Readonly<Record<string, unknown>>;

/** Name of a top-level property of the document. */
export type ColumnOf<Doc extends Document> = keyof Doc & string;

export type Scalar = string | number | boolean | null;

/**
 * What a read model needs from its engine. Columns are top-level properties of the document that
 * queries may name.
 */
export interface ReadModelDefinition {
  readonly name: string;
  /**
   * Raised when the shape or the meaning changes: a model of another version is rebuilt beside the
   * live one.
   */
  readonly version: number;
  readonly columns: Readonly<Record<string, "text" | "number">>;
  readonly indexes: readonly (readonly string[])[];
  /** Name of a top-level string property holding folded words to search by. */
  readonly words?: string | undefined;
}

/** Returns the name. Throws for what is neither a column of the model nor its id. */
export const requireColumn = ({ name, columns }: ReadModelDefinition, column: string): string => {
  if (column === "id" || Object.hasOwn(columns, column)) return column;
  throw new Error(`The read model ${name} has no column ${column}.`);
};

/** Whatever word or number stands in a column, where its type lists some only. */
type Wide<Value> = Value extends string
  ? string
  : Value extends number
    ? number
    : Value extends boolean
      ? boolean
      : never;

/** What a column may be compared with. */
type Comparable<Value> = unknown extends Value ? Scalar : Wide<Value> | null;

export type Condition<Value = unknown> =
  | Comparable<Value>
  | { readonly in: readonly Comparable<Value>[] }
  /** Also where there is no value, unless null is among them. */
  | { readonly notIn: readonly Comparable<Value>[] }
  | {
      readonly gte?: Comparable<Value> | undefined;
      readonly gt?: Comparable<Value> | undefined;
      readonly lte?: Comparable<Value> | undefined;
      readonly lt?: Comparable<Value> | undefined;
    };

/** From one value to another, both included; narrows nothing without either. */
export const between = <Value extends string | number>(
  from: Value | undefined,
  to: Value | undefined,
): { readonly gte: Value | undefined; readonly lte: Value | undefined } | undefined =>
  from === undefined && to === undefined ? undefined : { gte: from, lte: to };

/** All must hold. Keys are columns or `id`; one that is left undefined narrows nothing. */
export type Where<Doc extends Document = AnyDocument, Column extends ColumnOf<Doc> = ColumnOf<Doc>> = {
  readonly [Name in Column | "id"]?: Condition<Doc[Name]> | undefined;
};

/** The conditions that are given, by column. */
export const givenConditions = (where: Where = {}): (readonly [column: string, condition: Condition])[] =>
  Object.entries(where).flatMap(([column, condition]) =>
    condition === undefined ? [] : [[column, condition] as const],
  );

export interface Query<Doc extends Document = AnyDocument, Column extends ColumnOf<Doc> = ColumnOf<Doc>> {
  readonly where?: Where<Doc, Column> | undefined;
  /** Folded text: every word must occur, the last one may be the beginning of a word. */
  readonly words?: string | undefined;
  /** Columns to sort by; the id breaks ties. Default: by id. */
  readonly orderBy?:
    | readonly { readonly column: Column | "id"; readonly descending?: boolean | undefined }[]
    | undefined;
  readonly limit: number;
  /** `next` of the page before. */
  readonly after?: string | undefined;
}

/** How many items of a list, and after which `next` of an earlier page. */
export type PageAsked = Pick<Query, "limit" | "after">;

export interface Page<Doc> {
  readonly items: readonly Doc[];
  /** Present when there is more. */
  readonly next?: string | undefined;
}

export interface Changes<Doc extends Document> {
  readonly lane: string;
  /** The lane was handled up to here. */
  readonly position: number;
  readonly puts: readonly Doc[];
  readonly deletes: readonly string[];
  /**
   * What the changes were made from: the lane's checkpoint, and the documents as `findMany` gave
   * them. Engines that several processes write to refuse the commit with `StaleCommit` when any of
   * it has changed since.
   */
  readonly since?: { readonly checkpoint: number; readonly documents: ReadonlyMap<string, Doc> } | undefined;
}

/**
 * Another process went on with the same lane or document: begin again from the model's checkpoint.
 */
export class StaleCommit extends Error {
  constructor(model: string) {
    super(`The read model ${model} has moved on since it was read.`);
    this.name = "StaleCommit";
  }
}

/**
 * What queries name is checked against the columns of the model: by the compiler, where the type is
 * `ReaderOf` its projection, and by every engine, which throws for what is no column.
 */
export interface ReadModelReader<Doc extends Document, Column extends ColumnOf<Doc> = ColumnOf<Doc>> {
  find(id: string): Promise<Doc | undefined>;
  findMany(ids: readonly string[]): Promise<ReadonlyMap<string, Doc>>;
  // Properties, not methods: a reader that may name fewer columns does not pass for one of all.
  readonly query: (query: Query<Doc, Column>) => Promise<Page<Doc>>;
  readonly count: (where?: Where<Doc, Column>) => Promise<number>;
  /** Every document by rising id, in bounded memory. */
  all(): AsyncIterable<Doc>;
  /** 0 before anything was handled. */
  checkpoint(lane: string): Promise<number>;
}

export interface ReadModel<Doc extends Document, Column extends ColumnOf<Doc> = ColumnOf<Doc>>
  extends ReadModelReader<Doc, Column> {
  /** Documents and checkpoint advance together or not at all. */
  commit(changes: Changes<Doc>): Promise<void>;
}

/** A fresh copy of a read model, invisible to readers until `swap`. */
export interface ReadModelRebuild<Doc extends Document> {
  findMany(ids: readonly string[]): Promise<ReadonlyMap<string, Doc>>;
  commit(changes: Changes<Doc>): Promise<void>;
  /**
   * Builds the indexes, then replaces the live model in one step; readers never see a half-built
   * one.
   */
  swap(): Promise<void>;
  abandon(): Promise<void>;
}

/** Guarantees: see `Changes` and `ReadModelRebuild`; a reader sees each commit as a whole. */
export interface ReadModels {
  open<Doc extends Document>(definition: ReadModelDefinition): Promise<ReadModel<Doc>>;
  /** Version of the live model, undefined when it was never built. */
  liveVersion(name: string): Promise<number | undefined>;
  rebuild<Doc extends Document>(definition: ReadModelDefinition): Promise<ReadModelRebuild<Doc>>;
  close(): Promise<void>;
}
