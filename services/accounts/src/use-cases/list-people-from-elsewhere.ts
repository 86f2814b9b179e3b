import { areaOf, type Directory, type Principal } from "@sogoc/access";
import { vietnamDay } from "@sogoc/core";
import type { Role } from "@sogoc/events";
import { grantsInForce } from "../domain/reached-units.ts";
import type { AccountListReader } from "../read-models/account-list.ts";

/** A role that somebody who works for a unit outside the area holds in it. */
export interface RoleFromElsewhere {
  readonly accountId: string;
  /** Of the account: what ending the role is made from. */
  readonly revision: number;
  readonly displayName: string;
  /** Whom they work for, such as a contractor. */
  readonly homeUnitId: string;
  readonly role: Role;
  readonly unitId: string;
  readonly from: string;
  readonly until: string | undefined;
}

interface Asked {
  readonly principal: Principal;
  /** The roles that administer accounts. */
  readonly admins: readonly Role[];
  readonly now: Date;
}

/**
 * Who works in the area of a person without belonging to it: each role that runs or is to begin, by
 * name.
 */
export const listPeopleFromElsewhere = async (
  list: Pick<AccountListReader, "findMany">,
  directory: Pick<Directory, "accountIds" | "displayName" | "grantsOf" | "tree" | "unitOf">,
  { principal, admins, now }: Asked,
): Promise<readonly RoleFromElsewhere[]> => {
  const day = vietnamDay(now);
  const area = new Set(areaOf(principal, admins, day, directory.tree()));
  const found: Omit<RoleFromElsewhere, "revision">[] = [];
  for (const accountId of directory.accountIds()) {
    const homeUnitId = directory.unitOf(accountId) ?? "";
    if (area.has(homeUnitId)) continue;
    const displayName = directory.displayName(accountId) ?? accountId;
    for (const { role, unitId, from, until } of grantsInForce(directory.grantsOf(accountId), day))
      if (area.has(unitId)) found.push({ accountId, displayName, homeUnitId, role, unitId, from, until });
  }
  const accounts = await list.findMany([...new Set(found.map(({ accountId }) => accountId))]);
  return found
    .map((role) => ({ ...role, revision: accounts.get(role.accountId)?.revision ?? 0 }))
    .sort((one, other) => one.displayName.localeCompare(other.displayName, "vi"));
};
