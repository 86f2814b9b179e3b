/** A stored document always carries its own id. */
export interface Document {
  readonly id: string;
}

export type Scalar = string | number | boolean | null;

/** What a read model needs from its engine. Columns are top-level properties of the document that queries may name. */
export interface ReadModelDefinition {
  readonly name: string;
  /** Raised when the shape or the meaning changes: a model of another version is rebuilt beside the live one. */
  readonly version: number;
  readonly columns: Readonly<Record<string, "text" | "number">>;
  readonly indexes: readonly (readonly string[])[];
  /** Name of a top-level string property holding folded words to search by. */
  readonly words?: string;
}

export type Condition =
  | Scalar
  | { readonly in: readonly Scalar[] }
  | { readonly gte?: Scalar; readonly gt?: Scalar; readonly lte?: Scalar; readonly lt?: Scalar };

export interface Query {
  /** All must hold. Keys are columns or `id`. */
  readonly where?: Readonly<Record<string, Condition>>;
  /** Folded text: every word must occur, the last one may be the beginning of a word. */
  readonly words?: string;
  /** Columns to sort by; the id breaks ties. Default: by id. */
  readonly orderBy?: readonly { readonly column: string; readonly descending?: boolean }[];
  readonly limit: number;
  /** `next` of the page before. */
  readonly after?: string;
}

export interface Page<Doc> {
  readonly items: readonly Doc[];
  /** Present when there is more. */
  readonly next?: string;
}

export interface Changes<Doc extends Document> {
  readonly lane: string;
  /** The lane was handled up to here. */
  readonly position: number;
  readonly puts: readonly Doc[];
  readonly deletes: readonly string[];
  /**
   * What the changes were made from: the lane's checkpoint, and the documents as `findMany` gave them. Engines that
   * several processes write to refuse the commit with `StaleCommit` when any of it has changed since.
   */
  readonly since?: { readonly checkpoint: number; readonly documents: ReadonlyMap<string, Doc> };
}

/** Another process went on with the same lane or document: begin again from the model's checkpoint. */
export class StaleCommit extends Error {
  constructor(model: string) {
    super(`The read model ${model} has moved on since it was read.`);
    this.name = "StaleCommit";
  }
}

export interface ReadModelReader<Doc extends Document> {
  find(id: string): Promise<Doc | undefined>;
  findMany(ids: readonly string[]): Promise<ReadonlyMap<string, Doc>>;
  query(query: Query): Promise<Page<Doc>>;
  count(where?: Query["where"]): Promise<number>;
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
  /** Builds the indexes, then replaces the live model in one step; readers never see a half-built one. */
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
