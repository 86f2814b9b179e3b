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
export interface ReadModelDefinition<Column extends string = string> {
  readonly name: string;
  /**
   * Raised when the shape or the meaning changes: a model of another version is rebuilt beside the
   * live one.
   */
  readonly version: number;
  readonly columns: { readonly [Name in Column]?: "text" | "number" };
  readonly indexes: readonly (readonly Column[])[];
  /** Name of a top-level string property holding folded words to search by. */
  readonly words?: Column | undefined;
}

export type Condition =
  | Scalar
  | { readonly in: readonly Scalar[] }
  | {
      readonly gte?: Scalar | undefined;
      readonly gt?: Scalar | undefined;
      readonly lte?: Scalar | undefined;
      readonly lt?: Scalar | undefined;
    };

/** From one value to another, both included; narrows nothing without either. */
export const between = (from: Scalar | undefined, to: Scalar | undefined): Condition | undefined =>
  from === undefined && to === undefined ? undefined : { gte: from, lte: to };

/** All must hold. Keys are columns or `id`; one that is left undefined narrows nothing. */
export type Where<Doc extends Document = AnyDocument> = {
  readonly [Column in ColumnOf<Doc>]?: Condition | undefined;
};

/** The conditions that are given, by column. */
export const givenConditions = (where: Where = {}): (readonly [column: string, condition: Condition])[] =>
  Object.entries(where).flatMap(([column, condition]) =>
    condition === undefined ? [] : [[column, condition] as const],
  );

export interface Query<Doc extends Document = AnyDocument> {
  readonly where?: Where<Doc> | undefined;
  /** Folded text: every word must occur, the last one may be the beginning of a word. */
  readonly words?: string | undefined;
  /** Columns to sort by; the id breaks ties. Default: by id. */
  readonly orderBy?:
    | readonly { readonly column: ColumnOf<Doc>; readonly descending?: boolean | undefined }[]
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

export interface ReadModelReader<Doc extends Document> {
  find(id: string): Promise<Doc | undefined>;
  findMany(ids: readonly string[]): Promise<ReadonlyMap<string, Doc>>;
  query(query: Query<Doc>): Promise<Page<Doc>>;
  count(where?: Where<Doc>): Promise<number>;
  /** Every document by rising id, in bounded memory. */
  all(): AsyncIterable<Doc>;
  /** 0 before anything was handled. */
  checkpoint(lane: string): Promise<number>;
}

export interface ReadModel<Doc extends Document> extends ReadModelReader<Doc> {
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
