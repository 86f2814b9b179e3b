import { ErrorType } from "@eventstore/db-client";
import { convertToCommandError } from "@eventstore/db-client/dist/utils/CommandError.js";
import { EngineUnavailable } from "@sogoc/core";
import { createBackoff } from "../backoff.ts";

export class ServerSilent extends Error {
  constructor(ms: number) {
    super(`EventStoreDB has not answered for ${ms} ms.`);
    this.name = "ServerSilent";
  }
}

/** The client finds its way out of these by itself. */
const PASSING: ReadonlySet<string> = new Set([
  ErrorType.UNAVAILABLE,
  ErrorType.CANCELLED,
  ErrorType.NOT_LEADER,
]);

/** What a node answers that was cut off from the others, or whose connection is a dead one. */
const STRANDED: ReadonlySet<string> = new Set([ErrorType.DEADLINE_EXCEEDED, ErrorType.TIMEOUT]);
const STRANDED_WORDS = /not ready|RST_STREAM|ECONNRESET/i;
const PASSING_WORDS = /channel has been closed|Connection dropped|Failed to discover/i;

const hasType = (error: unknown, type: ErrorType): boolean => {
  const known: unknown = error instanceof Error ? convertToCommandError(error) : error;
  return known instanceof Error && "type" in known && known.type === type;
};

/** Whether the server has not come to the end of an answer in time. */
export const isTooLate = (error: unknown): boolean => hasType(error, ErrorType.DEADLINE_EXCEEDED);

export const isAccessDenied = (error: unknown): boolean => hasType(error, ErrorType.ACCESS_DENIED);

export const isUserConflict = (error: unknown): boolean => hasType(error, ErrorType.USER_CONFLICT);

/** What an error means for the next attempt. */
type Prospect =
  | "none"
  /** Perhaps with another node, which the client looks for by itself. */
  | "passes"
  /** The node at hand will not answer: another has to be looked for. */
  | "stranded";

const prospectOf = (error: unknown): Prospect => {
  if (error instanceof ServerSilent) return "stranded";
  const known: unknown = error instanceof Error ? convertToCommandError(error) : error;
  if (!(known instanceof Error)) return "none";
  const type = "type" in known && typeof known.type === "string" ? known.type : "";
  if (STRANDED.has(type) || STRANDED_WORDS.test(known.message)) return "stranded";
  return PASSING.has(type) || PASSING_WORDS.test(known.message) ? "passes" : "none";
};

/** Rejects with `ServerSilent` when there is no answer in time. */
export const answered = async <Result>(work: Promise<Result>, ms: number): Promise<Result> => {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ServerSilent(ms)), ms);
  });
  try {
    return await Promise.race([work, silence]);
  } finally {
    clearTimeout(timer);
  }
};

export interface Patience {
  /** How long it is tried again and again, in milliseconds. */
  readonly patienceMs: number;
  /** How long one attempt waits for an answer, in milliseconds. */
  readonly answerMs: number;
  /** Leaves the node at hand, so that the next attempt looks for the one that leads. */
  readonly lookElsewhere?: (() => void) | undefined;
}

/**
 * Tries again while the server is away, changes its leader or does not answer. Throws
 * `EngineUnavailable` when the patience is at its end, and at once what another attempt would meet
 * as well.
 */
export const retrying = async <Result>(
  work: () => Promise<Result>,
  { patienceMs, answerMs, lookElsewhere = () => {} }: Patience,
): Promise<Result> => {
  const deadline = Date.now() + patienceMs;
  const backoff = createBackoff({ firstMs: 20, maxMs: Math.max(1, Math.min(2_000, patienceMs / 4)) });
  for (;;) {
    try {
      return await answered(work(), answerMs);
    } catch (error) {
      const prospect = prospectOf(error);
      if (prospect === "none") throw error;
      if (prospect === "stranded") lookElsewhere();
      if (Date.now() >= deadline) throw new EngineUnavailable("EventStoreDB", error);
      await backoff.wait();
    }
  }
};
