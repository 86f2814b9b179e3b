import { type CommandContext, uuidFrom, withoutExpectation } from "@sogoc/core";

/**
 * The context of another command of the same request, with an id of its own, which is the same when
 * the request is repeated. It expects no revision.
 */
export const deriveContext = (context: CommandContext, purpose: string): CommandContext => ({
  ...withoutExpectation(context),
  commandId: uuidFrom(context.commandId, purpose),
});
