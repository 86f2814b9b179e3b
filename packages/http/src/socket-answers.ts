import { randomUUID } from "node:crypto";
import { type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { CommandRejected, type ErrorCode } from "@sogoc/core";
import { commonProblems } from "./problem-texts.ts";
import { PROBLEM_JSON, toProblem } from "./problems.ts";

/** The newest response of each connection. */
const responses = new WeakMap<Socket, ServerResponse>();

/** Remembers that a connection is to be answered by this response. */
export const noteResponse = (socket: Socket, response: ServerResponse): void => {
  responses.set(socket, response);
};

/**
 * Whether a caller would take what is written now for the answer to the last request: none is on
 * its way or before it.
 */
const isUnanswered = (socket: Socket): boolean => {
  const response = responses.get(socket);
  if (!socket.writable || socket.writableLength > 0) return false;
  if (response === undefined || response.writableFinished) return true;
  return response.socket === socket && !response.headersSent;
};

/**
 * Tells a caller whose request cannot be answered in the ordinary way why not, where that can be
 * told, and lets go.
 */
export const refuseOnSocket = (socket: Socket, code: ErrorCode): void => {
  if (!isUnanswered(socket)) {
    socket.destroy();
    return;
  }
  const problem = toProblem(commonProblems, new CommandRejected(code), randomUUID());
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    "connection: close",
    "cache-control: no-store",
    `content-type: ${PROBLEM_JSON}`,
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  socket.write(`${head.join("\r\n")}\r\n\r\n${body}`);
  socket.destroySoon();
};

const codesOfNode: Readonly<Record<string, ErrorCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: "request-too-slow",
  HPE_HEADER_OVERFLOW: "headers-too-large",
};

/**
 * What is no HTTP, or has no end, is answered as everything else is. Nothing of it is logged: it
 * may be anything. A handshake that failed is told here as well, and there is nobody to answer.
 */
export const answerClientError = (
  error: Error & { readonly code?: string | undefined },
  socket: Socket,
): void => {
  const { code = "" } = error;
  const known = codesOfNode[code] ?? (code.startsWith("HPE_") ? "malformed-body" : undefined);
  if (known) refuseOnSocket(socket, known);
  else socket.destroy();
};
