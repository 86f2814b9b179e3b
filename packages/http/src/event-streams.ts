import { PassThrough } from "node:stream";
import { CommandRejected } from "@sogoc/core";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { HttpPorts } from "./http-ports.ts";
import { principalOf, requireAccess } from "./permissions.ts";

const HEARTBEAT_MS = 20_000;
/** Where a token does not say when it ends. */
const LONGEST_MS = 240_000;
const LEAVE_MS = 2_000;
/** Open streams of one account: each window has one or two. */
const MOST_OF_ACCOUNT = 30;

/** An answer of server-sent events that is still open. */
export interface EventStream {
  /** Sends one event: JSON. */
  tell(data: unknown): void;
  end(): void;
  /** For a stream that is never sent: lets go of what it holds. */
  destroy(): void;
  readonly ended: boolean;
  onEnd(listener: () => void): void;
  /** The answer's body. */
  readonly body: PassThrough;
}

export interface StreamTimes {
  /** How often an access is looked at again, beside every change of accounts, roles and units. */
  readonly heartbeatMs?: number | undefined;
  /** What a caller gets after the end to take what was told before it. */
  readonly leaveMs?: number | undefined;
}

/**
 * Opens streams of server-sent events for the routes of `app`. Each ends with the access that it
 * was opened with: when the session is signed out, the token expires, the account is suspended or
 * its contract or role ends. Whoever may go on asks again with a fresh token.
 *
 * The end is told to each process by an event: at once on the embedded engines, with the broker's
 * delay where a service is a process of its own, and at the token's end at the latest, which is
 * five minutes after it was signed, whatever becomes of the broker. The connection ends with the
 * stream, so that nobody who has left still holds one.
 */
export const createEventStreams = (
  app: FastifyInstance,
  http: HttpPorts,
  { heartbeatMs = HEARTBEAT_MS, leaveMs = LEAVE_MS }: StreamTimes = {},
) => {
  const open = new Set<PassThrough>();
  const ofAccounts = new Map<string, number>();
  /** Throws `rate-limited` where the account has as many open as it may; answers what ends this. */
  const countStream = (account: string): (() => void) => {
    const count = (ofAccounts.get(account) ?? 0) + 1;
    if (count > MOST_OF_ACCOUNT) throw new CommandRejected("rate-limited");
    ofAccounts.set(account, count);
    return () => {
      const left = (ofAccounts.get(account) ?? 1) - 1;
      if (left > 0) ofAccounts.set(account, left);
      else ofAccounts.delete(account);
    };
  };
  app.addHook("preClose", async () => {
    for (const body of open) body.end();
  });

  /**
   * `requireMore` throws where the route itself would refuse by now. Throws `rate-limited` where
   * the account has too many open.
   */
  return (
    request: FastifyRequest,
    reply: FastifyReply,
    requireMore: (request: FastifyRequest) => Promise<void> | void = () => {},
  ): EventStream => {
    const { account, expires } = principalOf(request);
    const discount = countStream(account);
    const body = new PassThrough();
    open.add(body);
    const end = () => {
      if (body.writableEnded) return;
      body.end();
      // The connection closes by itself once everything was taken.
      const cut = setTimeout(() => reply.raw.destroy(), leaveMs).unref();
      reply.raw.once("close", () => clearTimeout(cut));
    };
    const look = () =>
      void requireAccess(request, http)
        .then(() => requireMore(request))
        .catch(end);
    const life = expires === undefined ? LONGEST_MS : expires - http.clock.now().getTime();
    const last = setTimeout(end, Math.max(0, life));
    const heartbeat = setInterval(() => {
      // What nobody takes is not piled up.
      if (body.readableLength === 0 && !body.writableEnded) body.write(": \n\n");
      look();
    }, heartbeatMs);
    for (const timer of [last, heartbeat]) timer.unref();
    const stopListening = http.directory.onChange(look);
    body.once("close", () => {
      open.delete(body);
      discount();
      stopListening();
      clearInterval(heartbeat);
      clearTimeout(last);
    });
    // A proxy that collects an answer before it passes it on would keep this one for ever.
    reply.type("text/event-stream").header("x-accel-buffering", "no").header("connection", "close");
    return {
      body,
      end,
      destroy: () => void body.destroy(),
      tell(data) {
        if (!body.writableEnded) body.write(`data: ${JSON.stringify(data)}\n\n`);
      },
      get ended() {
        return body.writableEnded || body.destroyed;
      },
      onEnd: (listener) => void body.once("close", listener),
    };
  };
};
