import { CommandRejected } from "@sogoc/core";
import type { AccountListing, AccountListReader } from "../read-models/account-list.ts";

/** Throws `account-unknown`. */
export const getAccount = async (
  list: Pick<AccountListReader, "find">,
  accountId: string,
): Promise<AccountListing> => {
  const found = await list.find(accountId);
  if (!found) throw new CommandRejected("account-unknown");
  return found;
};
