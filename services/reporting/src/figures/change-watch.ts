import type { RecordedEvent } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import { batches } from "../read-models/batches.ts";
import { books } from "../read-models/books.ts";
import { days } from "../read-models/days.ts";
import { records } from "../read-models/records.ts";

/** Figures moved; `units` is undefined where too much happened at once to say whose. */
export interface Move {
  readonly position: number;
  readonly units: ReadonlySet<string> | undefined;
}

export interface ChangeWatch {
  /** Calls `told` after figures moved; the answer stops it. */
  readonly listen: (told: (move: Move) => void) => () => void;
  readonly position: () => Promise<number>;
  readonly stop: () => void;
}

const LOOK_MS = 1_000;
const MOST_EVENTS = 500;
const models = ["books", "batches", "days", "records"] as const;
/** Who read what, for instance, is in no figure. */
const counted = new Set([books, batches, days, records].flatMap(({ eventTypes }) => [...eventTypes]));

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
  const listeners = new Set<(move: Move) => void>();
  let timer: NodeJS.Timeout | undefined;
  let seen: number | undefined;

  const position = async () => {
    const { position: now } = await dependencies.freshness(models);
    if (timer !== undefined) seen ??= now;
    return now;
  };

  const getUnits = async (events: readonly RecordedEvent[]): Promise<ReadonlySet<string>> => {
    const units = new Set(events.flatMap((event) => textOf(event, "unitId") ?? []));
    const unnamed = events.filter((event) => textOf(event, "unitId") === undefined);
    const rows = await dependencies.books.findMany([
      ...new Set(unnamed.flatMap((event) => textOf(event, "bookId") ?? [])),
    ]);
    for (const { unitId } of rows.values()) if (unitId !== null) units.add(unitId);
    return units;
  };

  const look = async () => {
    const before = seen;
    const now = await position();
    if (before === undefined || now <= before) return;
    seen = now;
    const { events } = await dependencies.store.readAll({ after: before, limit: MOST_EVENTS });
    const whole = (events.at(-1)?.position ?? 0) >= now;
    const moved = events.filter(({ position: at, type }) => at <= now && counted.has(type));
    if (whole && moved.length === 0) return;
    const units = whole ? await getUnits(moved) : undefined;
    for (const told of listeners) told({ position: now, units });
  };

  const again = () => {
    timer = setTimeout(() => {
      // An engine that is away for a moment is asked again; what moved meanwhile is told then.
      void look()
        .catch(() => undefined)
        .finally(() => {
          if (timer !== undefined) again();
        });
    }, LOOK_MS);
    timer.unref();
  };
  const rest = () => {
    clearTimeout(timer);
    timer = undefined;
    seen = undefined;
  };

  return {
    position,
    listen(told) {
      listeners.add(told);
      if (timer === undefined) again();
      return () => {
        listeners.delete(told);
        if (listeners.size === 0) rest();
      };
    },
    stop() {
      listeners.clear();
      rest();
    },
  };
};
