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

const entryOf = (type: string): CatalogueEntry => {
  const entry = eventCatalogue.get(type);
  if (!entry) throw new Error(`Event type not in the catalogue: ${type}`);
  return entry;
};

/** Throws for a type that is not in the catalogue. */
export const schemaVersionOf = (type: string): number => entryOf(type).schema;

/**
 * Data that is not of its event's shape: a fault of the program. Says which properties, and never
 * what they hold.
 */
export class MalformedEvent extends Error {
  constructor(type: string, issues: readonly z.core.$ZodIssue[]) {
    const places = issues.slice(0, 5).map((issue) => {
      const unknown = issue.code === "unrecognized_keys" ? issue.keys : [];
      return `${[...issue.path, ...unknown].map(String).join(".")} (${issue.code})`;
    });
    super(`${type}: ${places.join(", ")}`);
    this.name = "MalformedEvent";
  }
}

/**
 * The schema version of an event that is about to be written. Throws for a type that is not in the
 * catalogue, and `MalformedEvent` for data with a property too many, too few or of another kind:
 * nothing of that is ever stored.
 */
export const schemaOfWritten = (type: string, data: unknown): number => {
  const entry = entryOf(type);
  const { error } = entry.data.safeParse(data);
  if (error) throw new MalformedEvent(type, error.issues);
  return entry.schema;
};
