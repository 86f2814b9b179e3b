import { type EventStore, messageOf, type RecordedEvent } from "@sogoc/core";
import type { Kafka } from "kafkajs";
import { createBackoff } from "../backoff.ts";
import { keepRunning } from "./keep-running.ts";
import { createPages, serveTerm, type Term } from "./relay-term.ts";
import { type EventTopic, electionGroup, electionTopic } from "./topics.ts";

/** What a running relay tells, for health checks and metrics. */
export interface RelayStatus {
  /** Whether this process is the one that publishes now. */
  readonly active: boolean;
  /** Everything up to here is on the topic; 0 while another process is active. */
  readonly position: number;
  /** Why the last round failed, until one succeeds. */
  readonly fault: string | undefined;
}

export interface Relay {
  status(): RelayStatus;
  stop(): Promise<void>;
}

/** The terms of a relay, one after the other: serves from an election until it is over. */
const createTerms = (
  serve: (told: Pick<Term, "onPlace" | "onSound">, ended: AbortSignal) => Promise<void>,
) => {
  const backoff = createBackoff({ firstMs: 100 });
  let status: RelayStatus = { active: false, position: 0, fault: undefined };
  /** Tells the present term to end. */
  let ending = new AbortController();
  let working: Promise<void> = Promise.resolve();

  /** Serves until the term ends; a failure begins again with what Kafka knows. */
  const work = async (ended: AbortSignal) => {
    const tell = (told: Partial<RelayStatus>) => {
      if (!ended.aborted) status = { ...status, ...told };
    };
    const onSound = () => {
      tell({ fault: undefined });
      backoff.reset();
    };
    while (!ended.aborted) {
      try {
        await serve({ onPlace: (position) => tell({ position }), onSound }, ended);
      } catch (error) {
        tell({ fault: messageOf(error) });
        await backoff.wait(ended);
      }
    }
  };

  return {
    status: () => status,
    /** Ends the term. `fault` says why, unless a next one is served, here or elsewhere. */
    end(fault?: string): void {
      ending.abort();
      ending = new AbortController();
      status = { active: false, position: 0, fault };
    },
    begin(): void {
      status = { ...status, active: true };
      const { signal } = ending;
      working = working.then(() => work(signal));
    },
    /** Clears the fault once the process has joined the group again. */
    forgetFault(): void {
      status = { ...status, fault: undefined };
    },
    ended: () => working,
  };
};

/**
 * Publishes one service's events from the store to its topic, keyed by stream, in the store's
 * order. Events and the relay's place are written in one Kafka transaction, so that each event is
 * on the topic once. Of all processes that run a relay for a topic, the one that the group
 * coordinator gives the election topic's partition to is active; a former one that does not know
 * yet is fenced off by the transactional id.
 */
export const startRelay = async (options: {
  readonly kafka: Kafka;
  readonly store: EventStore;
  readonly source: EventTopic;
  readonly batchSize?: number | undefined;
  /** Time after which a relay that says nothing is taken for dead. */
  readonly sessionTimeoutMs?: number | undefined;
  /** Called between reading and publishing, for tests that end the relay there. */
  readonly beforePublish?: ((events: readonly RecordedEvent[]) => Promise<void>) | undefined;
}): Promise<Relay> => {
  const { kafka, store, source, batchSize = 2_000, sessionTimeoutMs = 10_000, beforePublish } = options;
  const { topic } = source;
  const stopping = new AbortController();
  const pages = createPages(store, source, batchSize);
  const stopListening = store.onCommitted(pages.wake);
  const terms = createTerms((told, ended) =>
    serveTerm({ kafka, store, source, pages, beforePublish, ...told }, ended),
  );
  const endTerm = (fault?: string) => {
    terms.end(fault);
    pages.wake();
  };

  const consumer = kafka.consumer({
    groupId: electionGroup(topic),
    sessionTimeout: sessionTimeoutMs,
    heartbeatInterval: Math.floor(sessionTimeoutMs / 4),
    maxWaitTimeInMs: 500,
    allowAutoTopicCreation: false,
  });
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    const elected = (payload.memberAssignment[electionTopic(topic)] ?? []).length > 0;
    const { active } = terms.status();
    if (elected === active) {
      // While it serves, its own rounds tell.
      if (!active) terms.forgetFault();
      return;
    }
    endTerm();
    if (elected && !stopping.signal.aborted) terms.begin();
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => endTerm(messageOf(payload.error)));
  await consumer.connect();
  await consumer.subscribe({ topics: [electionTopic(topic)] });
  const candidacy = keepRunning(
    consumer,
    () => consumer.run({ eachMessage: async () => {} }),
    stopping.signal,
  );

  return {
    status: terms.status,
    async stop() {
      stopping.abort();
      stopListening();
      endTerm();
      await terms.ended();
      await candidacy.leave();
    },
  };
};
