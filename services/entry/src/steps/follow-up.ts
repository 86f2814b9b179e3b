import { type CommandContext, uuidFrom } from "@sogoc/core";

/** A further command of the same request, with an id of its own that a repetition makes again. */
export const followUp = (context: CommandContext, step: string): CommandContext => {
  const { expectedRevision: _, ...rest } = context;
  return { ...rest, commandId: uuidFrom(context.commandId, step) };
};
