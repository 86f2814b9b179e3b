import { type Clock, CommandRejected } from "@sogoc/core";

const MINUTE_MS = 60_000;

/**
 * One customer's line has one address, or with IPv6 as many as they like behind the same first
 * half.
 */
const lineOf = (address: string): string =>
  address.includes(":") ? address.split(":").slice(0, 4).join(":") : address;

export interface AddressLimit {
  /** Throws `rate-limited` where as many came from the address in this minute as may. */
  require(address: string): void;
  count(address: string): void;
}

/**
 * Refused sign-ins of one address, whatever names they were tried on. Those that succeed do not
 * count: in the morning a whole office signs in within a minute.
 */
export const createAddressLimit = (clock: Clock, mostPerMinute: number): AddressLimit => {
  let minute = 0;
  const counts = new Map<string, number>();
  const countsNow = () => {
    const now = Math.floor(clock.now().getTime() / MINUTE_MS);
    if (now !== minute) counts.clear();
    minute = now;
    return counts;
  };
  return {
    require(address) {
      if ((countsNow().get(lineOf(address)) ?? 0) >= mostPerMinute) throw new CommandRejected("rate-limited");
    },
    count(address) {
      const line = lineOf(address);
      countsNow().set(line, (countsNow().get(line) ?? 0) + 1);
    },
  };
};
