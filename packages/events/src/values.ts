import { z } from "zod";

/** UUID-like identifier of ours; never made of personal data. */
export const Id = z.string().min(1).max(80);
/** Calendar day, ISO `yyyy-MM-dd`. */
export const Day = z.iso.date();
/** Moment, ISO 8601 in UTC. */
export const Moment = z.iso.datetime();
/** Lower-case hex SHA-256. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** W3C trace context, version 00: trace, span and flags, nothing of a person. */
export const Traceparent = z.string().regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/);
/** First half of a SHA-256: what a command asked for. */
export const CommandDigest = z.string().regex(/^[0-9a-f]{32}$/);
/** Code of a book type, e.g. `KS`. */
export const BookType = z.string().min(1).max(10);
/**
 * Who had set a password that was in use shortly after, and when. `opened`: the first one, of an
 * account that they had opened, or a hand in that.
 */
const Setter = z.strictObject({ account: Id, at: Moment, opened: z.literal(true).optional() });
/** The same with whoever had set the password of those, and so on. */
export const PasswordSet = Setter.extend({ behind: z.array(Setter).readonly().optional() });
export const Text = z.string().max(2_000);

export const Role = z.enum([
  "unit-admin",
  "book-keeper",
  "clerk",
  "checker",
  "acceptor",
  "data-manager",
  "province-viewer",
  "auditor",
  "system-admin",
]);
export type Role = z.infer<typeof Role>;

export const UnitKind = z.enum(["country", "province", "district", "commune", "contractor"]);
export type UnitKind = z.infer<typeof UnitKind>;

export const IllegibleReason = z.enum([
  "torn",
  "faded",
  "stained",
  "handwriting",
  "missing-page",
  "not-on-form",
]);

/**
 * A field as it stands on paper. Written: `raw` as keyed, `value` normalised where that differs.
 * "Blank in the book" and "illegible" are values of their own. A field that was never keyed is
 * absent.
 */
export const FieldValue = z.union([
  z.strictObject({ raw: Text, value: Text.exactOptional(), doubtful: z.literal(true).exactOptional() }),
  z.strictObject({ blank: z.literal(true) }),
  z.strictObject({ illegible: IllegibleReason, raw: Text.exactOptional() }),
]);
export type FieldValue = z.infer<typeof FieldValue>;

export const FieldValues = z.record(z.string().max(60), FieldValue);
export type FieldValues = z.infer<typeof FieldValues>;

/** `before` or `after` is left out where the field was, or becomes, not keyed. */
export const FieldChange = z.strictObject({
  field: z.string().max(60),
  before: FieldValue.exactOptional(),
  after: FieldValue.exactOptional(),
});
export type FieldChange = z.infer<typeof FieldChange>;

/** The reason for which a finding is right as it is, said by a person; `accepted` in events. */
export const FindingAnswer = z.strictObject({
  rule: z.string().max(80),
  fields: z.array(z.string().max(60)),
  reason: Text,
});
export type FindingAnswer = z.infer<typeof FindingAnswer>;

/** The same with what its fields hold, null for nothing: they may change while it waits. */
export const WaitingAnswer = FindingAnswer.extend({
  values: z.record(z.string().max(60), FieldValue.nullable()).optional(),
});
export type WaitingAnswer = z.infer<typeof WaitingAnswer>;

/** Where a value came from that was confirmed and not typed. */
export const SeenAs = z.enum(["carried-over", "counted-on", "from-book", "from-batch"]);
export type SeenAs = z.infer<typeof SeenAs>;

/** What a checker found wrong in one field. */
export const Mark = z.strictObject({
  field: z.string().max(60),
  severity: z.enum(["critical", "major", "minor"]),
  reason: Text,
});
export type Mark = z.infer<typeof Mark>;
