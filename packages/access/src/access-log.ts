import {
  type CommandContext,
  type CommandHandler,
  type Decider,
  type Hands,
  noHands,
  uuidFrom,
  withHand,
} from "@sogoc/core";
import type { EventOf } from "@sogoc/events";

type AccessEvent = EventOf<"RecordsRead" | "FileRead" | "BookExported">;
export type Purpose = EventOf<"RecordsRead">["data"]["purpose"];
/** What is seen of a case: what was keyed, or the paper alone. */
export type Shown = NonNullable<EventOf<"RecordsRead">["data"]["shown"]>;

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
  /** Cases of which it has seen what was keyed. */
  readonly recordIds: ReadonlySet<string>;
  readonly files: readonly FileReading[];
}

/** A look at a file, and on which day (UTC). */
export interface FileReading {
  readonly read: EventOf<"FileRead">["data"];
  readonly day: string;
}

/** A reading, and whose hand it was. */
type MadeReading = Exclude<AccessEvent, EventOf<"BookExported">> & { readonly hands: Hands };

/** One day's readings of one account. */
const readingsDecider: Decider<readonly MadeReading[], never, AccessEvent> = {
  category: "access",
  initialState: () => [],
  decide: () => [],
  evolve: (readings, event, acting) =>
    event.type === "BookExported"
      ? readings
      : [...readings, { ...event, hands: withHand(noHands, event.data.readBy, acting) }],
};

const DAY_MS = 24 * 3_600_000;

/** Days that are read at the same time. */
const DAYS_AT_ONCE = 32;

/** Both ends included, as `YYYY-MM-DD`. */
const daysFrom = (since: Date, until: Date): readonly string[] => {
  const days: string[] = [];
  const last = until.toISOString().slice(0, 10);
  for (let at = since.getTime(); ; at += DAY_MS) {
    const day = new Date(at).toISOString().slice(0, 10);
    if (day > last) return days;
    days.push(day);
  }
};

/**
 * Returns what an account has read from one moment to another, both days whole (UTC), where
 * `isBySameHands` is true of those who read. Older readings do not say whether values or only the
 * scan were shown: `assumeShown` says so for each day.
 */
export const loadReadings = async (
  commands: Pick<CommandHandler, "load">,
  account: string,
  {
    since,
    until,
    isBySameHands = () => true,
    assumeShown = () => "values",
  }: {
    readonly since: Date;
    readonly until: Date;
    readonly isBySameHands?: ((hands: Hands) => boolean) | undefined;
    readonly assumeShown?: ((day: string) => Shown) | undefined;
  },
): Promise<Readings> => {
  const recordIds = new Set<string>();
  const files: FileReading[] = [];
  const days = daysFrom(since, until);
  for (let start = 0; start < days.length; start += DAYS_AT_ONCE) {
    const read = days.slice(start, start + DAYS_AT_ONCE).map(async (day) => {
      const { state } = await commands.load(readingsDecider, dayStreamId(account, day));
      return { day, readings: state.filter(({ hands }) => isBySameHands(hands)) };
    });
    for (const { day, readings } of await Promise.all(read))
      for (const reading of readings) {
        if (reading.type === "FileRead") files.push({ read: reading.data, day });
        else if ((reading.data.shown ?? assumeShown(day)) === "values")
          for (const id of reading.data.recordIds) recordIds.add(id);
      }
  }
  return { recordIds, files };
};

const MAX_IDS = 500;

/** Records who read which records, before they are shown. Nothing is written for an empty list. */
export const logReading = async (
  commands: CommandHandler,
  context: CommandContext,
  recordIds: readonly string[],
  purpose: Purpose,
  shown: Shown = "values",
): Promise<void> => {
  for (let start = 0; start < recordIds.length; start += MAX_IDS) {
    const event: AccessEvent = {
      type: "RecordsRead",
      data: {
        recordIds: recordIds.slice(start, start + MAX_IDS),
        purpose,
        shown,
        readBy: context.actor.account,
      },
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
