/** Time for those above to look: a day. */
const HELD_MS = 24 * 3_600_000;

/** The moment until which the account decides nothing. */
export const heldUntilAfter = (at: Date): string => new Date(at.getTime() + HELD_MS).toISOString();
