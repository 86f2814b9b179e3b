import {
  AppendTooLarge,
  CommandRejected,
  engineRejectionOf,
  type FieldProblem,
  MAX_APPEND_BYTES,
} from "@sogoc/core";
import { MalformedEvent } from "@sogoc/events";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { issueText } from "./issue-text.ts";
import type { ProblemTexts } from "./problem-texts.ts";
import { PROBLEM_JSON, type Problem, toProblem } from "./problems.ts";

const frameworkCodes: Readonly<Record<string, ConstructorParameters<typeof CommandRejected>[0]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: "body-too-large",
  FST_REQ_FILE_TOO_LARGE: "body-too-large",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "unsupported-media-type",
  FST_INVALID_MULTIPART_CONTENT_TYPE: "unsupported-media-type",
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: "malformed-body",
};

const rejectionOf = (error: FastifyError): CommandRejected | undefined => {
  if (error instanceof CommandRejected) return error;
  if (error instanceof AppendTooLarge) {
    const { bytes } = error;
    return new CommandRejected("append-too-large", { bytes, limit: MAX_APPEND_BYTES });
  }
  const unable = engineRejectionOf(error);
  if (unable) return unable;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const problems = error.validation.map((issue): FieldProblem => {
      const where = error.validationContext === "body" ? "" : `/${error.validationContext ?? ""}`;
      return { pointer: `${where}${issue.instancePath}`, detail: issueText(issue) };
    });
    return new CommandRejected("invalid-request", {}, problems.slice(0, 50));
  }
  const known = frameworkCodes[error.code];
  if (known) return new CommandRejected(known);
  if (error.statusCode === 429) return new CommandRejected("rate-limited");
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return new CommandRejected("malformed-body");
  }
  return undefined;
};

/** Seconds after which the same may be asked again, where no better is known. */
const RETRY_SECONDS = 2;
const retrySeconds: Readonly<Record<string, number>> = {
  "rate-limited": 60,
  "reading-busy": 30,
  "storage-full": 60,
  "storage-read-only": 60,
  "storage-failing": 60,
  "too-many-files": 10,
  "clock-behind": 60,
};

/** What the standard wants beside a status (RFC 9110, 11.6.1 and 10.2.3; RFC 6750, 3). */
const addHeaders = (reply: FastifyReply, { code, status }: Problem): void => {
  if (status === 401) {
    const isEnded = code === "token-expired" || code === "session-refused";
    reply.header("www-authenticate", `Bearer realm="sogoc"${isEnded ? ', error="invalid_token"' : ""}`);
  }
  // Whoever counts the tries knows better.
  if ((status === 503 || status === 429) && !reply.hasHeader("retry-after"))
    reply.header("retry-after", String(retrySeconds[code] ?? RETRY_SECONDS));
};

/** Where an error came from, without its message: that may quote input, over several lines. */
export const framesOf = (error: Error): readonly string[] =>
  (error.stack ?? "")
    .replace(error.message, "")
    .split("\n")
    .filter((line) => /^ +at /.test(line))
    .slice(0, 5);

/** Answers to requests that failed, in the words of the server or service that they came to. */
export const problemAnswers = (texts: ProblemTexts) => {
  const send = (request: FastifyRequest, reply: FastifyReply, rejected: CommandRejected) => {
    const problem = toProblem(texts, rejected, request.id);
    addHeaders(reply, problem);
    return reply.code(problem.status).type(PROBLEM_JSON).send(JSON.stringify(problem));
  };
  return {
    /** Every error becomes a problem document; what is not the caller's fault is logged. */
    onError: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      const rejected = rejectionOf(error);
      // Most messages may quote input, so only kind and place are logged; that of a malformed event
      // names properties alone.
      const event = error instanceof MalformedEvent ? error.message : undefined;
      if (!rejected) request.log.error({ kind: error.name, event, stack: framesOf(error) }, "internal");
      return send(request, reply, rejected ?? new CommandRejected("internal"));
    },
    onNotFound: (request: FastifyRequest, reply: FastifyReply) =>
      send(request, reply, new CommandRejected("not-found")),
  };
};
