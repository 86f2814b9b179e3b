import { setTimeout as pause } from "node:timers/promises";
import type { Directory } from "@sogoc/access";
import { type Clock, type CommandHandler, CommandRejected, type Secrets, vietnamDay } from "@sogoc/core";
import { COUNTRY_UNIT } from "../domain/country-unit.ts";
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

/**
 * Does what ends an account's rights, be they an administrator's of the whole country, while nobody
 * else does: two who end each other's at the same moment would each see the other one. Throws
 * `last-administrator` where nobody could mend anything of the whole country afterwards.
 */
export const withAnotherAdministrator = async <Done>(
  dependencies: RequireAnotherAdministratorDependencies,
  accountId: string,
  endRights: () => Promise<Done>,
): Promise<Done> => {
  const { clock, directory, commands } = dependencies;
  const day = vietnamDay(clock.now());
  const administers = (account: string) =>
    !directory.isSuspended(account) && directory.holdsRole(account, ["system-admin"], COUNTRY_UNIT, day);
  if (!administers(accountId)) return endRights();
  /** By its own stream: what was written a moment ago the directory may not have heard. */
  const stillAdministers = async (account: string) => {
    const { opened, grants, suspended } = await loadAccount(commands, account);
    const isOver = (until: string | undefined) => until !== undefined && until < day;
    const holds = grants.some(
      ({ role, unitId, until }) => role === "system-admin" && unitId === COUNTRY_UNIT && !isOver(until),
    );
    return holds && !suspended && !isOver(opened?.until);
  };
  const giveBack = await takeTurn(dependencies);
  try {
    for (const other of directory.accountIds()) {
      if (other === accountId || !administers(other)) continue;
      if (await stillAdministers(other)) return await endRights();
    }
    throw new CommandRejected("last-administrator");
  } finally {
    await giveBack();
  }
};
