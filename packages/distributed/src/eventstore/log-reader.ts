import type { EventStore, RecordedEvent } from "@sogoc/core";
import { createPatientReads } from "./patient-reads.ts";
import { logRequest, readEvents, streamRequest } from "./read-requests.ts";
import type { Server } from "./server.ts";
import { type ClientEvent, type Namespace, positionOf } from "./stored-event.ts";

const PAGE = 1_000;

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
export const createLogReader = ({ client, space, own, known, answerMs, nameOf, attempt }: Server) => {
  const { head, eventsBehind } = createPatientReads({ client, pattern: patternOf(space), answerMs, attempt });
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
    const behind = await eventsBehind(after, limit, reached, patternOf(space, types));
    const taken = behind.slice(0, limit);
    const last = taken.at(-1);
    const lastPosition = last ? positionOf(last) : after;
    const upTo = behind.length > limit ? lastPosition : Math.max(lastPosition, reached);
    return { events: ours(taken), upTo, end: upTo >= reached };
  };

  return { readStream, head, readAll, eventAt };
};
export type LogReader = ReturnType<typeof createLogReader>;
