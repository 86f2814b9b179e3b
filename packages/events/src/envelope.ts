import { z } from "zod";
import type { DomainEvent } from "./catalogue.ts";
import { CommandDigest, Id, Moment, PasswordSet, Text, Traceparent } from "./values.ts";

export const ActorShape = z.strictObject({
  account: Id,
  name: Text,
  roles: z.array(z.string()),
  unit: Id,
  /** Who had set the password of the account, until a day after the next one was chosen. */
  passwordSetBy: PasswordSet.optional(),
});

/**
 * A recorded event as it travels and as it is exported; `data` is checked against the catalogue by
 * its type.
 */
export const EventEnvelope = z.strictObject({
  id: z.uuid(),
  stream: z.string().max(120),
  revision: z.int().min(0),
  position: z.int().min(1),
  type: z.string(),
  schema: z.int().min(1),
  data: z.unknown(),
  metadata: z.strictObject({
    actor: ActorShape,
    at: Moment,
    commandId: z.string(),
    commandDigest: CommandDigest.optional(),
    correlationId: z.string(),
    causationId: z.string().optional(),
    traceparent: Traceparent.optional(),
    previousHash: z.string(),
    hash: z.string(),
  }),
});
export type EventEnvelope = z.infer<typeof EventEnvelope>;

/** A domain event with its envelope, told apart by `type`. */
export type Recorded<E extends { type: string; data: unknown }> = E extends { type: string; data: unknown }
  ? Omit<EventEnvelope, "type" | "data"> & { readonly type: E["type"]; readonly data: E["data"] }
  : never;

/** Any event of the catalogue as stored; projections are defined over it. */
export type RecordedDomainEvent = Recorded<DomainEvent>;
