import { EventStoreDBClient } from "@eventstore/db-client";
import type { EventStore } from "@sogoc/core";
import { createAppend } from "./append.ts";
import { createLeaving } from "./client-internals.ts";
import { createFollower } from "./follower.ts";
import { findNamespace, namespaceOf } from "./installation-namespace.ts";
import { createKnownIds } from "./known-ids.ts";
import { createLogReader, patternOf } from "./log-reader.ts";
import { logRequest, readEvents } from "./read-requests.ts";
import { createRestore } from "./restore.ts";
import { isAccessDenied, retrying } from "./retrying.ts";
import { mayDelete } from "./rights.ts";
import type { Server } from "./server.ts";
import { clientEventFrom, createOwnEvents, type ForeignEvents } from "./stored-event.ts";

export interface EventStoreDbOptions {
  /** `esdb://…`; several hosts for a cluster. */
  readonly connectionString: string;
  /**
   * Put before the names of streams and types, to share a server with others; empty for nothing.
   * Where it is left out, the server's log says which one this installation has.
   */
  readonly namespace?: string | undefined;
  /** How long an operation goes on trying while the server is away. */
  readonly patienceMs?: number | undefined;
  /**
   * How long one attempt waits for an answer; then another node is asked who leads. Shorter than an
   * election and longer than any answer of a node that is well.
   */
  readonly answerMs?: number | undefined;
}

/** A restore writes many events before it has an answer. */
const RESTORE_MS = 10_000;

export interface EventStoreDb extends EventStore {
  findFault(): Promise<string | undefined>;
  /** Whether the account that this store signs in with may delete what is stored. */
  mayDelete(): Promise<boolean>;
  /** Events that other programs wrote, which are passed over; undefined while none was met. */
  foreignEvents(): ForeignEvents | undefined;
}

/** Only administrators of a server read its log, unless it was prepared for somebody else. */
export class NoReadingRights extends Error {
  constructor() {
    super(
      "Tài khoản ở EventStoreDB không được đọc sổ sự kiện: chạy `sogoc engines prepare` một lần. / The account at EventStoreDB may not read the log: run `sogoc engines prepare` once.",
    );
    this.name = "NoReadingRights";
  }
}

/**
 * An event store in EventStoreDB. Positions are the log's commit positions plus one: they rise,
 * with gaps. The server enforces the expected revision; since it takes an append with the current
 * revision for new whatever its ids are, the ids of the streams in use are remembered here.
 */
export const openEventStoreDb = async (options: EventStoreDbOptions): Promise<EventStoreDb> => {
  const { connectionString, namespace, patienceMs = 12_000, answerMs = 3_000 } = options;
  const client = EventStoreDBClient.connectionString(connectionString);
  const lookElsewhere = createLeaving(client, answerMs / 2);
  let closed = false;
  const attempt: Server["attempt"] = (work, ms = answerMs) => {
    if (closed) throw new Error("The event store is closed.");
    return retrying(work, { patienceMs, answerMs: ms, lookElsewhere });
  };
  const giveUp = async (error: unknown): Promise<never> => {
    await client.dispose();
    throw isAccessDenied(error) ? new NoReadingRights() : error;
  };
  const space =
    namespace === undefined
      ? await findNamespace({ client, answerMs, attempt }).catch(giveUp)
      : namespaceOf(namespace);
  const own = createOwnEvents(space);
  const nameOf = (stream: string) => `${space.prefix}${stream}`;
  const server: Server = { client, space, own, known: createKnownIds(), answerMs, nameOf, attempt };
  const reader = createLogReader(server);
  const pattern = patternOf(space);
  const from = await reader.head().catch(giveUp);
  const follower = createFollower({ client, own, pattern, from });

  return {
    append: createAppend(server, reader),
    restore: createRestore({
      client,
      nameOf,
      attempt,
      answerMs: Math.max(answerMs, RESTORE_MS),
      encode: (event) => clientEventFrom(space, event.stream, event),
      readOne: async (stream, revision) => (await reader.readStream(stream, revision, 1))[0],
    }),
    readStream: (stream, fromRevision = 0) => reader.readStream(stream, Math.max(0, fromRevision)),
    readAll: reader.readAll,
    eventAt: reader.eventAt,
    head: reader.head,
    onCommitted: (listener) => follower.add(listener),
    foreignEvents: own.foreign,
    mayDelete: () => attempt(() => mayDelete(client)),
    findFault: () =>
      // Of anybody's events: of ours alone the server might look for long.
      retrying(() => readEvents(client, logRequest("end", 1, "."), 2_000), {
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
