import type { Clock } from "@sogoc/core";
import { createTryLimit, type TryLimit } from "./try-limit.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Wrong tries from one address, over all names, as a multiple of those that one name may have. */
const NAMES_PER_ADDRESS = 5;
/** Wrong tries of one name within an hour, from wherever they come, as the same multiple. */
const ADDRESSES_PER_NAME = 10;

/** Whose password is tried, and from where. */
export interface TriedFrom {
  readonly accountId: string;
  readonly address: string;
  /** The mark of a browser in which that person has signed in before. */
  readonly device: string | undefined;
}

export interface SignInLimits {
  /**
   * Counts a try before the password is looked at; answers how to take it back. Throws
   * `rate-limited`.
   */
  take(tried: TriedFrom): () => void;
}

/**
 * One customer's line has one address, or with IPv6 as many as they like behind the same first
 * half.
 */
const lineOf = (address: string): string =>
  address.includes(":") ? address.split(":").slice(0, 4).join(":") : address;

/**
 * Limits of guessing. Whoever comes from a browser that the person has signed in with is counted
 * there alone: neither a phone in the same office nor tries from all over the world keep the
 * person out. Others are counted by name and line, by line, and by name.
 */
export const createSignInLimits = (clock: Clock, perMinute: number): SignInLimits => {
  const ofDevice = createTryLimit(clock, perMinute, MINUTE_MS);
  const ofNameAndLine = createTryLimit(clock, perMinute, MINUTE_MS);
  const ofLine = createTryLimit(clock, perMinute * NAMES_PER_ADDRESS, MINUTE_MS);
  const ofName = createTryLimit(clock, perMinute * ADDRESSES_PER_NAME, HOUR_MS);
  return {
    take({ accountId, address, device }) {
      const line = lineOf(address);
      const asked: readonly (readonly [TryLimit, string])[] =
        device === undefined
          ? [
              [ofNameAndLine, `${line} ${accountId}`],
              [ofLine, line],
              [ofName, accountId],
            ]
          : [[ofDevice, device]];
      const taken: (() => void)[] = [];
      const giveBack = () => {
        for (const back of taken) back();
      };
      try {
        for (const [limit, key] of asked) taken.push(limit.take(key));
      } catch (error) {
        // A try that is not made counts nowhere.
        giveBack();
        throw error;
      }
      return giveBack;
    },
  };
};
