/** Time for those above to look: a day. */
const HELD_MS = 24 * 3_600_000;

/**
 * The moment until which an account decides nothing, and what is done with it is told to be of
 * whoever has set its password as well.
 */
export const heldUntilAfter = (at: Date): string => new Date(at.getTime() + HELD_MS).toISOString();

/** Whether the password was set by another less than a day ago. */
export const isRecent = (set: { readonly at: string } | undefined, now: Date): boolean =>
  set !== undefined && now.toISOString() < heldUntilAfter(new Date(set.at));
