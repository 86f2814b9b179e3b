import { logFileReading, logReading, type Purpose, type Shown } from "@sogoc/access";
import { type CommandContext, type CommandHandler, withoutExpectation } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import type { FastifyRequest } from "fastify";
import { commandContext } from "./commands.ts";
import type { HttpPorts } from "./http-ports.ts";

/**
 * The context of a look at records or files: each look is a reading of its own, whatever key its
 * request bears.
 */
export const readingContext = (request: FastifyRequest, http: HttpPorts): CommandContext => {
  const { commandDigest: _, ...context } = withoutExpectation(commandContext(request, http));
  return { ...context, commandId: http.newId() };
};

/** Every look at a person's record is itself recorded, before it is answered. */
export const logReadingOf = (
  request: FastifyRequest,
  http: HttpPorts,
  commands: CommandHandler,
  records: readonly { readonly id: string }[],
  purpose: Purpose,
  shown: Shown = "values",
): Promise<void> =>
  logReading(
    commands,
    readingContext(request, http),
    records.map(({ id }) => id),
    purpose,
    shown,
  );

/**
 * The same for a file that shows many people: the scan of a whole book, an export, a workbook to be
 * imported.
 */
export const logFileReadingOf = async (
  request: FastifyRequest,
  http: HttpPorts,
  commands: CommandHandler,
  file: Omit<DataOf<"FileRead">, "readBy">,
): Promise<void> => {
  await logFileReading(commands, readingContext(request, http), file);
};
