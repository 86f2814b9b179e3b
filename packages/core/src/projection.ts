import type { RecordedEvent } from "./event.ts";
import type { ColumnOf, Document, ReadModel, ReadModelDefinition, ReadModelReader } from "./read-models.ts";

/**
 * A read model as pure functions: which documents an event concerns, and what each becomes.
 * `evolve` answering undefined deletes the document. It sees each event once per document.
 */
export interface Projection<
  Doc extends Document,
  Definition extends ReadModelDefinition = ReadModelDefinition,
> {
  readonly definition: Definition;
  readonly eventTypes: readonly string[];
  keys(event: RecordedEvent): readonly string[];
  evolve(document: Doc | undefined, event: RecordedEvent, key: string): Doc | undefined;
}

/**
 * Every read model of a service by the name that its code calls it: the one list that all others
 * are made of.
 */
export type ReadModelList = Readonly<Record<string, Projection<Document>>>;

/** The opened read models of a list, under the same names. */
export type OpenReadModels<List extends ReadModelList> = {
  readonly [Name in keyof List]: List[Name] extends Projection<infer Doc>
    ? ReadModel<Doc, ColumnsIn<Doc, List[Name]>>
    : never;
};

/** The columns that queries of a projection's model may name. */
type ColumnsIn<Doc extends Document, Of extends Projection<Document>> = keyof Of["definition"]["columns"] &
  ColumnOf<Doc>;

/** Who reads the documents of a projection, by its columns and no other property. */
export type ReaderOf<Of extends Projection<Document>> =
  Of extends Projection<infer Doc> ? ReadModelReader<Doc, ColumnsIn<Doc, Of>> : never;

/**
 * The conditions that a reader takes: `const where = { … } satisfies WhereOf<typeof records>`,
 * so that a misspelt column does not compile where a query is put together before it is asked.
 */
export type WhereOf<Reader> = Reader extends { readonly count: (where?: infer Given) => unknown }
  ? NonNullable<Given>
  : never;

/** How a property is stored as a column: texts as text, numbers and flags as numbers. */
type ColumnType<Value> = unknown extends Value
  ? "text" | "number"
  : NonNullable<Value> extends string
    ? "text"
    : NonNullable<Value> extends number | boolean
      ? "number"
      : never;

/** A definition whose columns are properties of the document, and whose indexes are over them. */
interface DefinitionFor<Doc extends Document, Column extends ColumnOf<Doc>> extends ReadModelDefinition {
  readonly columns: { readonly [Name in Column]: ColumnType<Doc[Name]> };
  readonly indexes: readonly (readonly (NoInfer<Column> | "id")[])[];
  readonly words?: ColumnOf<Doc> | undefined;
}

type EventsOf<Union extends { type: string }, Type extends string> = Extract<Union, { type: Type }>;

/**
 * What a handler returned, with every property that the document does not have made impossible. An
 * arrow function's result is not checked for misspelt properties otherwise.
 */
export type Within<Doc, Result> = Result extends Doc
  ? { readonly [Key in keyof Result]: Key extends keyof Doc ? Result[Key] : never }
  : Result;

/**
 * Builds a projection from one entry per event type, so that the list of types cannot differ from
 * what is handled. `Union` is the union of recorded events of the catalogue; of `Named` every type
 * has an entry, or it does not compile: for a projection that folds a stream whole.
 */
export const defineProjection =
  <
    Union extends RecordedEvent & { type: string },
    Doc extends Document,
    Named extends Union["type"] = never,
  >() =>
  <
    Column extends ColumnOf<Doc>,
    Results extends { readonly [Type in Union["type"]]?: Doc | undefined } & {
      readonly [Type in Named]: Doc | undefined;
    },
  >(
    definition: DefinitionFor<Doc, Column>,
    handlers: {
      readonly [Type in keyof Results]: Type extends Union["type"]
        ? {
            readonly keys: (event: EventsOf<Union, Type>) => readonly string[];
            readonly evolve: (
              document: Doc | undefined,
              event: EventsOf<Union, Type>,
              key: string,
            ) => Results[Type] & Within<Doc, Results[Type]>;
          }
        : never;
    },
  ): Projection<Doc, DefinitionFor<Doc, Column>> => {
    interface Handler {
      keys(event: RecordedEvent): readonly string[];
      evolve(document: Doc | undefined, event: RecordedEvent, key: string): Doc | undefined;
    }
    // The map is keyed by the event's own type, which the compiler cannot follow through an index.
    const byType = new Map(Object.entries(handlers) as unknown as [string, Handler][]);
    return {
      definition,
      eventTypes: [...byType.keys()],
      keys: (event) => byType.get(event.type)?.keys(event) ?? [],
      evolve: (document, event, key) => {
        const handler = byType.get(event.type);
        return handler ? handler.evolve(document, event, key) : document;
      },
    };
  };

export interface Folded<Doc extends Document> {
  readonly puts: readonly Doc[];
  readonly deletes: readonly string[];
}

/**
 * Applies events in order to the documents they concern; `load` is asked once for all that are
 * needed.
 */
export const foldDocuments = async <Doc extends Document>(
  projection: Projection<Doc>,
  events: readonly RecordedEvent[],
  load: (ids: readonly string[]) => Promise<ReadonlyMap<string, Doc>>,
): Promise<Folded<Doc>> => {
  const work = events.map((event) => ({ event, keys: projection.keys(event) }));
  const touched = new Set(work.flatMap(({ keys }) => keys));
  const documents = new Map<string, Doc | undefined>(touched.size > 0 ? await load([...touched]) : []);
  for (const { event, keys } of work) {
    for (const key of keys) documents.set(key, projection.evolve(documents.get(key), event, key));
  }
  const puts: Doc[] = [];
  const deletes: string[] = [];
  for (const key of touched) {
    const document = documents.get(key);
    if (document) puts.push(document);
    else deletes.push(key);
  }
  return { puts, deletes };
};
