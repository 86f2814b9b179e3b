import { CommandRejected, type EventBus, type ParkedEvent } from "@sogoc/core";
import { z } from "zod";
import type { ServiceApp } from "./service-plugin.ts";
import type { ServiceRuntime } from "./service-runtime.ts";

/**
 * What an operator may see of an event that could not be handled: its place and the reason, nothing
 * that stands in it.
 */
export const ParkedView = z.object({
  part: z.string().describe("Read model or process of this service that could not handle the event."),
  position: z.int(),
  type: z.string(),
  stream: z.string(),
  reason: z.string(),
  since: z.string().describe("When it was first parked (ISO 8601, UTC)."),
});

const ParkedDetail = ParkedView.extend({
  id: z.string(),
  revision: z.int(),
  schema: z.int().describe("Version of the event's data."),
  at: z.string().describe("When the event happened (ISO 8601, UTC)."),
  commandId: z.string(),
  correlationId: z.string().describe("Leads to the request in the log files."),
  waitingBehind: z.int().describe("Later events of the same stream that wait for this one."),
});

const PartParams = z.object({ part: z.string().max(80) });
const ParkedParams = PartParams.extend({ position: z.coerce.number().int().min(1) });
const SHOWN = 500;
const tags = ["parked"];

const viewOf = ({ consumer, event, reason, at }: ParkedEvent): z.infer<typeof ParkedView> => {
  const { position, type, stream } = event;
  const [, part = ""] = consumer.split("/");
  return { part, position, type, stream, reason, since: at };
};

/**
 * Events that a consumer of this service could not handle: seen, and handed over again once the
 * cause is mended. For whoever administers the whole system: a grant on a part of it is not enough.
 */
export const parkedRoutes = (
  app: ServiceApp,
  parts: { readonly service: string; readonly bus: EventBus; readonly runtime: ServiceRuntime },
): void => {
  const { service, bus, runtime } = parts;
  const prefix = `${service}/`;
  const everything = () =>
    [...runtime.directory.tree().units.values()].find(({ parentId }) => parentId === null)?.id ?? "";
  const config = { permission: { roles: ["system-admin" as const], area: everything } };

  /** Throws `not-found` for what is no consumer of this service. */
  const consumerOf = (part: string): string => {
    const consumer = `${prefix}${part}`;
    if (!runtime.subscriptions().some((one) => one.consumer === consumer))
      throw new CommandRejected("not-found");
    return consumer;
  };

  app.get(
    "/parked",
    {
      config,
      schema: {
        tags,
        summary: "Sự kiện không xử lý được / Events that could not be handled",
        response: { 200: z.object({ items: z.array(ParkedView), total: z.int() }) },
      },
    },
    async () => {
      const consumers = runtime.subscriptions().map(({ consumer }) => consumer);
      const found = (await Promise.all(consumers.map((consumer) => bus.listParked(consumer)))).flat();
      return { items: found.slice(0, SHOWN).map(viewOf), total: found.length };
    },
  );

  app.get(
    "/parked/:part/:position",
    {
      config,
      schema: {
        tags,
        summary: "Một sự kiện không xử lý được / One of them",
        params: ParkedParams,
        response: { 200: ParkedDetail },
      },
    },
    async (request) => {
      const { part, position } = request.params;
      const waiting = await bus.listParked(consumerOf(part));
      const found = waiting.find(({ event }) => event.position === position);
      if (!found) throw new CommandRejected("not-found");
      const { id, revision, schema, stream, metadata } = found.event;
      const { at, commandId, correlationId } = metadata;
      const behind = waiting.filter(({ event }) => event.stream === stream && event.position > position);
      const place = { id, revision, schema, at, commandId, correlationId };
      return { ...viewOf(found), ...place, waitingBehind: behind.length };
    },
  );

  app.post(
    "/parked/:part/replay",
    {
      config,
      schema: {
        tags,
        summary: "Xử lý lại, cũ trước / Hand them over again, oldest first",
        params: PartParams,
        response: { 200: z.object({ handled: z.int(), left: z.int() }) },
      },
    },
    async (request) => {
      const consumer = consumerOf(request.params.part);
      const handled = await bus.replayParked(consumer);
      return { handled, left: (await bus.listParked(consumer)).length };
    },
  );
};
