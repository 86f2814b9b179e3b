import { CommandRejected, hasBoundedMarks } from "@sogoc/core";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { tooManyMarks } from "./strict-json.ts";

/** Names that a query's schema knows; undefined for a schema that is no object. */
const namesIn = (schema: unknown): ReadonlySet<string> | undefined => {
  if (schema === undefined) return new Set();
  if (schema instanceof z.ZodPipe) return namesIn(schema.in);
  return schema instanceof z.ZodObject ? new Set(Object.keys(schema.shape)) : undefined;
};

const known = new WeakMap<object, ReadonlySet<string> | undefined>();
const namesOf = ({ routeOptions: { schema = {} } }: FastifyRequest): ReadonlySet<string> | undefined => {
  if (!known.has(schema)) known.set(schema, namesIn(schema.querystring));
  return known.get(schema);
};

const unknown = (name: string) => ({
  pointer: `/querystring/${name}`,
  detail: "Địa chỉ này không có tham số ấy. / This address has no such parameter.",
});

const noText = (name: string) => ({ pointer: `/querystring/${name}`, detail: tooManyMarks });

/** Names of the parameters whose value is no text of anybody. */
const namesOfNoText = (query: object): readonly string[] =>
  Object.entries(query)
    .filter(([, value]) => ![value].flat().every((text) => hasBoundedMarks(String(text))))
    .map(([name]) => name);

/**
 * Refuses a parameter that the route does not know: whoever asks for the figures of a past day must
 * not be given today's as if they were those. Refuses what is no text, before anybody folds it to
 * search for it.
 */
export const installKnownQuery = (app: FastifyInstance): void => {
  app.addHook("preValidation", async (request) => {
    const wrong = namesOfNoText(request.query as object);
    if (wrong.length > 0) throw new CommandRejected("invalid-request", {}, wrong.slice(0, 10).map(noText));
    const names = namesOf(request);
    if (names === undefined) return;
    const strange = Object.keys(request.query as object).filter((name) => !names.has(name));
    if (strange.length > 0)
      throw new CommandRejected("invalid-request", {}, strange.slice(0, 10).map(unknown));
  });
};
