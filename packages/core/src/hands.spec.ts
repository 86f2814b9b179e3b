import { describe, expect, it } from "vitest";
import { hasHandInPassword, noHands, requireOtherHands, setPassword, settersOf, withHand } from "./hands.ts";

const at = "2026-03-01T02:00:00.000Z";
const alone = (account: string) => ({ account });

describe("whoever sets a password", () => {
  it("has a hand in what is done with it, and in the passwords that it sets, without end", () => {
    const deputy = { account: "deputy", passwordSetBy: setPassword({ account: "lead", at }, alone("lead")) };
    expect(settersOf(deputy)).toEqual(["lead"]);
    const clerk = { account: "clerk", passwordSetBy: setPassword({ account: "deputy", at }, deputy) };
    expect(settersOf(clerk)).toEqual(["deputy", "lead"]);
    const second = { account: "second", passwordSetBy: setPassword({ account: "clerk", at }, clerk) };
    expect(settersOf(second)).toEqual(["clerk", "deputy", "lead"]);
  });

  it("never stands behind themselves, however often two set each other's", () => {
    let [one, other]: Parameters<typeof settersOf>[0][] = [alone("one"), alone("other")];
    for (let time = 0; time < 5; time++) {
      other = { account: "other", passwordSetBy: setPassword({ account: "one", at }, one) };
      one = { account: "one", passwordSetBy: setPassword({ account: "other", at }, other) };
    }
    expect(settersOf(one)).toEqual(["other"]);
    expect(settersOf(other)).toEqual(["one"]);
  });

  it("is told without a chain where nobody stands behind them", () => {
    expect(setPassword({ account: "lead", at }, alone("lead"))).toEqual({ account: "lead", at });
  });
});

const ofLead = (account: string) => ({ account, passwordSetBy: { account: "lead", at } });

it("nobody decides on what they did, nor where somebody has a hand in both", () => {
  const done = withHand(noHands, "clerk", ofLead("clerk"));
  const refused = (account: string, acting: Parameters<typeof settersOf>[0]) => () =>
    requireOtherHands(done, { account, acting }, "not-found");
  expect(refused("clerk", alone("clerk"))).toThrow("not-found");
  expect(refused("lead", alone("lead"))).toThrow("reset-by-yourself");
  expect(refused("other", ofLead("other"))).toThrow("reset-by-yourself");
  expect(refused("other", { account: "other", passwordSetBy: { account: "clerk", at } })).toThrow(
    "reset-by-yourself",
  );
  expect(refused("other", alone("other"))).not.toThrow();
});

it("nobody gives their word for a password that they had a hand in", () => {
  const set = { account: "deputy", at, behind: [{ account: "lead", at }] };
  for (const account of ["deputy", "lead"])
    expect(hasHandInPassword(set, account, alone(account))).toBe(true);
  expect(hasHandInPassword(set, "other", ofLead("other"))).toBe(true);
  expect(hasHandInPassword(set, "other", alone("other"))).toBe(false);
});
