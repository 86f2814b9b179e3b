import { CommandRejected } from "./errors.ts";
import type { Actor } from "./event.ts";

/**
 * Who sends a command, when, and under which id; the same `commandId` again has one effect and one
 * answer.
 */
export interface CommandContext {
  readonly actor: Actor;
  readonly at: Date;
  readonly commandId: string;
  /**
   * What was asked for, digested; the same `commandId` with another one is refused with
   * `command-id-reused`.
   */
  readonly commandDigest?: string | undefined;
  readonly correlationId: string;
  readonly causationId?: string | undefined;
  /**
   * From `If-Match`: the command is refused with `revision-conflict` when the stream has moved on.
   */
  readonly expectedRevision?: number | undefined;
}

/**
 * For the further steps of a request, and for what is compared with no stream: the first step has
 * moved its stream on.
 */
export const withoutExpectation = ({ expectedRevision: _, ...context }: CommandContext): CommandContext =>
  context;

/**
 * Takes the version that the sender has seen out of the context, where it stands for more than the
 * revision of the command's own stream. Throws `precondition-required` where there is none.
 */
export const getSeenVersion = ({ expectedRevision, ...context }: CommandContext) => {
  if (expectedRevision === undefined) throw new CommandRejected("precondition-required");
  return { seen: expectedRevision, context };
};
