import type { CommandHandler } from "@sogoc/core";
import type { FactorOffer, SecondFactors } from "../second-factors.ts";
import { loadAccount, requireOpened } from "../steps/load-account.ts";

interface Access {
  readonly commands: Pick<CommandHandler, "load">;
  readonly secondFactors: Pick<SecondFactors, "offer">;
}

/**
 * Begins to set up a second factor, or another in the place of the one there is, which stays good
 * until the new one is confirmed. Throws `account-unknown`.
 */
export const offerSecondFactor = async (
  { commands, secondFactors }: Access,
  accountId: string,
): Promise<FactorOffer> => {
  const { opened } = requireOpened(await loadAccount(commands, accountId));
  return secondFactors.offer(accountId, opened.signInName);
};
