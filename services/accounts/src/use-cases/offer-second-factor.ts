import type { CommandHandler } from "@sogoc/core";
import type { FactorOffer, SecondFactors } from "../secrets/second-factors.ts";
import { getOpened, loadAccount } from "../steps/load-account.ts";

interface OfferSecondFactorDependencies {
  readonly commands: Pick<CommandHandler, "load">;
  readonly secondFactors: Pick<SecondFactors, "offer">;
}

/**
 * Begins to set up a second factor, or another in the place of the one there is, which stays good
 * until the new one is confirmed. Throws `account-unknown`.
 */
export const offerSecondFactor = async (
  { commands, secondFactors }: OfferSecondFactorDependencies,
  accountId: string,
): Promise<FactorOffer> => {
  const { opened } = getOpened(await loadAccount(commands, accountId));
  return secondFactors.offer(accountId, opened.signInName);
};
