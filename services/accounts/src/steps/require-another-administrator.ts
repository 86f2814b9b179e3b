import { setTimeout as pause } from "node:timers/promises";
import { type Directory, isClosedOn } from "@sogoc/access";
import { type Clock, type CommandHandler, CommandRejected, type Secrets, vietnamDay } from "@sogoc/core";
import { COUNTRY_UNIT } from "../domain/country-unit.ts";
import { unitDecider } from "../domain/unit.ts";
import { loadAccount } from "./load-account.ts";

export interface RequireAnotherAdministratorDependencies {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly directory: Pick<Directory, "accountIds" | "holdsRole" | "isSuspended">;
  readonly commands: Pick<CommandHandler, "load">;
  readonly secrets: Pick<Secrets, "find" | "replace">;
}

/** Whoever holds it is the only one who ends what an administrator may do, in all processes. */
const TURN = "administrators/turn";
/** Longer than any store needs for a command; after that it was left by a process that has died. */
const TURN_MS = 15_000;
const POLL_MS = 20;

interface Turn {
  readonly holder: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

const free: Turn = { holder: "", until: 0 };

/** Answers how to give the turn back. Throws `revision-conflict` where it does not come. */
const takeTurn = async ({
  secrets,
  clock,
  newId,
}: RequireAnotherAdministratorDependencies): Promise<() => Promise<unknown>> => {
  const holder = newId();
  for (let waited = 0; waited <= 2 * TURN_MS; waited += POLL_MS) {
    const now = clock.now().getTime();
    const found = (await secrets.find(TURN)) as Turn | undefined;
    const { until } = found ?? free;
    // One that has longer left than any is given was taken by a clock that was ahead.
    const isTaken = until > now && until <= now + 2 * TURN_MS;
    const own: Turn = { holder, until: now + TURN_MS };
    if (!isTaken && (await secrets.replace(TURN, found, own))) return () => secrets.replace(TURN, own, free);
    await pause(POLL_MS);
  }
  throw new CommandRejected("revision-conflict");
};

/** What is about to end: the rights of these accounts, and since which day. */
interface Ending {
  readonly isEnded: (account: string) => boolean;
  readonly day: string;
}

/**
 * Whether an account administers the whole country on a day, by the streams of itself and of where
 * it works: what was written a moment ago the directory may not have heard.
 */
const stillAdministers = async (
  { commands }: RequireAnotherAdministratorDependencies,
  account: string,
  day: string,
): Promise<boolean> => {
  const { opened, grants, suspended } = await loadAccount(commands, account);
  const isOver = (until: string | undefined) => until !== undefined && until < day;
  const holds = grants.some(
    ({ role, unitId, until }) => role === "system-admin" && unitId === COUNTRY_UNIT && !isOver(until),
  );
  if (!opened || !holds || suspended || isOver(opened.until)) return false;
  const { kind, closedOn, successors = [] } = (await commands.load(unitDecider, opened.unitId)).state;
  return !(kind === "contractor" && isClosedOn({ closedOn }, day) && successors.length === 0);
};

const endingRights = async <Done>(
  dependencies: RequireAnotherAdministratorDependencies,
  { isEnded, day }: Ending,
  endRights: () => Promise<Done>,
): Promise<Done> => {
  const { clock, directory } = dependencies;
  const today = vietnamDay(clock.now());
  const administers = (account: string) =>
    !directory.isSuspended(account) && directory.holdsRole(account, ["system-admin"], COUNTRY_UNIT, today);
  const administrators = () => [...directory.accountIds()].filter(administers);
  if (!administrators().some(isEnded)) return endRights();
  const giveBack = await takeTurn(dependencies);
  try {
    for (const other of administrators()) {
      if (isEnded(other)) continue;
      if (await stillAdministers(dependencies, other, day)) return await endRights();
    }
    throw new CommandRejected("last-administrator");
  } finally {
    await giveBack();
  }
};

/**
 * Does what ends an account's rights, be they an administrator's of the whole country, while nobody
 * else does: two who end each other's at the same moment would each see the other one. Throws
 * `last-administrator` where nobody could mend anything of the whole country afterwards.
 */
export const withAnotherAdministrator = <Done>(
  dependencies: RequireAnotherAdministratorDependencies,
  accountId: string,
  endRights: () => Promise<Done>,
): Promise<Done> => {
  const day = vietnamDay(dependencies.clock.now());
  return endingRights(dependencies, { isEnded: (account) => account === accountId, day }, endRights);
};

/**
 * The same for closing a contractor with nobody to take over, which ends the accounts of all who
 * work for it on that day.
 */
export const withAdministratorElsewhere = <Done>(
  dependencies: RequireAnotherAdministratorDependencies & {
    readonly directory: Pick<Directory, "unitOf">;
  },
  { unitId, on }: { readonly unitId: string; readonly on: string },
  endRights: () => Promise<Done>,
): Promise<Done> => {
  const { directory } = dependencies;
  const isEnded = (account: string) => directory.unitOf(account) === unitId;
  return endingRights(dependencies, { isEnded, day: on }, endRights);
};
