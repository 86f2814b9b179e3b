import { type CommandContext, uuidFrom, withoutExpectation } from "@sogoc/core";

/**
 * Another command of the same request, with its own id, which is the same when the request is
 * repeated.
 */
export const deriveContext = (context: CommandContext, purpose: string): CommandContext => ({
  ...withoutExpectation(context),
  commandId: uuidFrom(context.commandId, purpose),
});
