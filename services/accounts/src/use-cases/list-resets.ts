import type { Directory } from "@sogoc/access";
import type { ReadModelReader } from "@sogoc/core";
import type { AccountListing, PasswordReset } from "../read-models/account-list.ts";

/** For how long a reset is told. */
const TOLD_MS = 14 * 24 * 3_600_000;
/** As many as one person can look at. */
const MOST_TOLD = 50;

interface ResetsAsked {
  readonly account: string;
  /** The units that the person administers. */
  readonly unitIds: readonly string[];
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
}

/**
 * The resets of the last fourteen days that a person should know of, the newest first: of their own
 * account, and of accounts they administer where somebody else made them.
 */
export const listResets = async (
  list: ReadModelReader<AccountListing>,
  directory: Pick<Directory, "heldUntil">,
  { account, unitIds, now }: ResetsAsked,
): Promise<readonly ToldReset[]> => {
  const since = new Date(now.getTime() - TOLD_MS).toISOString();
  const { items } = await list.query({
    where: { unitId: { in: unitIds }, resetAt: { gt: since } },
    orderBy: [{ column: "resetAt", descending: true }],
    limit: MOST_TOLD,
  });
  const own = await list.find(account);
  const others = items.filter(({ id, reset }) => id !== account && reset?.by !== account);
  return [...(own && own.resetAt > since ? [own] : []), ...others].flatMap(
    ({ id, displayName, unitId, reset }) =>
      reset === undefined
        ? []
        : [
            {
              ...reset,
              accountId: id,
              displayName,
              unitId,
              own: id === account,
              held: directory.heldUntil(id, now) !== undefined,
            },
          ],
  );
};
