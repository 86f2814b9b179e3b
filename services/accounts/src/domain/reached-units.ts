import type { AccountGrant } from "./account.ts";

/** Grants that still run or are to begin; those that have ended give nobody anything. */
export const grantsInForce = (grants: readonly AccountGrant[], day: string): readonly AccountGrant[] =>
  grants.filter(({ until }) => until === undefined || day <= until);

/** Where the account's holder works, and each unit over which they hold a role or will, once. */
export const reachedUnits = (
  { unitId, grants }: { readonly unitId: string; readonly grants: readonly AccountGrant[] },
  day: string,
): readonly string[] => [...new Set([unitId, ...grantsInForce(grants, day).map((grant) => grant.unitId)])];
