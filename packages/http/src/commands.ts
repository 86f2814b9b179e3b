import { hash } from "node:crypto";
import { rolesOn, toSetPassword } from "@sogoc/access";
import {
  type Acting,
  type Actor,
  type CommandContext,
  CommandRejected,
  type EventData,
  type Handled,
  uuidFrom,
  vietnamDay,
} from "@sogoc/core";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { HttpPorts } from "./http-ports.ts";
import { principalOf } from "./permissions.ts";

/** `"-1"` is that of what nobody has set yet. */
const ETag = z.string().regex(/^"(?:-1|\d{1,15})"$/);

/** Headers of every command. */
export const CommandHeaders = z.object({
  "idempotency-key": z
    .string()
    .regex(/^[A-Za-z0-9_-]{8,80}$/)
    .optional()
    .describe(
      "The same key again has one effect and one answer; for something else it is refused (`command-id-reused`).",
    ),
  "if-match": ETag.optional().describe("ETag of the resource as it was seen; 412 when it has changed since."),
});

/** Of a command that is made from what somebody has before them. */
export const HeadersWithIfMatch = CommandHeaders.extend({
  "if-match": ETag.describe(
    "ETag of the resource as it was seen; 428 without, 412 when it has changed since.",
  ),
});

/**
 * A hook of routes whose headers are `HeadersWithIfMatch`: throws `precondition-required` before
 * the headers are judged, so that what is missing is said by its own name.
 */
export const requireSeen = async ({ headers }: FastifyRequest): Promise<void> => {
  if (headers["if-match"] === undefined) throw new CommandRejected("precondition-required");
};

/** What every command answers besides its own content. */
export const Written = z.object({
  revision: z.int().describe("Revision of the resource after the command; also the ETag."),
  position: z.int().describe("Pass it as `Sogoc-At-Least` to a query that must show this change."),
});

const header = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === "string" ? value : undefined;
};

/**
 * What is asked for, digested. A body is taken as it was understood, so that spaces do not count;
 * of an upload the content's own digest goes in. No command that holds a password may come here:
 * its digest goes into the log.
 */
const digestOf = ({ method, url, body }: FastifyRequest, content: string): string =>
  hash("sha256", `${method} ${url}\n${body === undefined ? "" : JSON.stringify(body)}${content}`).slice(
    0,
    32,
  );

/** Who makes a request, and whose hand it may be beside theirs. */
export const actingOf = (request: FastifyRequest, ports: HttpPorts): Acting => {
  const { account, passwordSetBy } = principalOf(request);
  const set = ports.directory.passwordSetBy(account, ports.clock.now(), passwordSetBy);
  return { account, passwordSetBy: set && toSetPassword(set) };
};

/** The same with their name and the roles of today. */
export const actorOf = (request: FastifyRequest, ports: HttpPorts): Actor => {
  const principal = principalOf(request);
  return {
    ...actingOf(request, ports),
    name: principal.name,
    roles: rolesOn(principal, vietnamDay(ports.clock.now())),
    unit: principal.unitId,
  };
};

/**
 * Who, when and under which id. Keys of different people never meet, because the account is part of
 * the id. `content` is the SHA-256 of an uploaded file: the same key for another file is another
 * command.
 */
export const commandContext = (request: FastifyRequest, ports: HttpPorts, content = ""): CommandContext => {
  const actor = actorOf(request, ports);
  const at = ports.clock.now();
  const key = header(request, "idempotency-key");
  const match = header(request, "if-match")?.replaceAll('"', "");
  return {
    actor,
    at,
    commandId: uuidFrom(actor.account, key ?? ports.newId()),
    commandDigest: key === undefined ? undefined : digestOf(request, content),
    correlationId: request.id,
    expectedRevision: match === undefined ? undefined : Number(match),
  };
};

/** Says at which revision a resource is that the answer shows: what a change of it is made from. */
export const tagged = <Shown extends { readonly revision: number }>(
  reply: FastifyReply,
  shown: Shown,
): Shown => {
  reply.header("etag", `"${shown.revision}"`);
  return shown;
};

/** Sets ETag and position, and answers `{ ...content, revision, position }`. */
export const sendWritten = <Content extends object>(
  reply: FastifyReply,
  handled: Pick<Handled<EventData>, "revision" | "position">,
  content: Content,
  status = 200,
): Content & z.infer<typeof Written> => {
  reply
    .code(status)
    .header("etag", `"${handled.revision}"`)
    .header("sogoc-position", String(handled.position));
  return { ...content, revision: handled.revision, position: handled.position };
};

const MAX_WAIT_MS = 3_000;
/**
 * Nearly always the read models are there already; only where they are not is the head looked up.
 */
const GLANCE_MS = 1;

const invalidPosition = (detail: string) =>
  new CommandRejected("invalid-request", {}, [{ pointer: "/headers/sogoc-at-least", detail }]);

/**
 * Before a query: waits, bounded, until what the caller has written is visible. A position that
 * nothing was written at yet is no reason to wait. Throws `invalid-request` or `read-model-behind`.
 */
export const waitForPosition = async (request: FastifyRequest, ports: HttpPorts): Promise<void> => {
  const wanted = header(request, "sogoc-at-least");
  if (wanted === undefined) return;
  if (!/^\d{1,15}$/.test(wanted)) {
    throw invalidPosition("Phải là chữ số. / Must be digits.");
  }
  const position = Number(wanted);
  if (await ports.caughtUp(position, GLANCE_MS)) return;
  if (position > (await ports.head())) {
    throw invalidPosition("Chưa có sự kiện nào ở vị trí này. / Nothing was written at this position yet.");
  }
  if (!(await ports.caughtUp(position, MAX_WAIT_MS))) throw new CommandRejected("read-model-behind");
};
