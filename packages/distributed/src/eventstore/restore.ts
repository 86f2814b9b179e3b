import type { AppendResult, EventData, EventStoreDBClient } from "@eventstore/db-client";
import { NO_STREAM as EXPECT_NO_STREAM, WrongExpectedVersionError } from "@eventstore/db-client";
import {
  AppendTooLarge,
  appendSize,
  MAX_APPEND_BYTES,
  type RecordedEvent,
  RestoreRefused,
  textsOf,
} from "@sogoc/core";
import { answered } from "./retrying.ts";

/** What the server takes in one append, where nobody has set it lower. */
const SERVER_BYTES = 1_048_576;

/** Appends under way at the same moment, at the most. */
const WINDOW = 1_000;

/**
 * Events next to each other in the log and in one stream: one append, as long as the server takes
 * it.
 */
interface Run {
  readonly stream: string;
  readonly events: readonly RecordedEvent[];
}

const runsOf = (events: readonly RecordedEvent[]): Run[] => {
  const runs: { stream: string; events: RecordedEvent[]; bytes: number }[] = [];
  for (const event of events) {
    const last = runs.at(-1);
    const bytes = appendSize([textsOf(event)]);
    // Refused by the server in the middle of others, it would leave these in another order.
    if (bytes > SERVER_BYTES) throw new AppendTooLarge(event.stream, bytes);
    if (last?.stream === event.stream && last.bytes + bytes <= MAX_APPEND_BYTES) {
      last.events.push(event);
      last.bytes += bytes;
    } else runs.push({ stream: event.stream, events: [event], bytes });
  }
  return runs;
};

/**
 * Sends appends behind each other without waiting for each answer. The client's appends travel in
 * one gRPC stream and the server writes in the order in which they arrive, so whatever breaks off,
 * a beginning of them is stored; from the first that was not answered they are then sent again one
 * by one. The answers' positions are held against that.
 */
export const createRestore = (options: {
  readonly client: EventStoreDBClient;
  readonly nameOf: (stream: string) => string;
  readonly encode: (event: RecordedEvent) => EventData;
  readonly readOne: (stream: string, revision: number) => Promise<RecordedEvent | undefined>;
  readonly attempt: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** How long one append of many waits for its answer. */
  readonly answerMs: number;
}) => {
  const { client, nameOf, encode, readOne, attempt, answerMs } = options;

  const isThere = async (event: RecordedEvent): Promise<boolean> => {
    const there = await readOne(event.stream, event.revision);
    if (there && there.metadata.hash !== event.metadata.hash)
      throw new RestoreRefused(event, "another event");
    return there !== undefined;
  };
  const expectThere = async (event: RecordedEvent) => {
    if (!(await isThere(event))) throw new RestoreRefused(event, "a gap");
  };

  const send = ({ stream, events }: Run): Promise<AppendResult> => {
    const before = (events[0]?.revision ?? 0) - 1;
    return client.appendToStream(nameOf(stream), events.map(encode), {
      expectedRevision: before < 0 ? EXPECT_NO_STREAM : BigInt(before),
    });
  };

  /** Event by event: some of the run may be there. */
  const sendPatiently = async ({ events }: Run) => {
    for (const event of events) {
      try {
        const { position } = await attempt(() => send({ stream: event.stream, events: [event] }));
        // The server knew these ids, and does not look at what else is in the events.
        if (!position) await expectThere(event);
      } catch (error) {
        if (!(error instanceof WrongExpectedVersionError)) throw error;
        await expectThere(event);
      }
    }
  };

  const sendWindow = async (runs: readonly Run[]) => {
    const answers = await Promise.allSettled(runs.map((run) => answered(send(run), answerMs)));
    const positions = answers.map((answer) =>
      answer.status === "fulfilled" ? answer.value.position?.commit : undefined,
    );
    const firstLost = positions.indexOf(undefined);
    const stored = positions.slice(0, firstLost === -1 ? undefined : firstLost);
    if (stored.some((position = 0n, index) => index > 0 && position <= (stored[index - 1] ?? 0n)))
      throw new Error("The server has stored events in another order than they were sent in.");
    if (firstLost !== -1) for (const run of runs.slice(firstLost)) await sendPatiently(run);
  };

  return async (events: readonly RecordedEvent[]): Promise<void> => {
    let known = 0;
    for (const event of events) {
      if (!(await isThere(event))) break;
      known++;
    }
    const [first, ...rest] = runsOf(events.slice(known));
    if (!first) return;
    // Alone, so that the connection and its one stream are there for what follows.
    await sendPatiently(first);
    for (let from = 0; from < rest.length; from += WINDOW) await sendWindow(rest.slice(from, from + WINDOW));
  };
};
