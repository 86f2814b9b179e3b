import {
  EventStoreDBClient,
  NO_STREAM as EXPECT_NO_STREAM,
  MaxAppendSizeExceededError,
  WrongExpectedVersionError,
} from "@eventstore/db-client";
import {
  type AppendResult,
  AppendTooLarge,
  appendSize,
  type EventStore,
  type NewEvent,
  NO_STREAM,
  type RecordedEvent,
  requireAppendSize,
  textsOf,
} from "@sogoc/core";
import { createFollower } from "./follower.ts";
import { createKnownIds } from "./known-ids.ts";
import { logRead, readEvents, streamRead } from "./read-requests.ts";
import { createRestore } from "./restore.ts";
import { retrying } from "./retrying.ts";
import { clientEventFrom, recordedFrom } from "./stored-event.ts";

const PAGE = 1_000;

export interface EventStoreDbOptions {
  /** `esdb://…`; several hosts for a cluster. */
  readonly connectionString: string;
  /** Put before the names of streams and types, to share a server with other installations. */
  readonly namespace?: string | undefined;
  /** How long an operation goes on trying while the server is away. */
  readonly patienceMs?: number | undefined;
  /** How long one attempt waits for an answer. */
  readonly answerMs?: number | undefined;
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

/**
 * An event store in EventStoreDB. Positions are the log's commit positions plus one: they rise,
 * with gaps. The server enforces the expected revision; since it takes an append with the current
 * revision for new whatever its ids are, the ids of the streams in use are remembered here.
 */
export const openEventStoreDb = async (
  options: EventStoreDbOptions,
): Promise<EventStore & { findFault(): Promise<string | undefined> }> => {
  const { connectionString, namespace, patienceMs = 10_000, answerMs = 10_000 } = options;
  const space = { prefix: namespace === undefined ? "" : `${namespace}.` };
  const client = EventStoreDBClient.connectionString(connectionString);
  const known = createKnownIds();
  let closed = false;

  const attempt = <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (closed) throw new Error("The event store is closed.");
    return retrying(work, { patienceMs, answerMs });
  };
  const nameOf = (stream: string) => `${space.prefix}${stream}`;
  /** Without types: everything of this installation, and none of the server's own. */
  const patternOf = (types?: readonly string[]): string => {
    const start = `^${escaped(space.prefix)}`;
    return types ? `${start}(${types.map(escaped).join("|")})$` : space.prefix === "" ? "^[^$]" : start;
  };

  const readFrom = async (stream: string, fromRevision: number, limit = Number.MAX_SAFE_INTEGER) => {
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

  const headNow = async (): Promise<number> => {
    const [last] = await attempt(() => readEvents(client, logRead("end", 1, patternOf()), answerMs));
    return last ? recordedFrom(space, last).position : 0;
  };

  const placeAt = async (stream: string, revisions: readonly number[]): Promise<AppendResult> => {
    for (const revision of revisions) {
      const [event] = await readFrom(stream, revision, 1);
      if (event) return { ok: true, revision, position: event.position };
    }
    throw new Error("An event was found and then was not.");
  };

  /** The answer of the first time, when the first of these events is in the stream already. */
  const findKnown = async (
    stream: string,
    events: readonly NewEvent[],
  ): Promise<AppendResult | undefined> => {
    const revision = known.find(stream, events[0]?.id ?? "");
    return revision === undefined ? undefined : placeAt(stream, [revision + events.length - 1, revision]);
  };

  /** What an append comes to that the server did not take. */
  const refused = async (
    stream: string,
    events: readonly NewEvent[],
    actual?: number,
  ): Promise<AppendResult> => {
    await readFrom(stream, known.knownTo(stream) + 1);
    const repeated = await findKnown(stream, events);
    return repeated ?? { ok: false, reason: "wrong-revision", actual: actual ?? known.knownTo(stream) };
  };

  const restore = createRestore({
    client,
    nameOf,
    attempt,
    answerMs,
    encode: (event) => clientEventFrom(space, event.stream, event),
    readOne: async (stream, revision) => (await readFrom(stream, revision, 1))[0],
  });
  const follower = createFollower({ client, space, pattern: patternOf(), from: await headNow() });

  return {
    async append(stream, expectedRevision, events) {
      const sent = events.map((event) => clientEventFrom(space, stream, event));
      requireAppendSize(stream, events.map(textsOf));
      // No revision of a stream: the protocol has no number for it.
      if (expectedRevision < NO_STREAM) return refused(stream, events);
      if (known.knownTo(stream) < expectedRevision) await readFrom(stream, known.knownTo(stream) + 1);
      const before = await findKnown(stream, events);
      if (before) return before;
      // A revision that is not there yet might be by the time the server is asked, with events
      // whose ids are not known here.
      const actual = known.knownTo(stream);
      if (actual < expectedRevision) return { ok: false, reason: "wrong-revision", actual };
      try {
        const result = await attempt(() =>
          client.appendToStream(nameOf(stream), sent, {
            expectedRevision: expectedRevision === NO_STREAM ? EXPECT_NO_STREAM : BigInt(expectedRevision),
          }),
        );
        const revision = Number(result.nextExpectedRevision);
        known.learn(
          stream,
          events.map(({ id }, index) => ({ id, revision: revision - events.length + 1 + index })),
        );
        // A repeated append may be answered without its place.
        if (!result.position) return await placeAt(stream, [revision]);
        return { ok: true, revision, position: Number(result.position.commit) + 1 };
      } catch (error) {
        // A server whose own limit was set lower.
        if (error instanceof MaxAppendSizeExceededError)
          throw new AppendTooLarge(stream, appendSize(events.map(textsOf)));
        if (!(error instanceof WrongExpectedVersionError)) throw error;
        const actual = typeof error.actualVersion === "bigint" ? Number(error.actualVersion) : NO_STREAM;
        return refused(stream, events, actual);
      }
    },
    restore,
    readStream: (stream, fromRevision = 0) => readFrom(stream, Math.max(0, fromRevision)),
    async readAll({ after, limit, types }) {
      // Before the page: what is stored while it is read belongs to the next one.
      const head = await headNow();
      if (head <= after) return { events: [], upTo: after, end: true };
      // The server begins with the event at the position itself.
      const from = after === 0 ? "start" : BigInt(after - 1);
      const page = await attempt(() =>
        readEvents(client, logRead(from, limit + 1, patternOf(types)), answerMs),
      );
      const found = page
        .map((event) => recordedFrom(space, event))
        .filter(({ position }) => position > after);
      const events = found.slice(0, limit);
      const last = events.at(-1)?.position ?? after;
      const full = page.length > limit && events.length === limit;
      const upTo = full ? last : Math.max(last, head);
      return { events, upTo, end: upTo >= head };
    },
    head: headNow,
    onCommitted: (listener) => follower.add(listener),
    findFault: () =>
      retrying(() => readEvents(client, logRead("end", 1, patternOf()), 2_000), {
        patienceMs: 0,
        answerMs: 2_000,
      }).then(
        () => undefined,
        () => "does not answer",
      ),
    async close() {
      if (closed) return;
      closed = true;
      await follower.close();
      await client.dispose();
    },
  };
};
