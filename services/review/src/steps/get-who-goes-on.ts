import type { Directory } from "@sogoc/access";
import { type Acting, vietnamDay } from "@sogoc/core";
import type { Role } from "@sogoc/events";
import type { Makers } from "../domain/independence.ts";

/** The accounts that may take the next steps towards a verdict. */
export interface WhoGoesOn {
  /** Accounts that check, mark again and take marks back. */
  readonly checkers: readonly string[];
  /** Accounts that close findings of the books. */
  readonly keepers: readonly string[];
  /** Accounts other than the reader's that decide. */
  readonly acceptors: readonly string[];
}

interface Judged {
  readonly unitId: string;
  /** Who made what is judged: they neither check nor decide. */
  readonly makers: readonly Makers[];
  /** Accounts that checked it: they do not decide. */
  readonly checkers: readonly string[];
}

/**
 * The people whose role lets them go on with a batch or a lot today, those of its own unit first.
 * People whose part in it bars them are left out, and so are held accounts. Shared hands are not
 * looked at here but when somebody acts.
 */
export const getWhoGoesOn = (
  directory: Pick<Directory, "accountIds" | "grantsOf" | "holdsRole" | "isSuspended" | "heldUntil">,
  { unitId, makers, checkers }: Judged,
  reader: Pick<Acting, "account">,
  now: Date,
): WhoGoesOn => {
  const day = vietnamDay(now);
  const made = new Set(makers.flatMap(({ keyers, arbiters = [] }) => [...keyers, ...arbiters]));
  const holders = (role: Role, barred: ReadonlySet<string>) => {
    const isOwn = (account: string) =>
      directory.grantsOf(account).some((grant) => grant.role === role && grant.unitId === unitId);
    return [...directory.accountIds()]
      .filter(
        (account) =>
          !barred.has(account) &&
          !directory.isSuspended(account) &&
          directory.heldUntil(account, now) === undefined &&
          directory.holdsRole(account, [role], unitId, day),
      )
      .sort((one, other) => Number(isOwn(other)) - Number(isOwn(one)));
  };
  return {
    checkers: holders("checker", made),
    keepers: holders("book-keeper", new Set()),
    acceptors: holders("acceptor", new Set([...made, ...checkers, reader.account])),
  };
};
