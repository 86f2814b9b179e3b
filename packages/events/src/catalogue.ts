import type { z } from "zod";
import { accountsEvents } from "./accounts.ts";
import { entryEvents } from "./entry.ts";
import { accessEvents, reviewEvents } from "./review.ts";

const schemas = { ...accountsEvents, ...entryEvents, ...reviewEvents, ...accessEvents };

export type EventType = keyof typeof schemas;

/** The data of one event type. */
export type DataOf<Type extends EventType> = z.infer<(typeof schemas)[Type]>;

/** One or several event types as `{ type, data }`, told apart by `type`. */
export type EventOf<Type extends EventType> = Type extends EventType
  ? { readonly type: Type; readonly data: DataOf<Type> }
  : never;

export type DomainEvent = EventOf<EventType>;

export type EventSource = "accounts" | "entry" | "review" | "reporting";

const sourceOf = (type: EventType): EventSource => {
  if (type in accountsEvents) return "accounts";
  if (type in entryEvents) return "entry";
  return type in reviewEvents ? "review" : "reporting";
};

export interface CatalogueEntry {
  readonly type: EventType;
  readonly source: EventSource;
  /** Current version of the data's shape. */
  readonly schema: number;
  readonly data: z.ZodType;
}

/**
 * Versions above 1 are named here, with an upcast in `upcast.ts`: additive changes need neither.
 */
const versions: Partial<Record<EventType, number>> = {};

export const eventTypes = Object.keys(schemas) as EventType[];

export const eventCatalogue: ReadonlyMap<string, CatalogueEntry> = new Map(
  eventTypes.map((type) => [
    type,
    { type, source: sourceOf(type), schema: versions[type] ?? 1, data: schemas[type] },
  ]),
);

export const eventTypesOf = (...sources: readonly EventSource[]): EventType[] =>
  eventTypes.filter((type) => sources.includes(sourceOf(type)));

/** Throws for a type that is not in the catalogue: nothing unknown is ever written. */
export const schemaVersionOf = (type: string): number => {
  const entry = eventCatalogue.get(type);
  if (!entry) throw new Error(`Event type not in the catalogue: ${type}`);
  return entry.schema;
};
