import { areaOf, type Directory, type Principal } from "@sogoc/access";
import { vietnamDay } from "@sogoc/core";
import type { Role } from "@sogoc/events";
import { standingGrants } from "../domain/reached-units.ts";

/** A role that somebody who works for a unit outside the area holds in it. */
export interface RoleFromElsewhere {
  readonly accountId: string;
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
export const listPeopleFromElsewhere = (
  directory: Pick<Directory, "accountIds" | "displayName" | "grantsOf" | "tree" | "unitOf">,
  { principal, admins, now }: Asked,
): readonly RoleFromElsewhere[] => {
  const day = vietnamDay(now);
  const area = new Set(areaOf(principal, admins, day, directory.tree()));
  const found: RoleFromElsewhere[] = [];
  for (const accountId of directory.accountIds()) {
    const homeUnitId = directory.unitOf(accountId) ?? "";
    if (area.has(homeUnitId)) continue;
    const displayName = directory.displayName(accountId) ?? accountId;
    for (const { role, unitId, from, until } of standingGrants(directory.grantsOf(accountId), day))
      if (area.has(unitId)) found.push({ accountId, displayName, homeUnitId, role, unitId, from, until });
  }
  return found.sort((one, other) => one.displayName.localeCompare(other.displayName, "vi"));
};
