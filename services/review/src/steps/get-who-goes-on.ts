import type { Directory } from "@sogoc/access";
import { type Acting, vietnamDay } from "@sogoc/core";
import type { Role } from "@sogoc/events";
import type { Makers } from "../domain/independence.ts";

/** What a verdict waits for, by accounts who may do it. */
export interface WhoGoesOn {
  /** They check, mark again and take marks back. */
  readonly checkers: readonly string[];
  /** They close findings of the books. */
  readonly keepers: readonly string[];
  /** Others than the reader, who decide. */
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
 * Whose role it is to go on with a batch or a lot today, people of its own unit first. Whoever made
 * or checked it is left out where that bars them, and so is an account that is held; whose hands
 * theirs are is asked when they act.
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
