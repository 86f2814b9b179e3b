import { logReading, type Purpose } from "@sogoc/access";
import type { CommandHandler } from "@sogoc/core";
import type { FastifyRequest } from "fastify";
import { commandContext } from "./commands.ts";
import type { HttpPorts } from "./http-ports.ts";

/** Every look at a person's record is itself recorded, before it is answered. */
export const logReadingOf = (
  request: FastifyRequest,
  http: HttpPorts,
  commands: CommandHandler,
  records: readonly { readonly id: string }[],
  purpose: Purpose,
): Promise<void> => {
  const { expectedRevision: _, commandDigest: _none, ...context } = commandContext(request, http);
  const fresh = { ...context, commandId: http.newId() };
  return logReading(
    commands,
    fresh,
    records.map(({ id }) => id),
    purpose,
  );
};
