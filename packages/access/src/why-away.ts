import type { Role } from "@sogoc/events";
import type { Directory } from "./directory.ts";

/** Why somebody cannot go on with what waits for them. */
export const whyAway = ["suspended", "ended", "no-role"] as const;
export type WhyAway = (typeof whyAway)[number];

interface Waiting {
  readonly accountId: string;
  readonly roles: readonly Role[];
  readonly unitId: string;
  readonly day: string;
}

/**
 * Why an account cannot do on a day what waits for it in a unit: it is suspended, has come to its
 * end, or holds none of the roles there. Undefined where it can.
 */
export const findWhyAway = (
  directory: Pick<Directory, "hasEnded" | "holdsRole" | "isSuspended">,
  { accountId, roles, unitId, day }: Waiting,
): WhyAway | undefined => {
  if (directory.isSuspended(accountId)) return "suspended";
  if (directory.hasEnded(accountId, day)) return "ended";
  return directory.holdsRole(accountId, roles, unitId, day) ? undefined : "no-role";
};
