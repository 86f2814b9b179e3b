import type { NewEvent, RecordedEvent } from "../event.ts";
import { GENESIS_HASH, linkEvent } from "../hash-chain.ts";

/** A small hashed event, first in its chain unless told otherwise. */
export const newEvent = (
  id: string,
  options: {
    readonly type?: string;
    readonly data?: unknown;
    readonly stream?: string;
    readonly revision?: number;
    readonly previousHash?: string;
  } = {},
): NewEvent => {
  const { type = "LeafTurned", data = { note: `Tờ ${id}` }, stream = "book-1", revision = 0 } = options;
  const metadata = {
    actor: { account: "acc-1", name: "Người thử", roles: ["clerk"], unit: "unit-1" },
    at: "2026-03-01T02:00:00.000Z",
    commandId: `command-${id}`,
    // Everything that metadata may hold, so that an adapter which drops a part of it is seen.
    commandDigest: "0123456789abcdef0123456789abcdef",
    correlationId: `command-${id}`,
    causationId: `cause-of-${id}`,
    traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  };
  return linkEvent(
    { id, type, schema: 1, data, metadata },
    { stream, revision, previousHash: options.previousHash ?? GENESIS_HASH },
  );
};

export const newEvents = (prefix: string, count: number, type?: string): NewEvent[] =>
  Array.from({ length: count }, (_, index) =>
    newEvent(`${prefix}-${index}`, type === undefined ? {} : { type }),
  );

/**
 * The log of some other store: that many events in that many streams by turns, chained, with gaps
 * in the positions.
 */
export const recordedElsewhere = (count: number, streams: number): RecordedEvent[] => {
  const last = new Map<string, RecordedEvent>();
  return Array.from({ length: count }, (_, index) => {
    // Now and then two of one stream behind each other.
    const stream = `book-${(index % 3 === 2 ? index - 1 : index) % streams}`;
    const before = last.get(stream);
    const revision = (before?.revision ?? -1) + 1;
    const previousHash = before?.metadata.hash ?? GENESIS_HASH;
    const place = { stream, revision, previousHash };
    const event = { ...newEvent(`e${index}`, place), stream, revision, position: 7 + 3 * index };
    last.set(stream, event);
    return event;
  });
};
