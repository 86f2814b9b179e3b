import { createHash, hash as digest } from "node:crypto";
import { canonicalJson } from "./canonical-json.ts";
import type { EventMetadata, NewEvent, RecordedEvent } from "./event.ts";

/** What stands before the first event of a stream. */
export const GENESIS_HASH = "0".repeat(64);

type Hashed = Pick<RecordedEvent, "id" | "stream" | "revision" | "type" | "schema" | "data"> & {
  readonly metadata: Omit<EventMetadata, "hash">;
};

/**
 * SHA-256 (hex) over the RFC 8785 canonical JSON of the event without its position and hash. The
 * position is left out because it belongs to a store: a migrated event keeps its hash.
 * `previousHash` in the metadata makes the chain.
 */
export const hashEvent = (event: Hashed): string => {
  const { id, stream, revision, type, schema, data } = event;
  const { hash: _, ...metadata } = event.metadata as EventMetadata;
  return digest("sha256", canonicalJson({ id, stream, revision, type, schema, data, metadata }) ?? "");
};

/** A stable UUID from names, so that the same command always makes the same event ids. */
export const uuidFrom = (...names: readonly string[]): string => {
  const hex = digest("sha256", names.join("\n"));
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

export type ChainFault =
  | "hash-mismatch"
  | "previous-hash-mismatch"
  | "revision-gap"
  | "position-gap"
  | "unreadable";

export interface BrokenEvent {
  readonly fault: ChainFault;
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
  readonly id: string;
}

/**
 * Checks events given in global order, one at a time; keeps the last hash of each stream (about 200
 * bytes a stream). `gapless` also demands positions 1, 2, 3, … so that a deleted event shows.
 */
export const createChainVerifier = ({ gapless }: { gapless: boolean }) => {
  const last = new Map<string, { revision: number; hash: string }>();
  let position = 0;
  return (event: RecordedEvent): BrokenEvent | undefined => {
    const broken = (fault: ChainFault): BrokenEvent => ({
      fault,
      stream: event.stream,
      revision: event.revision,
      position: event.position,
      id: event.id,
    });
    const before = last.get(event.stream) ?? { revision: -1, hash: GENESIS_HASH };
    const expectedPosition = position + 1;
    position = event.position;
    last.set(event.stream, { revision: event.revision, hash: event.metadata.hash });
    if (gapless && event.position !== expectedPosition) return broken("position-gap");
    if (event.revision !== before.revision + 1) return broken("revision-gap");
    if (event.metadata.previousHash !== before.hash) return broken("previous-hash-mismatch");
    if (hashEvent(event) !== event.metadata.hash) return broken("hash-mismatch");
    return undefined;
  };
};

/** The same check for one stream's events, e.g. a proof taken away by an auditor. */
export const verifyStream = (events: readonly RecordedEvent[]): BrokenEvent | undefined => {
  const verify = createChainVerifier({ gapless: false });
  for (const event of events) {
    const broken = verify(event);
    if (broken) return broken;
  }
  return undefined;
};

/** A place in a store's global order and the hash of everything up to it. */
export interface LogMark {
  readonly position: number;
  readonly hash: string;
}

export const LOG_START: LogMark = { position: 0, hash: GENESIS_HASH };

/**
 * SHA-256 (hex) over the mark before and the event's own hash. Kept outside the store, such a mark
 * shows later that nothing up to it was cut off or written anew, whole streams included; each
 * stream's own chain cannot tell that of its end.
 */
export const markAfter = (before: LogMark, { position, metadata }: RecordedEvent): LogMark => ({
  position,
  hash: digest("sha256", before.hash + metadata.hash),
});

/** Turns an unhashed event into one linked to the stream's last hash. */
export const linkEvent = (
  event: Omit<NewEvent, "metadata"> & { readonly metadata: Omit<EventMetadata, "hash" | "previousHash"> },
  place: { readonly stream: string; readonly revision: number; readonly previousHash: string },
): NewEvent => {
  const metadata = { ...event.metadata, previousHash: place.previousHash };
  const hash = hashEvent({ ...event, stream: place.stream, revision: place.revision, metadata });
  return { ...event, metadata: { ...metadata, hash } };
};

/**
 * SHA-256 (hex) over lines, sorted: the same set gives the same digest in whatever order it is
 * told.
 */
export const digestOfLines = (lines: readonly string[]): string =>
  createHash("sha256")
    .update([...lines].sort().join("\n"))
    .digest("hex");

/**
 * What exactly a set of streams was at a moment: the digest of its `id@revision` lines. Who hands a
 * set over and who takes it must digest alike, so both call this.
 */
export const digestOfRevisions = (
  items: readonly { readonly id: string; readonly revision: number }[],
): string => digestOfLines(items.map(({ id, revision }) => `${id}@${revision}`));
