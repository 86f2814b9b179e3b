import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { noteResponse, refuseOnSocket } from "./socket-answers.ts";

/**
 * How patient a server is with whoever sends or takes slowly. How long a whole request may take
 * follows from what has come of it: 2 GB over a slow line are honest.
 */
export interface RequestLimits {
  /** From a connection, or from the first byte of a request, until its headers are whole. */
  readonly headersMs: number;
  /** Silence of a caller who has to send or to take something. */
  readonly stallMs: number;
  /** What a caller sends or takes at least, in bytes per second, over `stallMs`. */
  readonly minBytesPerSecond: number;
  /** What a body may take beside the time for its bytes. */
  readonly bodyMs: number;
  /** What a caller sends at least, in bytes per second, from the beginning of a body to its end. */
  readonly lineBytesPerSecond: number;
  /** An open connection on which nothing is asked. */
  readonly idleMs: number;
  /** How often slow callers are looked for. */
  readonly checkMs: number;
  /** What whoever is being answered gets when the server ends; after that, connections are cut. */
  readonly leaveMs: number;
}

export const requestLimits: RequestLimits = {
  headersMs: 20_000,
  stallMs: 60_000,
  // A tenth of what a telephone has at the edge of its network.
  minBytesPerSecond: 1_000,
  bodyMs: 600_000,
  // A line of half a megabit: a scan of 10 MB has 12 minutes, 2 GB have nine hours, which is less
  // than a session lasts.
  lineBytesPerSecond: 64 * 1024,
  idleMs: 72_000,
  checkMs: 5_000,
  // A process has twenty seconds to end in, and its stores want some of them.
  leaveMs: 5_000,
};

interface Exchange {
  readonly socket: Socket;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** From when on the caller's sending is measured, and what had come by then. */
  sending: { readonly since: number; readonly received: number };
  /** What had come before the request, and how long its caller has been waited for. */
  readonly before: number;
  waited: { readonly ms: number; readonly until: number };
  /**
   * From when on the caller's taking is measured, what had gone out by then and what was waiting.
   */
  taking: { readonly since: number; readonly gone: number; readonly waiting: number } | undefined;
}

/** Whether the caller could send and does not: the server has room for more. */
const isAwaited = ({ request }: Exchange): boolean =>
  !request.complete && request.readableLength < request.readableHighWaterMark;

const goneOut = (socket: Socket): number => socket.bytesWritten - socket.writableLength;

const createJudge = ({ stallMs, minBytesPerSecond, bodyMs, lineBytesPerSecond }: RequestLimits) => {
  /** Milliseconds in which this much must have passed. */
  const timeFor = (bytes: number) => stallMs + (bytes / minBytesPerSecond) * 1000;

  /**
   * Whether the caller has been waited for longer than a slow line needs for what has come. What a
   * request announces gives it no time: whoever says 2 GB and sends nothing would have hours.
   */
  const takesTooLong = (exchange: Exchange, now: number): boolean => {
    const { request, socket, before, waited } = exchange;
    if (request.complete) return false;
    const ms = waited.ms + (isAwaited(exchange) ? now - waited.until : 0);
    exchange.waited = { ms, until: now };
    return ms > bodyMs + ((socket.bytesRead - before) / lineBytesPerSecond) * 1000;
  };

  const sendsTooSlowly = (exchange: Exchange, now: number): boolean => {
    const { request, response, socket, sending } = exchange;
    if (request.complete) return false;
    const received = socket.bytesRead;
    // An answer has been given without the rest of the body: it is thrown away, and not for ever.
    const isAnswered = response.writableFinished;
    if (!isAnswered && !isAwaited(exchange)) {
      exchange.sending = { since: now, received };
      return false;
    }
    if (now - sending.since < stallMs) return false;
    if (isAnswered || received - sending.received < (minBytesPerSecond * stallMs) / 1000) return true;
    exchange.sending = { since: now, received };
    return false;
  };

  const takesTooSlowly = (exchange: Exchange, now: number): boolean => {
    const { socket, taking } = exchange;
    const waiting = socket.writableLength;
    const gone = goneOut(socket);
    const isThrough = taking === undefined || gone - taking.gone >= taking.waiting;
    if (waiting === 0 || isThrough) {
      exchange.taking = waiting === 0 ? undefined : { since: now, gone, waiting };
      return false;
    }
    return now - taking.since > timeFor(taking.waiting);
  };

  return { sendsTooSlowly, takesTooLong, takesTooSlowly };
};

/**
 * Ends connections whose caller is slow or silent, and only those: not where the server itself
 * works or is the slower one. A server made elsewhere needs `connectionsCheckingInterval` as well,
 * which Node takes at its making only.
 */
export const endSlowRequests = (server: Server, limits: RequestLimits): void => {
  const exchanges = new Map<Socket, Exchange>();
  const seen = new WeakSet<Socket>();
  const refused = new WeakSet<Socket>();
  const { sendsTooSlowly, takesTooLong, takesTooSlowly } = createJudge(limits);
  /** Says why to somebody who has not sent a whole request; once, and after that it is over. */
  const letGo = (socket: Socket, isRequestWhole: boolean) => {
    if (isRequestWhole || refused.has(socket)) socket.destroy();
    else refuseOnSocket(socket, "request-too-slow");
    refused.add(socket);
  };
  server.headersTimeout = limits.headersMs;
  server.requestTimeout = 0;
  server.keepAliveTimeout = limits.idleMs;

  server.prependListener("request", (request, response) => {
    const { socket } = request;
    const [since, before] = [Date.now(), socket.bytesRead];
    const sending = { since, received: before };
    const waited = { ms: 0, until: since };
    // One for each connection, however many requests come on it.
    if (!seen.has(socket)) socket.once("close", () => exchanges.delete(socket));
    seen.add(socket);
    noteResponse(socket, response);
    exchanges.set(socket, { socket, request, response, sending, before, waited, taking: undefined });
    response.once("close", () => {
      if (exchanges.get(socket)?.response === response && request.complete) exchanges.delete(socket);
    });
  });

  // Node tells of sockets on which nothing has moved, in either direction.
  server.setTimeout(limits.stallMs, (socket: Socket) => {
    const exchange = exchanges.get(socket);
    const isServersTurn = exchange !== undefined && !isAwaited(exchange) && socket.writableLength === 0;
    const isOver = exchange?.response.writableFinished === true;
    if (isServersTurn && !isOver) socket.setTimeout(limits.stallMs);
    else letGo(socket, isOver || exchange?.request.complete !== false);
  });

  const timer = setInterval(() => {
    const now = Date.now();
    for (const exchange of exchanges.values()) {
      const { socket, request, response } = exchange;
      if (response.closed && request.complete) exchanges.delete(socket);
      else if (sendsTooSlowly(exchange, now) || takesTooLong(exchange, now))
        letGo(socket, response.writableFinished);
      else if (takesTooSlowly(exchange, now)) socket.destroy();
    }
  }, limits.checkMs).unref();
  server.once("close", () => clearInterval(timer));
};
