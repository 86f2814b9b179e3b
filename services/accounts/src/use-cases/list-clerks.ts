import { type Directory, findRefusal } from "@sogoc/access";
import { vietnamDay } from "@sogoc/core";
import type { AccountListing, AccountListReader } from "../read-models/account-list.ts";

/** As many as are read at once: whoever keys for a unit may work for any other. */
const PAGE = 200;

interface ClerksAsked {
  readonly unitId: string;
  readonly now: Date;
}

/** Who may key the unit's books today, by name. */
export const listClerks = async (
  list: Pick<AccountListReader, "query">,
  directory: Pick<Directory, "tree">,
  { unitId, now }: ClerksAsked,
): Promise<readonly AccountListing[]> => {
  const day = vietnamDay(now);
  const tree = directory.tree();
  const mayKey = ({ id, displayName, unitId: employer, grants, suspended, until }: AccountListing) => {
    if (suspended) return false;
    const person = { account: id, name: displayName, unitId: employer, session: "", until };
    const principal = { ...person, grants: [...grants] };
    return findRefusal({ principal, roles: ["clerk"], unitId, day, tree }) === undefined;
  };
  const clerks: AccountListing[] = [];
  let after: string | undefined;
  do {
    const page = await list.query({ where: {}, orderBy: [{ column: "displayName" }], limit: PAGE, after });
    clerks.push(...page.items.filter(mayKey));
    after = page.next;
  } while (after !== undefined);
  return clerks;
};
