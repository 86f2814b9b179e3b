import type { NewEvent } from "./event.ts";

/**
 * What one append may hold, in bytes. EventStoreDB takes a mebibyte in one, Kafka a mebibyte in one
 * message; what an engine puts around an event is counted with it. The same on every engine, so
 * that an installation can be moved to any other.
 */
export const MAX_APPEND_BYTES = 900_000;

/**
 * What engines put around each event, at the most: its id, type and stream, and the names of
 * attributes.
 */
const AROUND_EVENT = 400;

/** More in one append than an engine takes. Says nothing of what is in it. */
export class AppendTooLarge extends Error {
  readonly stream: string;
  readonly bytes: number;
  constructor(stream: string, bytes: number) {
    super(`An append to ${stream} has ${bytes} bytes; ${MAX_APPEND_BYTES} are the most.`);
    this.name = "AppendTooLarge";
    this.stream = stream;
    this.bytes = bytes;
  }
}

/** Data and metadata as JSON. */
interface EventTexts {
  readonly data: string;
  readonly metadata: string;
}

export const textsOf = ({ data, metadata }: NewEvent): EventTexts => ({
  data: JSON.stringify(data ?? null),
  metadata: JSON.stringify(metadata),
});

export const appendSize = (events: readonly EventTexts[]): number =>
  events.reduce(
    (sum, { data, metadata }) => sum + AROUND_EVENT + Buffer.byteLength(data) + Buffer.byteLength(metadata),
    0,
  );

/** Throws `AppendTooLarge`. */
export const requireAppendSize = (stream: string, events: readonly EventTexts[]): void => {
  const bytes = appendSize(events);
  if (bytes > MAX_APPEND_BYTES) throw new AppendTooLarge(stream, bytes);
};
