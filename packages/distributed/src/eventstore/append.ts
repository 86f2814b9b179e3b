import {
  type AppendResult as ClientResult,
  type EventData,
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
  requireAppendSize,
  textsOf,
} from "@sogoc/core";
import type { LogReader } from "./log-reader.ts";
import type { Server } from "./server.ts";
import { clientEventFrom } from "./stored-event.ts";

/**
 * Appends with the protocol's expected revision. An append whose first event is in the stream
 * already is answered as it was the first time.
 */
export const createAppend = (
  { client, space, known, nameOf, attempt }: Server,
  { readStream }: LogReader,
): EventStore["append"] => {
  const placeAt = async (stream: string, revisions: readonly number[]): Promise<AppendResult> => {
    for (const revision of revisions) {
      const [event] = await readStream(stream, revision, 1);
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
    await readStream(stream, known.knownTo(stream) + 1);
    const repeated = await findKnown(stream, events);
    return repeated ?? { ok: false, reason: "wrong-revision", actual: actual ?? known.knownTo(stream) };
  };

  const send = (stream: string, expected: number, sent: EventData[]): Promise<ClientResult> =>
    attempt(() =>
      client.appendToStream(nameOf(stream), sent, {
        expectedRevision: expected === NO_STREAM ? EXPECT_NO_STREAM : BigInt(expected),
      }),
    );

  return async (stream, expectedRevision, events) => {
    const sent = events.map((event) => clientEventFrom(space, stream, event));
    requireAppendSize(stream, events.map(textsOf));
    // No revision of a stream: the protocol has no number for it.
    if (expectedRevision < NO_STREAM) return refused(stream, events);
    if (known.knownTo(stream) < expectedRevision) await readStream(stream, known.knownTo(stream) + 1);
    const before = await findKnown(stream, events);
    if (before) return before;
    // A revision that is not there yet might be by the time the server is asked, with events whose
    // ids are not known here.
    const actual = known.knownTo(stream);
    if (actual < expectedRevision) return { ok: false, reason: "wrong-revision", actual };
    try {
      const result = await send(stream, expectedRevision, sent);
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
      return refused(
        stream,
        events,
        typeof error.actualVersion === "bigint" ? Number(error.actualVersion) : NO_STREAM,
      );
    }
  };
};
