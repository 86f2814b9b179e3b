import type { Clock, CommandHandler } from "@sogoc/core";
import type { SecondFactors } from "../secrets/second-factors.ts";
import { needsSecondFactor, type SecondFactorPolicy } from "../sign-in/second-factor-policy.ts";
import { loadAccount } from "../steps/load-account.ts";

export interface GetSecondFactorDependencies {
  readonly commands: Pick<CommandHandler, "load">;
  readonly clock: Clock;
  readonly secondFactors: Pick<SecondFactors, "recoveryLeft">;
  readonly secondFactorPolicy: SecondFactorPolicy;
}

/** Whether an account has a second factor, and what is left of its codes. */
export interface SecondFactorState {
  readonly set: boolean;
  /** It cannot be taken away by its owner. */
  readonly needed: boolean;
  /** Codes for a lost phone that are unused. */
  readonly recoveryCodesLeft: number;
}

/** For the account's owner. */
export const getSecondFactor = async (
  { commands, clock, secondFactors, secondFactorPolicy }: GetSecondFactorDependencies,
  account: string,
): Promise<SecondFactorState> => {
  const state = await loadAccount(commands, account);
  return {
    set: state.secondFactor,
    needed: needsSecondFactor(secondFactorPolicy, state, clock.now()),
    recoveryCodesLeft: state.secondFactor ? await secondFactors.recoveryLeft(account) : 0,
  };
};
