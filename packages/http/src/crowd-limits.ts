import type { IncomingMessage, Server } from "node:http";
import { lineOf } from "@sogoc/access";
import type { FastifyInstance } from "fastify";
import { refuseOnSocket } from "./socket-answers.ts";

/** How much a server holds for callers who have opened something and do not go on. */
export interface CrowdLimits {
  /** Open connections, all together. */
  readonly connections: number;
  /** Those of one line, in IPv6 the first half of an address: an office may come from one. */
  readonly connectionsOfAddress: number;
  /** Bytes of bodies that have not come to their end, all together. Files lie on the disk. */
  readonly unfinishedBytes: number;
}

export const crowdLimits: CrowdLimits = {
  connections: 4_000,
  connectionsOfAddress: 1_000,
  unfinishedBytes: 32 * 2 ** 20,
};

/**
 * Lets go at once of connections beyond the limits. `isProxied`: all come from the proxies'
 * addresses, so that only their sum is looked at.
 */
export const limitConnections = (
  server: Server,
  { connections, connectionsOfAddress }: CrowdLimits,
  { isProxied }: { readonly isProxied: boolean },
): void => {
  server.maxConnections = connections;
  if (isProxied) return;
  const open = new Map<string, number>();
  server.on("connection", (socket) => {
    const line = lineOf(socket.remoteAddress ?? "");
    const count = (open.get(line) ?? 0) + 1;
    open.set(line, count);
    socket.once("close", () => {
      const left = (open.get(line) ?? 1) - 1;
      if (left > 0) open.set(line, left);
      else open.delete(line);
    });
    if (count > connectionsOfAddress) socket.destroy();
  });
};

/**
 * Bounds what bodies take in memory that are read whole and have not come to their end: beyond it
 * the one goes that has been on its way longest. A body that comes as it is sent is through long
 * before its turn.
 */
export const limitUnfinishedBodies = (app: FastifyInstance, { unfinishedBytes }: CrowdLimits): void => {
  /** Oldest first. */
  const unfinished = new Map<IncomingMessage, number>();
  let total = 0;
  const forget = (request: IncomingMessage) => {
    total -= unfinished.get(request) ?? 0;
    unfinished.delete(request);
  };
  const makeRoom = () => {
    for (const request of unfinished.keys()) {
      if (total <= unfinishedBytes) return;
      forget(request);
      refuseOnSocket(request.socket, "request-too-slow");
    }
  };
  app.addHook("preParsing", (request, _reply, payload, done) => {
    const { raw, headers, is404 } = request;
    const isFile = headers["content-type"]?.startsWith("multipart/") === true;
    const hasBody = headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined;
    if (hasBody && !isFile && !is404 && !raw.complete) {
      unfinished.set(raw, 0);
      raw.on("data", (chunk: Buffer) => {
        if (!unfinished.has(raw)) return;
        unfinished.set(raw, (unfinished.get(raw) ?? 0) + chunk.length);
        total += chunk.length;
        makeRoom();
      });
      for (const event of ["end", "close"]) raw.once(event, () => forget(raw));
    }
    done(null, payload);
  });
};
