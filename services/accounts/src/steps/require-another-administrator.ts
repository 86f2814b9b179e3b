import type { Directory } from "@sogoc/access";
import { type Clock, CommandRejected, vietnamDay } from "@sogoc/core";
import { COUNTRY_UNIT } from "../domain/country-unit.ts";

export interface RequireAnotherAdministratorDependencies {
  readonly clock: Clock;
  readonly directory: Pick<Directory, "accountIds" | "holdsRole" | "isSuspended">;
}

/** Throws `last-administrator`: nobody else could mend anything of the whole country afterwards. */
export const requireAnotherAdministrator = (
  { clock, directory }: RequireAnotherAdministratorDependencies,
  accountId: string,
): void => {
  const day = vietnamDay(clock.now());
  const administers = (account: string) =>
    !directory.isSuspended(account) && directory.holdsRole(account, ["system-admin"], COUNTRY_UNIT, day);
  if (!administers(accountId)) return;
  for (const other of directory.accountIds()) {
    if (other !== accountId && administers(other)) return;
  }
  throw new CommandRejected("last-administrator");
};
