/** Time for those above to look: a day. */
const HELD_MS = 24 * 3_600_000;

/** Until when an account accepts nothing that somebody who does not stand above it has touched. */
export const heldFrom = (at: Date): string => new Date(at.getTime() + HELD_MS).toISOString();
