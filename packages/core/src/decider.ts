import type { EventData, RecordedEvent } from "./event.ts";
import type { Acting } from "./hands.ts";

/**
 * An aggregate as three pure functions. `decide` answers with the events that follow from a
 * command, or throws `CommandRejected`; an empty list means that the command changes nothing.
 */
export interface Decider<State, Command, E extends EventData> {
  /** Stream category, e.g. `record`. */
  readonly category: string;
  initialState(): State;
  /** `acting` sends the command; specs that ask for nothing of them leave it out. */
  decide(command: Command, state: State, acting?: Acting | undefined): readonly E[];
  /** `acting` has made the event. */
  evolve(state: State, event: E, acting?: Acting | undefined): State;
  /**
   * True for commands that are nearly always the first of their stream: they are decided on the
   * initial state, and the stream is read only when it turns out to be there, or when they are
   * refused.
   */
  startsStream?(command: Command): boolean;
  /**
   * Events that change nothing of what a person decides on, such as sign-ins beside a person's
   * roles: what was seen before them is not out of date after them.
   */
  readonly ignoredByPreconditions?: ReadonlySet<E["type"]> | undefined;
  /**
   * Keep folded states of recently used streams in memory: for long streams that every command
   * reads.
   */
  readonly cacheState?: boolean | undefined;
}

/** Who has made an event; undefined of one that was never recorded. */
const actingIn = (event: EventData & Partial<Pick<RecordedEvent, "metadata">>): Acting | undefined =>
  event.metadata?.actor;

/** The state after one more event. */
export const evolveBy = <State, Command, E extends EventData>(
  decider: Pick<Decider<State, Command, E>, "evolve">,
  state: State,
  event: E,
): State => decider.evolve(state, event, actingIn(event));

export const fold = <State, Command, E extends EventData>(
  decider: Pick<Decider<State, Command, E>, "initialState" | "evolve">,
  events: Iterable<E>,
): State => {
  let state = decider.initialState();
  for (const event of events) state = evolveBy(decider, state, event);
  return state;
};
