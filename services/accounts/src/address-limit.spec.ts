import { describe, expect, it } from "vitest";
import { createAddressLimit } from "./address-limit.ts";

const start = () => {
  let now = Date.parse("2026-03-01T00:00:00Z");
  const limit = createAddressLimit({ now: () => new Date(now) }, 2);
  const refused = (address: string) => {
    try {
      limit.require(address);
      return false;
    } catch {
      return true;
    }
  };
  return { limit, refused, later: (ms: number) => (now += ms) };
};

describe("the limit of an address", () => {
  it("holds for the minute, and for that address alone", () => {
    const { limit, refused, later } = start();
    for (const _ of [1, 2]) limit.count("10.0.0.1");
    expect([refused("10.0.0.1"), refused("10.0.0.2")]).toEqual([true, false]);
    later(60_000);
    expect(refused("10.0.0.1")).toBe(false);
  });

  it("takes the addresses of one IPv6 line together", () => {
    const { limit, refused } = start();
    limit.count("2001:db8:1:2:aaaa::1");
    limit.count("2001:db8:1:2:bbbb::2");
    expect([refused("2001:db8:1:2:cccc::3"), refused("2001:db8:1:3:cccc::3")]).toEqual([true, false]);
  });
});
