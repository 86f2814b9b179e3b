import { type OneAtATime, type RecordedEvent, StaleCommit } from "@sogoc/core";
import type { Consumer, EachBatchPayload, KafkaMessage } from "kafkajs";
import { eventFrom } from "./cloud-event.ts";
import type { Deliverer } from "./deliver.ts";
import { beforeOf, type HoleFiller } from "./holes.ts";
import type { Lane, Lanes } from "./lanes.ts";
import { laneOf } from "./relay-place.ts";

interface Told {
  readonly event: RecordedEvent;
  /** What the relay says lies before it in the lane. */
  readonly before: number | undefined;
}

/**
 * What is not an event of ours was not written by a relay and is nobody's to handle: it must not
 * hold up the lane.
 */
const decoded = ({ value, headers, offset }: KafkaMessage, lane: string): Told[] => {
  try {
    return [{ event: eventFrom(value), before: beforeOf(headers) }];
  } catch (error) {
    // By its name alone: a parser's message quotes what it could not read.
    const what = error instanceof Error ? error.name : "unknown";
    process.emitWarning(`${lane} ${offset}: ${what}`, "ForeignMessage");
    return [];
  }
};

interface Piece {
  readonly events: readonly RecordedEvent[];
  /** Whether they were missing on the topic. */
  readonly missing: boolean;
}

/**
 * What lies beyond a position, each once and without holes: within a lane positions only rise, but
 * a relay may have repeated itself, and what the topic has lost is taken from the store.
 */
async function* piecesBehind(
  start: number,
  told: readonly Told[],
  fill: (after: number, upTo: number) => AsyncIterable<readonly RecordedEvent[]>,
): AsyncGenerator<Piece> {
  let reached = start;
  let events: RecordedEvent[] = [];
  for (const { event, before = 0 } of told) {
    if (event.position <= reached) continue;
    if (before > reached) {
      yield { events, missing: false };
      events = [];
      for await (const lost of fill(reached, before)) yield { events: lost, missing: true };
    }
    events.push(event);
    reached = event.position;
  }
  yield { events, missing: false };
}

/** Takes the batches of a consumer: delivers what is new in them, and commits how far it came. */
export const createEachBatch = (options: {
  readonly consumer: Consumer;
  readonly lanes: Lanes;
  readonly deliverer: Deliverer;
  readonly holes: HoleFiller;
  readonly inTurn: OneAtATime;
  readonly eventTypes: readonly string[];
  readonly maxEvents: number;
  readonly stopping: AbortSignal;
  /** False where the group ends with the process: its offsets would only be litter. */
  readonly leaveOffsets: boolean;
}) => {
  const { consumer, lanes, deliverer, holes, inTurn, maxEvents, stopping, leaveOffsets } = options;
  const types = new Set(options.eventTypes);

  /** Answers false when it was broken off, by a stop or because the lane went elsewhere. */
  const handle = async ({ batch, heartbeat, isRunning, isStale }: EachBatchPayload, lane: Lane) => {
    const name = laneOf(batch.topic, batch.partition);
    const told = batch.messages.flatMap((message) => decoded(message, name));
    const fill = (after: number, upTo: number) => holes.eventsBetween(batch, after, upTo);
    for await (const { events: piece, missing } of piecesBehind(lane.position, told, fill)) {
      // The group must hear of this process while a hole is filled.
      await heartbeat();
      for (let from = 0; from === 0 || from < piece.length; from += maxEvents) {
        if (stopping.aborted || !isRunning() || isStale()) return false;
        const part = piece.slice(from, from + maxEvents);
        const upTo = Math.max(lane.position, part.at(-1)?.position ?? 0);
        const events = part.filter((event) => types.has(event.type));
        await inTurn(async () => {
          if (!stopping.aborted) await deliverer.deliver({ lane: name, events, upTo }, heartbeat);
        });
        if (stopping.aborted) return false;
        lane.position = upTo;
        await heartbeat();
      }
      if (missing) holes.tell(name, piece);
    }
    return true;
  };

  /** Takes the same batch again from where the lane is now. */
  const beginAgain = async ({ batch, isStale }: EachBatchPayload): Promise<void> => {
    const { topic, partition } = batch;
    lanes.begin([[topic, partition]]);
    await lanes.begun.get(laneOf(topic, partition));
    const offset = batch.firstOffset();
    if (!isStale() && offset !== null) consumer.seek({ topic, partition, offset });
  };

  return async (payload: EachBatchPayload): Promise<void> => {
    const { batch, resolveOffset, isStale } = payload;
    const { topic, partition } = batch;
    if (!lanes.begun.has(laneOf(topic, partition))) lanes.begin([[topic, partition]]);
    const lane = await lanes.begun.get(laneOf(topic, partition));
    if (!lane || stopping.aborted || isStale()) return;
    try {
      if (!(await handle(payload, lane))) return;
    } catch (error) {
      if (!(error instanceof StaleCommit)) throw error;
      return beginAgain(payload);
    }
    const last = batch.lastOffset();
    resolveOffset(batch.messages.at(-1)?.offset ?? last);
    lane.next = Number(last) + 1;
    await lanes.takeOver(batch, lane);
    if (!leaveOffsets) return;
    const offset = String(lane.next);
    await consumer.commitOffsets([{ topic, partition, offset, metadata: String(lane.position) }]);
  };
};
