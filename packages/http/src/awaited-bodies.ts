import type { IncomingMessage, Server } from "node:http";
import { CommandRejected } from "@sogoc/core";
import type { FastifyInstance } from "fastify";

/** Room for what lies around the file of a multipart body: boundaries, and the name of the file. */
export const ENVELOPE_BYTES = 16 * 1024;

const waiting = new WeakSet<IncomingMessage>();

/**
 * Lets requests be handled whose callers wait before they send the body (`Expect: 100-continue`).
 * Node by itself would ask for the body before anybody has looked at the request.
 */
export const holdBackContinue = (server: Server): void => {
  server.on("checkContinue", (request, response) => {
    waiting.add(request);
    server.emit("request", request, response);
  });
};

/**
 * Refuses a body that says by itself that it is too large, or packed (nobody unpacks it, and the
 * bytes would be taken for what is in them), before any of it is read, and asks for the others
 * where the caller waits to be asked. What is refused for another reason was refused
 * before.
 */
export const askForBodies = (app: FastifyInstance): void => {
  app.addHook("preParsing", (request, reply, payload, done) => {
    const { "content-length": length, "content-type": type = "" } = request.headers;
    const { "content-encoding": coding = "identity" } = request.headers;
    const room = type.startsWith("multipart/") ? ENVELOPE_BYTES : 0;
    const limit = request.routeOptions.bodyLimit + room;
    if (length !== undefined && Number(length) > limit) {
      done(new CommandRejected("body-too-large"));
      return;
    }
    if (request.method !== "GET" && coding.trim().toLowerCase() !== "identity") {
      done(new CommandRejected("unsupported-media-type"));
      return;
    }
    if (waiting.delete(request.raw)) {
      if (request.is404) {
        done(new CommandRejected("not-found"));
        return;
      }
      reply.raw.writeContinue();
    }
    done(null, payload);
  });
};
