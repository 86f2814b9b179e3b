import { type CommandContext, type CommandHandler, type Decider, uuidFrom } from "@sogoc/core";
import type { EventOf } from "@sogoc/events";

type AccessEvent = EventOf<"RecordsRead" | "FileRead" | "BookExported">;
export type Purpose = EventOf<"RecordsRead">["data"]["purpose"];

type AccessCommand = { readonly type: "LogAccess"; readonly event: AccessEvent };

/** Stream `access-<account>-<day>`: an append-only list without state. */
const accessDecider: Decider<null, AccessCommand, AccessEvent> = {
  category: "access",
  cacheState: true,
  initialState: () => null,
  decide: (command) => [command.event],
  evolve: (state) => state,
};

const dayStreamId = (account: string, day: string) => `${account}-${day}`;

const streamId = (context: CommandContext) =>
  dayStreamId(context.actor.account, context.at.toISOString().slice(0, 10));

/** What an account has looked at. */
export interface Readings {
  readonly recordIds: ReadonlySet<string>;
  readonly files: readonly EventOf<"FileRead">["data"][];
}

/** One day's readings of one account. */
const readingsDecider: Decider<Readings, never, AccessEvent> = {
  category: "access",
  initialState: () => ({ recordIds: new Set(), files: [] }),
  decide: () => [],
  evolve(state, { type, data }) {
    if (type === "RecordsRead") {
      return { ...state, recordIds: new Set([...state.recordIds, ...data.recordIds]) };
    }
    return type === "FileRead" ? { ...state, files: [...state.files, data] } : state;
  },
};

const DAY_MS = 24 * 3_600_000;

/** What an account has looked at from one moment to another, both days whole (UTC). */
export const loadReadings = async (
  commands: Pick<CommandHandler, "load">,
  account: string,
  { since, until }: { readonly since: Date; readonly until: Date },
): Promise<Readings> => {
  const recordIds = new Set<string>();
  const files: EventOf<"FileRead">["data"][] = [];
  const last = until.toISOString().slice(0, 10);
  for (let at = since.getTime(); ; at += DAY_MS) {
    const day = new Date(at).toISOString().slice(0, 10);
    if (day > last) return { recordIds, files };
    const { state } = await commands.load(readingsDecider, dayStreamId(account, day));
    for (const id of state.recordIds) recordIds.add(id);
    files.push(...state.files);
  }
};

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
