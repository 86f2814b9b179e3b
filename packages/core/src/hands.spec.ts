import { describe, expect, it } from "vitest";
import {
  type Acting,
  hasHandInPassword,
  noHands,
  passwordHandsOf,
  requireOtherHands,
  requireOtherHandsAndOpeners,
  setPassword,
  withHand,
} from "./hands.ts";

const at = "2026-03-01T02:00:00.000Z";
const alone = (account: string) => ({ account });

describe("whoever sets a password", () => {
  it("has a hand in what is done with it, and in the passwords that it sets, without end", () => {
    const deputy = { account: "deputy", passwordSetBy: setPassword({ account: "lead", at }, alone("lead")) };
    expect(passwordHandsOf(deputy).setters).toEqual(["lead"]);
    const clerk = { account: "clerk", passwordSetBy: setPassword({ account: "deputy", at }, deputy) };
    expect(passwordHandsOf(clerk).setters).toEqual(["deputy", "lead"]);
    const second = { account: "second", passwordSetBy: setPassword({ account: "clerk", at }, clerk) };
    expect(passwordHandsOf(second).setters).toEqual(["clerk", "deputy", "lead"]);
  });

  it("never stands behind themselves, however often two set each other's", () => {
    let [one, other]: Acting[] = [alone("one"), alone("other")];
    for (let time = 0; time < 5; time++) {
      other = { account: "other", passwordSetBy: setPassword({ account: "one", at }, one) };
      one = { account: "one", passwordSetBy: setPassword({ account: "other", at }, other) };
    }
    expect(passwordHandsOf(one).setters).toEqual(["other"]);
    expect(passwordHandsOf(other).setters).toEqual(["one"]);
  });

  it("is told without a chain where nobody stands behind them", () => {
    expect(setPassword({ account: "lead", at }, alone("lead"))).toEqual({ account: "lead", at });
  });
});

const ofLead = (account: string) => ({ account, passwordSetBy: { account: "lead", at } });

it("nobody decides on what they did, nor where somebody has a hand in both", () => {
  const done = withHand(noHands, "clerk", ofLead("clerk"));
  const refused = (account: string, acting: Acting) => () =>
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

describe("an account that was opened shortly before", () => {
  const openedBy = (account: string, by: string) => ({
    account,
    passwordSetBy: setPassword({ account: by, at, opened: true }, alone(by)),
  });
  const decides = (
    acting: ReturnType<typeof openedBy> | ReturnType<typeof alone>,
    rule = requireOtherHands,
  ) => {
    const done = withHand(noHands, "clerk", openedBy("clerk", "lead"));
    return () => rule(done, { account: acting.account, acting }, "not-found");
  };

  it("is in the hands of whoever opened it, in whichever order", () => {
    expect(decides(alone("lead"))).toThrow("reset-by-yourself");
    expect(decides(openedBy("other", "clerk"))).toThrow("reset-by-yourself");
    expect(decides(ofLead("other"))).toThrow("reset-by-yourself");
    expect(decides(alone("other"))).not.toThrow();
  });

  it("works with others that the same hand has opened, but for what nobody needs on that day", () => {
    expect(decides(openedBy("other", "lead"))).not.toThrow();
    expect(decides(openedBy("other", "lead"), requireOtherHandsAndOpeners)).toThrow("reset-by-yourself");
    expect(decides(openedBy("other", "above"), requireOtherHandsAndOpeners)).not.toThrow();
  });

  it("leaves the hand of an opener to everybody behind whoever opened it", () => {
    const deputy = ofLead("deputy");
    const acting = {
      account: "clerk",
      passwordSetBy: setPassword({ account: "deputy", at, opened: true }, deputy),
    };
    expect(passwordHandsOf(acting).setters).toEqual([]);
    expect(passwordHandsOf(acting).openers).toEqual(["deputy", "lead"]);
    const reset = { account: "second", passwordSetBy: setPassword({ account: "clerk", at }, acting) };
    expect(passwordHandsOf(reset).setters).toEqual(["clerk"]);
    expect(passwordHandsOf(reset).openers).toEqual(["deputy", "lead"]);
  });

  it("is vouched for by nobody whom the same hand has opened", () => {
    const set = setPassword({ account: "lead", at, opened: true }, alone("lead"));
    for (const by of [alone("lead"), openedBy("other", "lead"), ofLead("other")])
      expect(hasHandInPassword(set, by.account, by)).toBe(true);
    expect(hasHandInPassword(set, "above", alone("above"))).toBe(false);
  });
});
