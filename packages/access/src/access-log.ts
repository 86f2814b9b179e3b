import { type CommandContext, type CommandHandler, type Decider, uuidFrom } from "@sogoc/core";
import type { EventOf } from "@sogoc/events";

type AccessEvent = EventOf<"RecordsRead" | "FileRead" | "BookExported">;
export type Purpose = EventOf<"RecordsRead">["data"]["purpose"];

type AccessCommand = { readonly type: "LogAccess"; readonly event: AccessEvent };

/** Stream `access-<account>-<day>`: an append-only list without state. */
const accessDecider: Decider<null, AccessCommand, AccessEvent> = {
  category: "access",
  remember: true,
  initialState: () => null,
  decide: (command) => [command.event],
  evolve: (state) => state,
};

const streamId = (context: CommandContext) =>
  `${context.actor.account}-${context.at.toISOString().slice(0, 10)}`;

const MAX_IDS = 500;

/** Records who read which records, before they are shown. Nothing is written for an empty list. */
export const logReading = async (
  commands: CommandHandler,
  context: CommandContext,
  recordIds: readonly string[],
  purpose: Purpose,
): Promise<void> => {
  for (let start = 0; start < recordIds.length; start += MAX_IDS) {
    const event: AccessEvent = {
      type: "RecordsRead",
      data: { recordIds: recordIds.slice(start, start + MAX_IDS), purpose, readBy: context.actor.account },
    };
    await commands.handle(
      accessDecider,
      streamId(context),
      { type: "LogAccess", event },
      { ...context, commandId: uuidFrom(context.commandId, "reading", String(start)) },
    );
  }
};

/** Records who looked at a file that shows many people, before it is shown. */
export const logFileReading = (
  commands: CommandHandler,
  context: CommandContext,
  file: Omit<EventOf<"FileRead">["data"], "readBy">,
) =>
  commands.handle(
    accessDecider,
    streamId(context),
    { type: "LogAccess", event: { type: "FileRead", data: { ...file, readBy: context.actor.account } } },
    context,
  );

export const logExport = (
  commands: CommandHandler,
  context: CommandContext,
  data: EventOf<"BookExported">["data"],
) =>
  commands.handle(
    accessDecider,
    streamId(context),
    { type: "LogAccess", event: { type: "BookExported", data } },
    context,
  );
