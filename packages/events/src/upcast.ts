import { eventCatalogue } from "./catalogue.ts";

interface Versioned {
  readonly type: string;
  readonly schema: number;
  readonly data: unknown;
}

/** Per event type, a step from version n (the key) to n + 1. Never edited once released. */
type Steps = Readonly<Record<string, Readonly<Record<number, (data: unknown) => unknown>>>>;

const steps: Steps = {};

/**
 * Brings an event to the current version of its type and checks the result, so that code knows only
 * today's shapes. Events of the current version pass untouched and unchecked: they were checked
 * when they were written. Throws when the type is unknown or newer than this code.
 */
export const createUpcast =
  (known: Steps = steps) =>
  <E extends Versioned>(event: E): E => {
    const entry = eventCatalogue.get(event.type);
    if (!entry) throw new Error(`Event type not in the catalogue: ${event.type}`);
    if (event.schema === entry.schema) return event;
    if (event.schema > entry.schema) {
      throw new Error(`${event.type} version ${event.schema} is newer than this software`);
    }
    let data: unknown = event.data;
    for (let version = event.schema; version < entry.schema; version++) {
      const step = known[event.type]?.[version];
      if (!step) throw new Error(`No upcast for ${event.type} version ${version}`);
      data = step(data);
    }
    return { ...event, schema: entry.schema, data: entry.data.parse(data) };
  };

export const upcast = createUpcast();
