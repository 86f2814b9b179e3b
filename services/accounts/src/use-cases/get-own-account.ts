import type { Principal } from "@sogoc/access";
import type { Clock, CommandHandler } from "@sogoc/core";
import type { SecondFactorPolicy } from "../sign-in/second-factor-policy.ts";
import { loadAccount, principalFrom } from "../steps/load-account.ts";

export interface GetOwnAccountDependencies {
  readonly commands: Pick<CommandHandler, "load">;
  readonly clock: Clock;
  readonly secondFactorPolicy: SecondFactorPolicy;
}

/** Whoever is signed in, by how their account stands now. Throws `account-unknown`. */
export const getOwnAccount = async (
  { commands, clock, secondFactorPolicy: policy }: GetOwnAccountDependencies,
  { account, session }: { readonly account: string; readonly session: string },
): Promise<Principal> =>
  principalFrom(await loadAccount(commands, account), { session, policy, now: clock.now() });
