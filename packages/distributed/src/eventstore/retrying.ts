import { ErrorType } from "@eventstore/db-client";
import { convertToCommandError } from "@eventstore/db-client/dist/utils/CommandError.js";
import { createBackoff } from "../backoff.ts";

const PASSING: ReadonlySet<string> = new Set([
  ErrorType.UNAVAILABLE,
  ErrorType.CANCELLED,
  ErrorType.DEADLINE_EXCEEDED,
  ErrorType.TIMEOUT,
  ErrorType.NOT_LEADER,
]);

export class ServerSilent extends Error {
  constructor(ms: number) {
    super(`EventStoreDB has not answered for ${ms} ms.`);
    this.name = "ServerSilent";
  }
}

/** Errors that the next attempt, perhaps with another node, may not meet. */
const passes = (error: unknown): boolean => {
  if (error instanceof ServerSilent) return true;
  const known: unknown = error instanceof Error ? convertToCommandError(error) : error;
  if (known instanceof Error && "type" in known && typeof known.type === "string")
    return PASSING.has(known.type);
  return known instanceof Error && /channel has been closed|Connection dropped/i.test(known.message);
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

/**
 * Tries again while the server is away, changes its leader or does not answer, for `patienceMs` at
 * the most.
 */
export const retrying = async <Result>(
  work: () => Promise<Result>,
  { patienceMs, answerMs }: { readonly patienceMs: number; readonly answerMs: number },
): Promise<Result> => {
  const deadline = Date.now() + patienceMs;
  const backoff = createBackoff({ firstMs: 20, maxMs: Math.max(1, Math.min(5_000, patienceMs / 4)) });
  for (;;) {
    try {
      return await answered(work(), answerMs);
    } catch (error) {
      if (!passes(error) || Date.now() >= deadline) throw error;
      await backoff.wait();
    }
  }
};
