import type { RecordedEvent } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import { batches } from "../read-models/batches.ts";
import { books } from "../read-models/books.ts";
import { days } from "../read-models/days.ts";
import { records } from "../read-models/records.ts";

/** What has changed of figures; `units` is undefined where too much did at once to say whose. */
export interface ChangedFigures {
  /** Up to which position in the log they count. */
  readonly position: number;
  readonly units: ReadonlySet<string> | undefined;
}

export interface ChangeWatch {
  /** Calls the listener after figures have changed; the answer stops that. */
  readonly listen: (listener: (changed: ChangedFigures) => void) => () => void;
  readonly position: () => Promise<number>;
  readonly stop: () => void;
}

const POLL_MS = 1_000;
const MOST_EVENTS = 500;
const watchedModels = ["books", "batches", "days", "records"] as const;
/** Who read what, for instance, is in no figure. */
const eventTypesOfFigures = new Set(
  [books, batches, days, records].flatMap(({ eventTypes }) => [...eventTypes]),
);

const textOf = (event: RecordedEvent, name: string): string | undefined => {
  const value = (event.data as Record<string, unknown>)[name];
  return typeof value === "string" ? value : undefined;
};

/**
 * One look a second at how far the figures are, shared by everybody who listens, and none while
 * nobody does. Events that no figure is made of, such as who read what, tell nobody.
 */
export const createChangeWatch = (
  dependencies: Dependencies<"books" | "freshness" | "store">,
): ChangeWatch => {
  const listeners = new Set<(changed: ChangedFigures) => void>();
  let timer: NodeJS.Timeout | undefined;
  let lookedUpTo: number | undefined;

  const position = async () => {
    const { position: now } = await dependencies.freshness(watchedModels);
    if (timer !== undefined) lookedUpTo ??= now;
    return now;
  };

  const listUnitsOf = async (events: readonly RecordedEvent[]): Promise<ReadonlySet<string>> => {
    const units = new Set(events.flatMap((event) => textOf(event, "unitId") ?? []));
    const unnamed = events.filter((event) => textOf(event, "unitId") === undefined);
    const rows = await dependencies.books.findMany([
      ...new Set(unnamed.flatMap((event) => textOf(event, "bookId") ?? [])),
    ]);
    for (const { unitId } of rows.values()) if (unitId !== null) units.add(unitId);
    return units;
  };

  const look = async () => {
    const before = lookedUpTo;
    const now = await position();
    if (before === undefined || now <= before) return;
    lookedUpTo = now;
    const { events } = await dependencies.store.readAll({ after: before, limit: MOST_EVENTS });
    const whole = (events.at(-1)?.position ?? 0) >= now;
    const changes = events.filter(({ position: at, type }) => at <= now && eventTypesOfFigures.has(type));
    if (whole && changes.length === 0) return;
    const units = whole ? await listUnitsOf(changes) : undefined;
    for (const tell of listeners) tell({ position: now, units });
  };

  const lookLater = () => {
    timer = setTimeout(() => {
      // An engine that is away for a moment is asked again; what changed meanwhile is told then.
      void look()
        .catch(() => undefined)
        .finally(() => {
          if (timer !== undefined) lookLater();
        });
    }, POLL_MS);
    timer.unref();
  };
  const stopLooking = () => {
    clearTimeout(timer);
    timer = undefined;
    lookedUpTo = undefined;
  };

  return {
    position,
    listen(listener) {
      listeners.add(listener);
      if (timer === undefined) lookLater();
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) stopLooking();
      };
    },
    stop() {
      listeners.clear();
      stopLooking();
    },
  };
};
