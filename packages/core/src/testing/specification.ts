import { expect } from "vitest";
import { type Decider, fold } from "../decider.ts";
import { CommandRejected, type ErrorCode } from "../errors.ts";
import type { EventData, RecordedEvent } from "../event.ts";
import type { Acting } from "../hands.ts";
import { GENESIS_HASH } from "../hash-chain.ts";
import type { Projection } from "../projection.ts";
import type { Document } from "../read-models.ts";

/**
 * `given(decider, events).when(command).then(events)`, or `.thenRejected(code)`; `when` takes who
 * sends the command where that is asked for.
 */
export const given = <State, Command, E extends EventData>(
  decider: Decider<State, Command, E>,
  events: readonly NoInfer<E>[] = [],
) => {
  const state = fold(decider, events);
  return {
    state,
    when: (command: Command, acting?: Acting) => ({
      // biome-ignore lint/suspicious/noThenProperty: given, when, then reads as a sentence, and nobody awaits it
      then: (expected: readonly E[]) => expect(decider.decide(command, state, acting)).toEqual(expected),
      thenRejected: (code: ErrorCode) => {
        let rejected: unknown;
        try {
          decider.decide(command, state, acting);
        } catch (error) {
          rejected = error;
        }
        expect(rejected).toBeInstanceOf(CommandRejected);
        expect((rejected as CommandRejected).code).toBe(code);
      },
    }),
  };
};

/** Puts events into a stream as they are: for the streams of other services. */
export const asGiven = <E extends EventData>(category: string): Decider<null, readonly E[], E> => ({
  category,
  initialState: () => null,
  decide: (events) => events,
  evolve: (state) => state,
});

let counter = 0;

/** A recorded event for projection specs; place and metadata may be overridden. */
export const recorded = <E extends EventData>(
  event: E,
  place: Partial<Omit<RecordedEvent, "metadata">> & {
    readonly metadata?: Partial<RecordedEvent["metadata"]>;
  } = {},
): RecordedEvent<E> => {
  counter++;
  return {
    id: `00000000-0000-4000-8000-${String(counter).padStart(12, "0")}`,
    stream: "test-1",
    revision: 0,
    position: counter,
    schema: 1,
    ...event,
    ...place,
    metadata: {
      actor: { account: "acc-1", name: "Người thử", roles: ["clerk"], unit: "unit-1" },
      at: "2026-03-01T02:00:00.000Z",
      commandId: `command-${counter}`,
      correlationId: `command-${counter}`,
      previousHash: GENESIS_HASH,
      hash: GENESIS_HASH,
      ...place.metadata,
    },
  } as unknown as RecordedEvent<E>;
};

/** `project(projection, events)`: the documents that result, by id. */
export const project = <Doc extends Document>(
  projection: Projection<Doc>,
  events: readonly RecordedEvent[],
): ReadonlyMap<string, Doc> => {
  const documents = new Map<string, Doc>();
  for (const event of events) {
    for (const key of projection.keys(event)) {
      const next = projection.evolve(documents.get(key), event, key);
      if (next) documents.set(key, next);
      else documents.delete(key);
    }
  }
  return documents;
};
