import { areaOf, type Directory, isAbove, type Principal, unitsHeld } from "@sogoc/access";
import { vietnamDay } from "@sogoc/core";
import type { Role } from "@sogoc/events";
import { reachedUnits } from "../domain/reached-units.ts";
import type { AccountListReader, PasswordReset } from "../read-models/account-list.ts";

/** For how long a reset is told. */
const TOLD_MS = 14 * 24 * 3_600_000;
/** As many as one person can look at. */
const MOST_TOLD = 50;

interface ResetsAsked {
  readonly principal: Principal;
  /** The roles that administer accounts. */
  readonly admins: readonly Role[];
  readonly now: Date;
}

/** A reset as it is told: to the account's owner, or to an administrator who did not make it. */
export interface ToldReset extends PasswordReset {
  readonly accountId: string;
  readonly displayName: string;
  readonly unitId: string;
  readonly own: boolean;
  /** Whether it accepts nothing now. */
  readonly held: boolean;
  /** Whether the person stands above it, and may let it accept again. */
  readonly mayVouch: boolean;
}

/**
 * The resets of the last fourteen days that a person should know of, the newest first: of their own
 * account, and of accounts they administer where somebody else made them.
 */
export const listResets = async (
  list: AccountListReader,
  directory: Pick<Directory, "heldUntil" | "tree">,
  { principal, admins, now }: ResetsAsked,
): Promise<readonly ToldReset[]> => {
  const since = new Date(now.getTime() - TOLD_MS).toISOString();
  const { account } = principal;
  const [tree, day] = [directory.tree(), vietnamDay(now)];
  const administered = unitsHeld(principal, admins, day);
  const { items } = await list.query({
    where: { unitId: { in: areaOf(principal, admins, day, tree) }, resetAt: { gt: since } },
    orderBy: [{ column: "resetAt", descending: true }],
    limit: MOST_TOLD,
  });
  const own = await list.find(account);
  const others = items.filter(({ id, reset }) => id !== account && reset?.by !== account);
  const told = [...(own && own.resetAt > since ? [own] : []), ...others];
  return told.flatMap(({ id, displayName, unitId, grants, reset }) => {
    if (reset === undefined) return [];
    const held = directory.heldUntil(id, now) !== undefined;
    const reached = reachedUnits({ unitId, grants }, day);
    const mayVouch = held && id !== account && isAbove(tree, administered, reached);
    return [{ ...reset, accountId: id, displayName, unitId, own: id === account, held, mayVouch }];
  });
};
