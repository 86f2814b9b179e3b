import { type Clock, CommandRejected, createOneAtATimeByKey } from "@sogoc/core";
import { createTryLimit, type TryLimit } from "./try-limit.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Wrong tries from one address, over all names, as a multiple of those that one name may have. */
const NAMES_PER_ADDRESS = 5;
/** Wrong tries of one name within an hour, from wherever they come, as the same multiple. */
const ADDRESSES_PER_NAME = 10;
/** Wrong tries from one line of names that have signed in from there, as the same multiple. */
const PEOPLE_PER_LINE = 50;
/** Wrong tries of one name within a minute from a line whose tries are used up. */
const RESERVED_PER_NAME = 2;
/** Such tries of all names from one line, as a multiple of those that one name may have. */
const RESERVED_PER_LINE = 10;
/** Passwords from one line that wait to be looked at while it floods. */
const MOST_WAITING = 20;

/** Whose password is tried, and from where. */
export interface TriedFrom {
  readonly accountId: string;
  readonly line: string;
  /** The mark of a browser in which that person has signed in before. */
  readonly device: string | undefined;
}

/** Counts a try before the password is looked at; answers how to take it back. */
export interface SignInLimits {
  /**
   * Undefined where the tries of the line, or of the name, are used up: `takeReserved` decides.
   * Throws `rate-limited` where those of this name from this line are.
   */
  take(tried: TriedFrom): (() => void) | undefined;
  /**
   * What flooding leaves to those who are no part of it: to people of an office those from their
   * own line, and to every name a few from any line, whether or not anybody has it. `isLineKnown`:
   * the person has signed in from this line before. Throws `rate-limited`.
   */
  takeReserved(tried: TriedFrom, isLineKnown: boolean): () => void;
  /**
   * Looks at passwords that are tried from one line while it floods one after the other, so that
   * they keep nobody else's waiting. Throws `rate-limited` where as many wait as may.
   */
  inTurn<Answer>(line: string, look: () => Promise<Answer>): Promise<Answer>;
}

type Counted = readonly (readonly [TryLimit, string])[];

/** All or none: a try that is not made counts nowhere. Throws `rate-limited`. */
export const takeAll = (asked: Counted): (() => void) => {
  const taken: (() => void)[] = [];
  const giveBack = () => {
    for (const back of taken) back();
  };
  try {
    for (const [limit, key] of asked) taken.push(limit.take(key));
  } catch (error) {
    giveBack();
    throw error;
  }
  return giveBack;
};

const takeAllIfLeft = (asked: Counted): (() => void) | undefined => {
  try {
    return takeAll(asked);
  } catch (error) {
    if (error instanceof CommandRejected && error.code === "rate-limited") return undefined;
    throw error;
  }
};

/**
 * Limits of guessing. Whoever comes from a browser that the person has signed in with is counted
 * there alone: neither a phone in the same office nor tries from all over the world keep the
 * person out. Others are counted by name and line, by line, and by name; where a flood has used up
 * what the line or the name has, what is reserved for those who are no part of it is left.
 *
 * One flood keeps its name out for as long as it lasts: that of a name from the person's own line,
 * where the browser is new to them. Nothing that the server sees tells the two apart, so that
 * whatever were kept for the one would be guesses of the other. A browser that they have used
 * before gets in, and so does another line.
 *
 * Nothing asks whether there is an account: a name that nobody has is counted, waits and has a
 * password looked at like any other, so that neither the answer nor its time tells.
 */
export const createSignInLimits = (clock: Clock, perMinute: number): SignInLimits => {
  const ofDevice = createTryLimit(clock, perMinute, MINUTE_MS);
  const ofNameAndLine = createTryLimit(clock, perMinute, MINUTE_MS);
  const ofLine = createTryLimit(clock, perMinute * NAMES_PER_ADDRESS, MINUTE_MS);
  const ofName = createTryLimit(clock, perMinute * ADDRESSES_PER_NAME, HOUR_MS);
  const ofNameAtKnownLine = createTryLimit(clock, perMinute * ADDRESSES_PER_NAME, HOUR_MS);
  const ofKnownLine = createTryLimit(clock, perMinute * PEOPLE_PER_LINE, MINUTE_MS);
  const reservedOfName = createTryLimit(clock, RESERVED_PER_NAME, MINUTE_MS);
  const reservedOfLine = createTryLimit(clock, perMinute * RESERVED_PER_LINE, MINUTE_MS);
  const oneAtATime = createOneAtATimeByKey();
  const waiting = new Map<string, number>();
  return {
    take({ accountId, line, device }) {
      if (device !== undefined) return ofDevice.take(device);
      const back = ofNameAndLine.take(`${line} ${accountId}`);
      const others = takeAllIfLeft([
        [ofLine, line],
        [ofName, accountId],
      ]);
      if (!others) back();
      return (
        others &&
        (() => {
          back();
          others();
        })
      );
    },
    takeReserved({ accountId, line }, isLineKnown) {
      const both = `${line} ${accountId}`;
      if (isLineKnown)
        return takeAll([
          [ofNameAndLine, both],
          [ofNameAtKnownLine, both],
          [ofKnownLine, line],
        ]);
      return takeAll([
        [ofNameAndLine, both],
        [reservedOfName, both],
        [reservedOfLine, line],
        [ofName, accountId],
      ]);
    },
    async inTurn(line, look) {
      const before = waiting.get(line) ?? 0;
      if (before > MOST_WAITING) throw new CommandRejected("rate-limited");
      waiting.set(line, before + 1);
      try {
        return await oneAtATime(line, look);
      } finally {
        const left = (waiting.get(line) ?? 1) - 1;
        if (left > 0) waiting.set(line, left);
        else waiting.delete(line);
      }
    },
  };
};
