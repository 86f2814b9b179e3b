import type { ReadModelDefinition } from "@sogoc/core";
import type { Collection } from "mongodb";

/** A read model's document as it is stored. */
export interface StoredDocument {
  readonly _id: string;
  readonly body: {
    /**
     * The model's turn at which this was written: rises with every change of the document, also
     * over a deletion.
     */
    readonly revision: number;
    /** What queries may name. */
    readonly columns: Readonly<Record<string, unknown>>;
    /** The words of the definition's `words` property, as a multikey index wants them. */
    readonly words?: readonly string[] | undefined;
    /** JSON: written, read and carried along several times faster than the same as fields. */
    readonly document: string;
  };
}

/**
 * One document of a commit: what it was (revision 0: absent) and what it becomes (undefined:
 * deleted).
 */
export interface Write {
  readonly id: string;
  readonly was: number;
  readonly becomes?: StoredDocument | undefined;
}

/**
 * Everything about a model that must change in one step is in one document: which collection is
 * live, how far each lane came, and a turn that every commit and every swap raises.
 */
export interface ModelState {
  /** The model's name. */
  readonly _id: string;
  readonly version: number;
  /** JSON of the definition. */
  readonly definition: string;
  /** Name of the collection that holds the documents. */
  readonly collection: string;
  readonly turn: number;
  readonly lanes: readonly { readonly lane: string; readonly position: number }[];
  /** What an earlier version, on a server without transactions, had decided and not carried out. */
  readonly pending?: object | null | undefined;
}

export type ModelStates = Collection<ModelState>;

export const definitionOf = (state: ModelState): ReadModelDefinition =>
  // Written by this adapter from a definition.
  JSON.parse(state.definition) as ReadModelDefinition;

export const positionIn = (state: ModelState, lane: string): number =>
  state.lanes.find((known) => known.lane === lane)?.position ?? 0;

export const lanesAfter = (state: ModelState, lane: string, position: number): ModelState["lanes"] => [
  ...state.lanes.filter((known) => known.lane !== lane),
  { lane, position },
];
