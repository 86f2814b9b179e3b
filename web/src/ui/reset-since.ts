import type { Answer } from "../api/paths.ts";

export type Reset = Answer<"get", "/api/accounts/v1/password-resets">["items"][number];

/**
 * What has come of an account since the line about it was read that somebody wanted to vouch by: a
 * text of `reset.since`.
 */
export const sinceRead = (seen: Reset, before: readonly Reset[], now: readonly Reset[]) => {
  const ofAccount = (items: readonly Reset[]) =>
    items.filter(({ accountId }) => accountId === seen.accountId);
  const line = ofAccount(now).find(({ at, what }) => at === seen.at && what === seen.what);
  if (ofAccount(now).every(({ mayVouch }) => !mayVouch)) return { what: "settled" } as const;
  if (line?.chosenAt !== undefined && line.chosenAt !== seen.chosenAt)
    return { what: "chosen", at: line.chosenAt } as const;
  const isNew = ofAccount(now).some(({ at }) => ofAccount(before).every((other) => other.at !== at));
  return { what: isNew ? "again" : "other" } as const;
};
