import type { CommandContext, ErrorCode, EventData, Handled } from "@sogoc/core";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import {
  CommandHeaders,
  commandContext,
  HeadersWithIfMatch,
  requireSeen,
  sendWritten,
  Written,
} from "./commands.ts";
import type { HttpPorts } from "./http-ports.ts";
import { type Permission, refuseUnread } from "./permissions.ts";
import type { ServiceApp } from "./service-plugin.ts";

const Nothing = z.undefined();
type Nothing = typeof Nothing;

/** What a command came to, with what its answer says besides revision and position. */
export interface CommandOutcome<Content> {
  readonly handled: Pick<Handled<EventData>, "revision" | "position">;
  readonly content: Content;
}

export interface CommandRoute<
  Params extends z.ZodType = Nothing,
  Body extends z.ZodType = Nothing,
  Answer extends z.ZodObject = z.ZodObject,
> {
  readonly permission: Permission;
  /**
   * The command changes what others may be changing too: it says what it was made from, in
   * `If-Match`, and is refused where that is not what is there now.
   */
  readonly needsIfMatch?: true | undefined;
  /** Codes of its own; those of every command are added. */
  readonly refusals: readonly ErrorCode[];
  readonly tag: string;
  /** Vietnamese, a slash, English. */
  readonly summary: string;
  readonly params?: Params | undefined;
  readonly body?: Body | undefined;
  /** What the answer says besides revision and position. */
  readonly answer: Answer;
  readonly status?: 200 | 201 | 202 | undefined;
  readonly run: (
    asked: {
      readonly params: z.output<Params>;
      readonly body: z.output<Body>;
      readonly request: FastifyRequest;
    },
    context: CommandContext,
  ) => Promise<CommandOutcome<z.output<Answer>>>;
}

const MEMBERS: ReadonlySet<string> = new Set<keyof CommandRoute>([
  "permission",
  "needsIfMatch",
  "refusals",
  "tag",
  "summary",
  "params",
  "body",
  "answer",
  "status",
  "run",
]);

/**
 * Registers a command: `POST` with the headers of every command, one call, and an answer with
 * revision and position.
 */
export const commandRoute = <
  Answer extends z.ZodObject,
  Params extends z.ZodType = Nothing,
  Body extends z.ZodType = Nothing,
>(
  app: ServiceApp,
  http: HttpPorts,
  path: string,
  route: CommandRoute<Params, Body, Answer>,
): void => {
  const { permission, needsIfMatch, refusals, tag, summary, params, body, answer, status = 200, run } = route;
  refuseUnread(`POST ${path}`, route, MEMBERS);
  app.post(
    path,
    {
      config: {
        permission,
        refusals: needsIfMatch ? [...refusals, "precondition-required"] : refusals,
      },
      preValidation: needsIfMatch ? [requireSeen] : [],
      schema: {
        tags: [tag],
        summary,
        headers: needsIfMatch ? HeadersWithIfMatch : CommandHeaders,
        ...(params ? { params } : {}),
        ...(body ? { body } : {}),
        response: { [status]: Written.extend(answer.shape) },
      },
    },
    async (request, reply) => {
      // Both are what the schemas have made of them.
      const asked = {
        params: request.params as z.output<Params>,
        body: request.body as z.output<Body>,
        request,
      };
      const { handled, content } = await run(asked, commandContext(request, http));
      return sendWritten(reply, handled, content, status);
    },
  );
};
