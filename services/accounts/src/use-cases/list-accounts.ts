import type { Page } from "@sogoc/core";
import type { AccountListing, AccountListReader } from "../read-models/account-list.ts";

interface AccountsAsked {
  readonly unitIds: readonly string[];
  readonly limit: number;
  readonly after: string | undefined;
}

/** A page of the accounts of these units, by name. */
export const listAccounts = (
  list: Pick<AccountListReader, "query">,
  { unitIds, limit, after }: AccountsAsked,
): Promise<Page<AccountListing>> =>
  list.query({ where: { unitId: { in: unitIds } }, orderBy: [{ column: "displayName" }], limit, after });
