import { type CommandContext, uuidFrom, withoutExpectation } from "@sogoc/core";

/** A further command of the same request, with an id of its own that a repetition makes again. */
export const deriveContext = (context: CommandContext, purpose: string): CommandContext => ({
  ...withoutExpectation(context),
  commandId: uuidFrom(context.commandId, purpose),
});
