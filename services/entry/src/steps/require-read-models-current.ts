import { CommandRejected, type FieldProblem } from "@sogoc/core";

/** How far the log has come, and whether what reads it has come as far. */
export interface ReadModelFreshness {
  /** Position of the newest event. */
  readonly head: () => Promise<number>;
  /** Resolves to false if time runs out before everything up to the position is handled. */
  readonly reached: (position: number, timeoutMs: number) => Promise<boolean>;
}

const WAIT_MS = 10_000;

/**
 * Waits until the read models show everything written so far. Call before a decision that depends
 * on them. Throws `read-model-behind`, with the given details.
 */
export const requireReadModelsCurrent = async (
  { head, reached }: ReadModelFreshness,
  problems: readonly FieldProblem[] = [],
): Promise<void> => {
  if (!(await reached(await head(), WAIT_MS))) throw new CommandRejected("read-model-behind", {}, problems);
};
