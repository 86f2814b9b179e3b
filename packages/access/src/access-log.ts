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
  readonly files: readonly EventOf<"FileRead">["data"][];
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

/**
 * What an account has looked at from one moment to another, both days whole (UTC); of `inHands`
 * only what was looked at by such hands. Older readings do not say whether the paper alone was
 * shown: they count as `unsaid` has it.
 */
export const loadReadings = async (
  commands: Pick<CommandHandler, "load">,
  account: string,
  {
    since,
    until,
    inHands = () => true,
    unsaid = "values",
  }: {
    readonly since: Date;
    readonly until: Date;
    readonly inHands?: ((hands: Hands) => boolean) | undefined;
    readonly unsaid?: Shown | undefined;
  },
): Promise<Readings> => {
  const recordIds = new Set<string>();
  const files: EventOf<"FileRead">["data"][] = [];
  const last = until.toISOString().slice(0, 10);
  for (let at = since.getTime(); ; at += DAY_MS) {
    const day = new Date(at).toISOString().slice(0, 10);
    if (day > last) return { recordIds, files };
    const { state } = await commands.load(readingsDecider, dayStreamId(account, day));
    for (const reading of state.filter(({ hands }) => inHands(hands))) {
      if (reading.type === "FileRead") files.push(reading.data);
      else if ((reading.data.shown ?? unsaid) === "values")
        for (const id of reading.data.recordIds) recordIds.add(id);
    }
  }
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
