import {
  type AllStreamSubscription,
  type EventStoreDBClient,
  eventTypeFilter,
  type Position,
  START,
} from "@eventstore/db-client";
import { ServerSilent } from "./retrying.ts";
import { type ClientEvent, positionOf } from "./stored-event.ts";

/** Events that the server looks at before it says how far it is: some ten milliseconds' worth. */
const WINDOW = 4_000;

interface Step {
  readonly from: Position | typeof START;
  /** Answers whether this one was the last that is wanted. */
  readonly take: (event: ClientEvent) => boolean;
  /** A place at which it is enough, whatever was found. */
  readonly reached: number;
  readonly ms: number;
}

/** One look from a place on, for some time at most. Throws `ServerSilent` where nothing comes. */
const scanStep = (
  client: EventStoreDBClient,
  pattern: string,
  { from, take, reached, ms }: Step,
): Promise<{ readonly place: Position | typeof START; readonly done: boolean }> => {
  let place = from;
  let subscription: AllStreamSubscription | undefined;
  let timer: NodeJS.Timeout | undefined;
  const looking = new Promise<boolean>((resolve, reject) => {
    timer = setTimeout(() => (place === from ? reject(new ServerSilent(ms)) : resolve(false)), ms);
    const filter = eventTypeFilter({
      regex: pattern,
      maxSearchWindow: WINDOW,
      checkpointInterval: 1,
      checkpointReached: (_, checkpoint) => {
        place = checkpoint;
        // The checkpoint itself may be where the next event begins.
        if (Number(checkpoint.commit) >= reached) resolve(true);
      },
    });
    subscription = client.subscribeToAll({ fromPosition: from, filter, requiresLeader: true });
    subscription.on("data", ({ event }) => {
      if (!event) return;
      if (event.position) place = event.position;
      if (take(event as ClientEvent)) resolve(true);
    });
    subscription.on("caughtUp", () => resolve(true));
    subscription.on("error", reject);
    subscription.on("end", () => resolve(false));
  });
  return looking
    .then((done) => ({ place, done }))
    .finally(() => {
      clearTimeout(timer);
      void subscription?.unsubscribe().catch(() => {});
      subscription?.destroy();
    });
};

/**
 * Reads the log for types that are rare in it. A read answers only when it is through, however many
 * events of others lie on the way; here the server says from time to time how far it is, and what
 * breaks off goes on from there. Goes on until an event was the last one that is wanted, a position
 * is reached, or nothing more is stored.
 */
export const scanLog = async (
  client: EventStoreDBClient,
  pattern: string,
  options: {
    /** Only what lies behind this position, which the store itself has named. */
    readonly after: number;
    readonly reached: number;
    readonly take: (event: ClientEvent) => boolean;
    /** How long one step lasts; without a sign of life it fails. */
    readonly stepMs: number;
    readonly attempt: <Result>(work: () => Promise<Result>, ms: number) => Promise<Result>;
  },
): Promise<void> => {
  const { after, reached, take, stepMs, attempt } = options;
  const at = BigInt(Math.max(0, after - 1));
  let seen = after;
  const takeOnce = (event: ClientEvent) => {
    const position = positionOf(event);
    if (position <= seen) return false;
    seen = position;
    return take(event) || position >= reached;
  };
  let place: Position | typeof START = after === 0 ? START : { commit: at, prepare: at };
  for (let done = false; !done; ) {
    const step = { from: place, take: takeOnce, reached, ms: stepMs };
    ({ place, done } = await attempt(() => scanStep(client, pattern, step), stepMs + 1_000));
  }
};
