import type { EventStoreDBClient } from "@eventstore/db-client";
import type { EventStore, RecordedEvent } from "@sogoc/core";
import type { createKnownIds } from "./known-ids.ts";
import { logRead, readEvents, streamRead } from "./read-requests.ts";
import { type Namespace, recordedFrom } from "./stored-event.ts";

const PAGE = 1_000;

/** What every request to the server needs. */
export interface Server {
  readonly client: EventStoreDBClient;
  readonly space: Namespace;
  readonly known: ReturnType<typeof createKnownIds>;
  /** How long one attempt waits for an answer. */
  readonly answerMs: number;
  readonly nameOf: (stream: string) => string;
  /** Goes on trying while the server is away. Throws when the store is closed. */
  readonly attempt: <Result>(work: () => Promise<Result>) => Promise<Result>;
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

/**
 * The pattern of type names that the server filters by. Without types: everything of this
 * installation, and none of the server's own.
 */
export const patternOf = ({ prefix }: Namespace, types?: readonly string[]): string => {
  const start = `^${escaped(prefix)}`;
  return types ? `${start}(${types.map(escaped).join("|")})$` : prefix === "" ? "^[^$]" : start;
};

/** Reads streams and the log; what it reads of a stream is learnt. */
export const createLogReader = ({ client, space, known, answerMs, nameOf, attempt }: Server) => {
  const readStream = async (stream: string, fromRevision: number, limit = Number.MAX_SAFE_INTEGER) => {
    const events: RecordedEvent[] = [];
    while (events.length < limit) {
      const wanted = Math.min(PAGE, limit - events.length);
      const request = streamRead(nameOf(stream), fromRevision + events.length, wanted);
      const page = await attempt(() => readEvents(client, request, answerMs));
      events.push(...page.map((event) => recordedFrom(space, event)));
      if (page.length < wanted) break;
    }
    known.learn(stream, events);
    return events;
  };

  const head = async (): Promise<number> => {
    const [last] = await attempt(() => readEvents(client, logRead("end", 1, patternOf(space)), answerMs));
    return last ? recordedFrom(space, last).position : 0;
  };

  const readAll: EventStore["readAll"] = async ({ after, limit, types }) => {
    // Before the page: what is stored while it is read belongs to the next one.
    const reached = await head();
    if (reached <= after) return { events: [], upTo: after, end: true };
    // The server begins with the event at the position itself.
    const from = after === 0 ? "start" : BigInt(after - 1);
    const page = await attempt(() =>
      readEvents(client, logRead(from, limit + 1, patternOf(space, types)), answerMs),
    );
    const found = page.map((event) => recordedFrom(space, event)).filter(({ position }) => position > after);
    const events = found.slice(0, limit);
    const last = events.at(-1)?.position ?? after;
    const full = page.length > limit && events.length === limit;
    const upTo = full ? last : Math.max(last, reached);
    return { events, upTo, end: upTo >= reached };
  };

  return { readStream, head, readAll };
};
export type LogReader = ReturnType<typeof createLogReader>;
