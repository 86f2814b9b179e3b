import { type EventData, jsonEvent } from "@eventstore/db-client";
import { type EventMetadata, type NewEvent, type RecordedEvent, uuidFrom } from "@sogoc/core";

/** What stands beside an event's data: our metadata as it is, so that the hash stays provable. */
interface StoredMetadata {
  readonly schema: number;
  readonly metadata: EventMetadata;
  /** Where it is not a UUID: the server only takes these. */
  readonly id?: string | undefined;
  /** What the server's own projections follow. */
  readonly $correlationId: string;
  readonly $causationId?: string | undefined;
}

/** The part of the client's recorded events that is read here. */
export interface ClientEvent {
  readonly streamId: string;
  readonly id: string;
  readonly revision: bigint;
  readonly type: string;
  readonly data: unknown;
  readonly metadata?: unknown;
  readonly position?: { readonly commit: bigint } | undefined;
}

/** Texts put before stream and type names, so that several installations may share a server. */
export interface Namespace {
  readonly prefix: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Throws for what JSON cannot hold: the client would wait for ever. */
export const clientEventFrom = ({ prefix }: Namespace, stream: string, event: NewEvent): EventData => {
  const { id, type, schema, metadata } = event;
  const data = JSON.parse(JSON.stringify(event.data ?? null)) as Record<string, unknown>;
  const isUuid = UUID.test(id);
  const { correlationId: $correlationId, causationId: $causationId } = metadata;
  const stored: StoredMetadata = {
    schema,
    metadata,
    id: isUuid ? undefined : id,
    $correlationId,
    $causationId,
  };
  return jsonEvent({
    id: isUuid ? id : uuidFrom(stream, id),
    type: `${prefix}${type}`,
    data,
    metadata: { ...stored },
  });
};

export const positionOf = (event: ClientEvent): number => {
  const position = Number(event.position?.commit);
  if (!Number.isSafeInteger(position)) throw new Error("The server's log is longer than positions can say.");
  // The port counts from 1, the server's log begins at byte 0.
  return position + 1;
};

const isOurs = (stored: unknown): stored is StoredMetadata => {
  if (typeof stored !== "object" || stored === null || !("schema" in stored) || !("metadata" in stored))
    return false;
  const { schema, metadata } = stored;
  return (
    typeof schema === "number" && typeof metadata === "object" && metadata !== null && "hash" in metadata
  );
};

/** Events of the server's log that some other program wrote, under a name that could be ours. */
export interface ForeignEvents {
  readonly count: number;
  /** Where the last one stands. */
  readonly position: number;
}

/** Foreign events that are told apart; beyond, one that is read again is counted again. */
const MOST_REMEMBERED = 10_000;

/** Takes our events out of what the server gives; what is foreign is passed over and counted. */
export const createOwnEvents = ({ prefix }: Namespace) => {
  const seen = new Set<number>();
  let foreign: ForeignEvents | undefined;
  return {
    /** The event as it was recorded; undefined where this adapter did not write it. */
    recorded(event: ClientEvent): RecordedEvent | undefined {
      const position = positionOf(event);
      const stored = event.metadata;
      if (!isOurs(stored)) {
        if (!seen.has(position)) foreign = { count: (foreign?.count ?? 0) + 1, position };
        if (seen.size < MOST_REMEMBERED) seen.add(position);
        return undefined;
      }
      return {
        id: stored.id ?? event.id,
        stream: event.streamId.slice(prefix.length),
        revision: Number(event.revision),
        position,
        type: event.type.slice(prefix.length),
        schema: stored.schema,
        data: event.data,
        metadata: stored.metadata,
      };
    },
    /** What was passed over since the start; undefined while nothing was. */
    foreign: (): ForeignEvents | undefined => foreign,
  };
};
export type OwnEvents = ReturnType<typeof createOwnEvents>;
