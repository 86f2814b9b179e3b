import type { Person } from "./use-accounts.ts";

/** What of an account others may have changed while somebody had a question about it open. */
export type ChangedPart = "unit" | "until" | "suspended" | "roles" | "held" | "other";

type Compared = Pick<Person, "unitId" | "until" | "suspended" | "grants" | "heldUntil">;

const rolesOf = ({ grants }: Compared): string =>
  grants
    .map(({ role, unitId, from, until = "" }) => [role, unitId, from, until].join(" "))
    .sort()
    .join();

/** What has changed; a password or a second factor that was set anew shows in nothing else. */
export const changedParts = (before: Compared, now: Compared): readonly ChangedPart[] => {
  const changed = (
    [
      ["unit", before.unitId !== now.unitId],
      ["until", before.until !== now.until],
      ["suspended", before.suspended !== now.suspended],
      ["roles", rolesOf(before) !== rolesOf(now)],
      ["held", now.heldUntil !== undefined && before.heldUntil !== now.heldUntil],
    ] as const
  ).flatMap(([part, isChanged]) => (isChanged ? [part] : []));
  return changed.length === 0 ? ["other"] : changed;
};
