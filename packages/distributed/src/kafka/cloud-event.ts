import type { EventMetadata, RecordedEvent } from "@sogoc/core";

/**
 * A stored event as CloudEvents 1.0 in structured JSON mode. `sequence` is the position in the
 * store, as text because CloudEvents' integers have 32 bits; who and why are extension attributes,
 * with the actor as JSON.
 */
export interface CloudEvent {
  readonly specversion: "1.0";
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: "application/json";
  readonly dataschema: string;
  readonly data: unknown;
  readonly sequence: string;
  readonly revision: number;
  readonly schemaversion: number;
  readonly actor: string;
  readonly commandid: string;
  readonly commanddigest?: string | undefined;
  readonly correlationid: string;
  readonly causationid?: string | undefined;
  /** Of CloudEvents' distributed tracing extension. */
  readonly traceparent?: string | undefined;
  readonly previoushash: string;
  readonly hash: string;
}

export const CLOUD_EVENT_TYPE = "application/cloudevents+json; charset=UTF-8";

export const cloudEventFrom = (event: RecordedEvent, service: string): CloudEvent => {
  const { actor, at, commandId, commandDigest, correlationId, causationId, traceparent, previousHash, hash } =
    event.metadata;
  return {
    specversion: "1.0",
    id: event.id,
    source: `/sogoc/${service}`,
    type: event.type,
    subject: event.stream,
    time: at,
    datacontenttype: "application/json",
    dataschema: `urn:sogoc:event:${event.type}:${event.schema}`,
    sequence: String(event.position),
    revision: event.revision,
    schemaversion: event.schema,
    actor: JSON.stringify(actor),
    commandid: commandId,
    commanddigest: commandDigest,
    correlationid: correlationId,
    causationid: causationId,
    traceparent,
    previoushash: previousHash,
    hash,
    data: event.data,
  };
};

/** Throws for what is not one of our events. */
export const eventFrom = (value: Buffer | null): RecordedEvent => {
  const cloudEvent = JSON.parse(value?.toString() ?? "null") as CloudEvent | null;
  const position = Number(cloudEvent?.sequence);
  if (cloudEvent?.specversion !== "1.0" || !Number.isSafeInteger(position) || position < 1) {
    throw new Error("The message is not an event of Sổ Gốc.");
  }
  const { commanddigest, causationid, traceparent } = cloudEvent;
  const metadata: EventMetadata = {
    actor: JSON.parse(cloudEvent.actor) as EventMetadata["actor"],
    at: cloudEvent.time,
    commandId: cloudEvent.commandid,
    commandDigest: commanddigest,
    correlationId: cloudEvent.correlationid,
    causationId: causationid,
    traceparent,
    previousHash: cloudEvent.previoushash,
    hash: cloudEvent.hash,
  };
  return {
    id: cloudEvent.id,
    stream: cloudEvent.subject,
    revision: cloudEvent.revision,
    position,
    type: cloudEvent.type,
    schema: cloudEvent.schemaversion,
    data: cloudEvent.data,
    metadata,
  };
};
