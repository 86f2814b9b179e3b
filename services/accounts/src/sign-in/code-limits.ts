import type { Clock } from "@sogoc/core";
import { type TriedFrom, takeAll } from "./sign-in-limits.ts";
import { createTryLimit } from "./try-limit.ts";

/** Wrong codes of one account, whose password is known to whoever tries them. */
const CODES_PER_STRETCH = 5;
const CODE_STRETCH_MS = 5 * 60_000;
/** Wrong codes from one line, over all names, as a multiple of those that one name may have. */
const NAMES_PER_LINE = 4;

/** Whose code is tried in which session, and from where. */
export type TriedInSession = Omit<TriedFrom, "device"> & { readonly session: string };

/**
 * Counts codes, of phones and of papers, before they are looked at; answers how to take a try back.
 * Both throw `rate-limited`.
 */
export interface CodeLimits {
  /** `isLineKnown`: the person has signed in from this line before. */
  takeAtSignIn(tried: TriedFrom, isLineKnown: boolean): () => void;
  /**
   * Of who is signed in already, and replaces the second factor or takes it away: together with the
   * sign-ins from that line.
   */
  takeInSession(tried: TriedInSession, isLineKnown: boolean): () => void;
}

/**
 * Limits of guessing codes: whoever knows a password tries few of them, however many lines they
 * have, and few from one line, however many passwords they know. What belongs to the owner alone is
 * counted by itself and used up by nobody else: a browser and a line that they have signed in from,
 * and an open session.
 */
export const createCodeLimits = (clock: Clock): CodeLimits => {
  const limit = (most: number) => createTryLimit(clock, most, CODE_STRETCH_MS);
  const [ofOwn, ofName] = [limit(CODES_PER_STRETCH), limit(CODES_PER_STRETCH)];
  const ofLine = limit(CODES_PER_STRETCH * NAMES_PER_LINE);
  return {
    takeAtSignIn({ accountId, line, device }, isLineKnown) {
      if (device !== undefined) return ofOwn.take(`${accountId} browser ${device}`);
      if (isLineKnown) return ofOwn.take(`${accountId} line ${line}`);
      return takeAll([
        [ofName, accountId],
        [ofLine, line],
      ]);
    },
    takeInSession: ({ accountId, line, session }, isLineKnown) =>
      ofOwn.take(`${accountId} ${isLineKnown ? `line ${line}` : `session ${session}`}`),
  };
};
