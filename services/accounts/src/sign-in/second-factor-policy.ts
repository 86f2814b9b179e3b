import { vietnamDay } from "@sogoc/core";
import type { Role } from "@sogoc/events";
import type { AccountState } from "../domain/account.ts";

/**
 * Whose sign-ins must ask for a second factor. `off` asks nobody to set one up, for demonstrations;
 * whoever has set one is asked for it all the same.
 */
export const secondFactorPolicies = ["administrators", "everybody", "off"] as const;
export type SecondFactorPolicy = (typeof secondFactorPolicies)[number];

const administrators: readonly Role[] = ["unit-admin", "system-admin"];

/** Whether the account must have a second factor at this moment. */
export const needsSecondFactor = (
  policy: SecondFactorPolicy,
  { grants }: Pick<AccountState, "grants">,
  now: Date,
): boolean => {
  if (policy !== "administrators") return policy === "everybody";
  const day = vietnamDay(now);
  return grants.some(
    ({ role, until }) => administrators.includes(role) && (until === undefined || day <= until),
  );
};
