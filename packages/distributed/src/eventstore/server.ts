import type { EventStoreDBClient } from "@eventstore/db-client";
import type { createKnownIds } from "./known-ids.ts";
import type { Namespace, OwnEvents } from "./stored-event.ts";

/** What every request to the server needs. */
export interface Server {
  readonly client: EventStoreDBClient;
  readonly space: Namespace;
  readonly own: OwnEvents;
  readonly known: ReturnType<typeof createKnownIds>;
  /** How long one attempt waits for an answer. */
  readonly answerMs: number;
  readonly nameOf: (stream: string) => string;
  /** Goes on trying while the server is away. Throws when the store is closed. */
  readonly attempt: <Result>(work: () => Promise<Result>, ms?: number) => Promise<Result>;
}
