import { type Directory, isAbove, unitsWithin } from "@sogoc/access";
import type { ReadModelReader } from "@sogoc/core";
import type { AccountListing, PasswordReset } from "../read-models/account-list.ts";

/** For how long a reset is told. */
const TOLD_MS = 14 * 24 * 3_600_000;
/** As many as one person can look at. */
const MOST_TOLD = 50;

interface ResetsAsked {
  readonly account: string;
  /** The units over which, with all below, the person is an administrator. */
  readonly administered: readonly string[];
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
  list: ReadModelReader<AccountListing>,
  directory: Pick<Directory, "heldUntil" | "tree">,
  { account, administered, now }: ResetsAsked,
): Promise<readonly ToldReset[]> => {
  const since = new Date(now.getTime() - TOLD_MS).toISOString();
  const tree = directory.tree();
  const area = [...new Set(administered.flatMap((unitId) => [...unitsWithin(tree, unitId)]))];
  const { items } = await list.query({
    where: { unitId: { in: area }, resetAt: { gt: since } },
    orderBy: [{ column: "resetAt", descending: true }],
    limit: MOST_TOLD,
  });
  const own = await list.find(account);
  const others = items.filter(({ id, reset }) => id !== account && reset?.by !== account);
  const told = [...(own && own.resetAt > since ? [own] : []), ...others];
  return told.flatMap(({ id, displayName, unitId, grants, reset }) => {
    if (reset === undefined) return [];
    const held = directory.heldUntil(id, now) !== undefined;
    const reached = [unitId, ...grants.map((grant) => grant.unitId)];
    const mayVouch = held && id !== account && isAbove(tree, administered, reached);
    return [{ ...reset, accountId: id, displayName, unitId, own: id === account, held, mayVouch }];
  });
};
