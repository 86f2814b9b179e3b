import { z } from "zod";
import { type CatalogueEntry, type EventSource, eventCatalogue } from "./catalogue.ts";
import { BatchPolicy } from "./entry.ts";
import { AcceptanceFigures } from "./review.ts";
import {
  CommandDigest,
  FieldChange,
  FieldValue,
  FindingAnswer,
  Id,
  Mark,
  Moment,
  Sha256,
  Traceparent,
} from "./values.ts";

/**
 * What every message is: CloudEvents 1.0 in structured JSON mode. Who and why are extension
 * attributes.
 */
const CloudEvent = z.object({
  specversion: z.literal("1.0"),
  id: z.string().describe("Id of the event; the same id again is the same event."),
  source: z.string().describe("`/sogoc/<service>`"),
  type: z.string().describe("Name of the event, past tense."),
  subject: z
    .string()
    .max(120)
    .describe("The stream; also the message's key, so that a stream keeps its order."),
  time: Moment.describe("When it happened."),
  datacontenttype: z.literal("application/json"),
  dataschema: z.string().describe("`urn:sogoc:event:<type>:<version>`"),
  sequence: z
    .string()
    .regex(/^[1-9]\d{0,15}$/)
    .describe("Position in the store's global order, rising, as text."),
  revision: z.int().min(0).describe("Place in the stream: 0, 1, 2, … without gaps."),
  schemaversion: z.int().min(1).describe("Version of the shape of `data`."),
  actor: z.string().describe("Who acted, as JSON: account, name, roles and unit at that moment."),
  commandid: z.string().describe("The command that led to it; several events may share one."),
  commanddigest: CommandDigest.optional().describe(
    "What that command asked for, where its sender chose its id.",
  ),
  correlationid: z.string().describe("The request that began it all."),
  causationid: Id.optional().describe(
    "The event that led to this one, where a process acted and not a person.",
  ),
  traceparent: Traceparent.optional().describe(
    "W3C trace context (CloudEvents' distributed tracing extension).",
  ),
  previoushash: Sha256.describe("`hash` of the stream's previous event; 64 zeros for the first."),
  hash: Sha256.describe("SHA-256 over the canonical JSON (RFC 8785) of the event without position and hash."),
});

/** Shapes that occur in several events, by the name that they go by in the document. */
const shared = {
  BatchPolicy,
  FindingAnswer,
  FieldChange,
  FieldValue,
  Mark,
  AcceptanceFigures,
};

const schemas = (): Record<string, unknown> => {
  const registry = z.registry<{ id: string }>();
  for (const [id, shape] of Object.entries({ CloudEvent, ...shared })) registry.add(shape, { id });
  for (const { type: id, data } of eventCatalogue.values()) registry.add(data, { id });
  const uri = (id: string) => `#/components/schemas/${id}`;
  const made = z.toJSONSchema(registry, { target: "draft-7", io: "input", uri }).schemas;
  return Object.fromEntries(
    Object.entries(made).map(([id, { $schema: _, $id: _id, ...schema }]) => [id, schema]),
  );
};

const CONTENT_TYPE = "application/cloudevents+json; charset=UTF-8";

const messageOf = ({ type, source, schema }: CatalogueEntry) => ({
  name: type,
  contentType: CONTENT_TYPE,
  headers: {
    type: "object",
    properties: {
      "sogoc-before": {
        type: "string",
        description:
          "`sequence` of the event before this one in its partition, 0 where there is none: who has read another one there has missed some. Absent on messages of 0.2.",
      },
    },
  },
  correlationId: { location: "$message.payload#/correlationid" },
  payload: {
    allOf: [
      { $ref: "#/components/schemas/CloudEvent" },
      {
        type: "object",
        properties: {
          type: { const: type },
          source: { const: `/sogoc/${source}` },
          dataschema: { const: `urn:sogoc:event:${type}:${schema}` },
          schemaversion: { const: schema },
          data: { $ref: `#/components/schemas/${type}` },
        },
        required: ["data"],
      },
    ],
  },
  bindings: { kafka: { key: { type: "string", description: "The stream." } } },
});

const about: Record<EventSource, string> = {
  accounts: "Units, lead units, accounts, roles, sign-ins.",
  entry: "Books, scans, batches, keyed records, imports.",
  review: "Samples, checks, verdicts, corrections.",
  reporting: "Who read which records, and what was exported.",
};

/** The topics and what is on them as an AsyncAPI 3.0 document, made from the catalogue. */
export const asyncApiDocument = (): Record<string, unknown> => {
  const entries = [...eventCatalogue.values()];
  const sources = Object.keys(about).filter((source) => entries.some((entry) => entry.source === source));
  const of = (source: string) => entries.filter((entry) => entry.source === source);
  return {
    asyncapi: "3.0.0",
    info: {
      title: "Sổ Gốc – events",
      version: "1.0.0",
      license: { name: "MIT" },
      description:
        "What happened, as it is published on Kafka: at least once, in order per stream, kept for ever. " +
        "`sogoc` at the beginning of each topic is SOGOC_KAFKA_PREFIX. " +
        "Released events change by additions only; anything else raises `schemaversion`.",
    },
    defaultContentType: CONTENT_TYPE,
    channels: Object.fromEntries(
      sources.map((source) => [
        source,
        {
          address: `sogoc.${source}`,
          description: about[source as EventSource],
          messages: Object.fromEntries(
            of(source).map(({ type }) => [type, { $ref: `#/components/messages/${type}` }]),
          ),
        },
      ]),
    ),
    operations: Object.fromEntries(
      sources.map((source) => [
        `publish-${source}`,
        { action: "send", channel: { $ref: `#/channels/${source}` } },
      ]),
    ),
    components: {
      messages: Object.fromEntries(entries.map((entry) => [entry.type, messageOf(entry)])),
      schemas: schemas(),
    },
  };
};
