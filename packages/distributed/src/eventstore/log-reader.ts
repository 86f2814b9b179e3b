import type { EventStoreDBClient } from "@eventstore/db-client";
import type { EventStore, RecordedEvent } from "@sogoc/core";
import type { createKnownIds } from "./known-ids.ts";
import { logRequest, readEvents, streamRequest } from "./read-requests.ts";
import { type ClientEvent, type Namespace, type OwnEvents, positionOf } from "./stored-event.ts";

const PAGE = 1_000;

/** What every request to the server needs. */
export interface Server {
  readonly client: EventStoreDBClient;
  readonly space: Namespace;
  readonly own: OwnEvents;
  readonly known: ReturnType<typeof createKnownIds>;
  /** How long one attempt waits for an answer. */
  readonly answerMs: number;
  /** The same of a read for which the server may have to go through much of its log. */
  readonly scanMs: number;
  readonly nameOf: (stream: string) => string;
  /** Goes on trying while the server is away. Throws when the store is closed. */
  readonly attempt: <Result>(work: () => Promise<Result>, ms?: number) => Promise<Result>;
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

/** The server's word for a position at which no record begins; reads begin nowhere else. */
const isNoPlace = (error: unknown): boolean =>
  error instanceof Error && error.message.includes("InvalidPosition");

/** Reads streams and the log; what it reads of a stream is learnt. */
export const createLogReader = ({ client, space, own, known, answerMs, scanMs, nameOf, attempt }: Server) => {
  const ours = (page: readonly ClientEvent[]): readonly RecordedEvent[] =>
    page.flatMap((event) => own.recorded(event) ?? []);

  const readStream = async (stream: string, fromRevision: number, limit = Number.MAX_SAFE_INTEGER) => {
    const events: RecordedEvent[] = [];
    for (let read = 0; read < limit; ) {
      const wanted = Math.min(PAGE, limit - read);
      const request = streamRequest(nameOf(stream), fromRevision + read, wanted);
      const page = await attempt(() => readEvents(client, request, answerMs));
      events.push(...ours(page));
      read += page.length;
      if (page.length < wanted) break;
    }
    known.learn(stream, events);
    return events;
  };

  const head = async (): Promise<number> => {
    const [last] = await attempt(() => readEvents(client, logRequest("end", 1, patternOf(space)), answerMs));
    return last ? positionOf(last) : 0;
  };

  const eventAt: EventStore["eventAt"] = async (position) => {
    if (position <= 0) return undefined;
    const request = logRequest(BigInt(position - 1), 1, patternOf(space));
    const page = await attempt(() => readEvents(client, request, answerMs)).catch((error: unknown) => {
      if (isNoPlace(error)) return [];
      throw error;
    });
    return ours(page).find((event) => event.position === position);
  };

  const readAll: EventStore["readAll"] = async ({ after, limit, types }) => {
    // Before the page: what is stored while it is read belongs to the next one.
    const reached = await head();
    if (reached <= after) return { events: [], upTo: after, end: true };
    // The server begins with the event at the position itself.
    const from = after === 0 ? "start" : BigInt(after - 1);
    const request = logRequest(from, limit + 1, patternOf(space, types));
    const page = await attempt(() => readEvents(client, request, scanMs), scanMs);
    const taken = page.filter((event) => positionOf(event) > after).slice(0, limit);
    const lastTaken = taken.at(-1);
    const last = lastTaken ? positionOf(lastTaken) : after;
    const full = page.length > limit && taken.length === limit;
    const upTo = full ? last : Math.max(last, reached);
    return { events: ours(taken), upTo, end: upTo >= reached };
  };

  return { readStream, head, readAll, eventAt };
};
export type LogReader = ReturnType<typeof createLogReader>;
