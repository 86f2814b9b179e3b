import { noHands } from "@sogoc/core";
import { expect, it } from "vitest";
import {
  handsForEvent,
  limitSettersForEvent,
  limitSettersOf,
  makersOf,
  requireIndependent,
  requireNotOwnLimits,
} from "./independence.ts";

const by = (account: string, setBy?: string) => ({
  account,
  acting: { account, passwordSetBy: setBy === undefined ? undefined : { account: setBy, at: "" } },
});
const reset = (by: string) => ({ by });

it("who made records is said once each, with whoever had set the password of one of them", () => {
  const first = { keyers: ["nam", "lan"], arbiters: ["hoa"], resets: [reset("chinh")] };
  const second = { keyers: ["nam"], arbiters: [], resets: [reset("chinh"), reset("so")] };
  expect(makersOf([first, second])).toEqual({
    keyers: ["nam", "lan"],
    arbiters: ["hoa"],
    passwordHands: { setters: ["chinh", "so"], openers: undefined },
  });
  // Nothing of it stands in what is written where nobody had.
  const { passwordHands } = makersOf([{ keyers: ["nam"], resets: [] }]);
  expect(handsForEvent(passwordHands)).toEqual({ resetBy: undefined, openedBy: undefined });
});

it("each of them is refused by what they did, and nobody else", () => {
  const makers = {
    keyers: ["nam"],
    arbiters: ["hoa"],
    passwordHands: { setters: ["chinh"], openers: undefined },
  };
  const refused = (account: string) => () => requireIndependent(makers, by(account));
  expect(refused("nam")).toThrow("keyed-by-yourself");
  expect(refused("hoa")).toThrow("arbitrated-by-yourself");
  expect(refused("chinh")).toThrow("reset-by-yourself");
  expect(refused("kiem")).not.toThrow();
  // Nor by whoever may be one of them at work under another name.
  for (const one of ["nam", "hoa", "chinh"])
    expect(() => requireIndependent(makers, by("kiem", one))).toThrow("reset-by-yourself");
  // Of before it was kept.
  expect(() => requireIndependent({ keyers: ["nam"] }, by("chinh"))).not.toThrow();
});

it("whoever had opened the account of one of them is refused, and an opener in common is not", () => {
  const opened = { by: "chinh", opened: true } as const;
  const makers = makersOf([{ keyers: ["nam"], resets: [opened, reset("so")] }]);
  expect(makers).toMatchObject({ passwordHands: { setters: ["so"], openers: ["chinh"] } });
  const openedBy = (account: string, opener: string) => ({
    account,
    acting: { account, passwordSetBy: { account: opener, at: "", opened: true } as const },
  });
  expect(() => requireIndependent(makers, by("chinh"))).toThrow("reset-by-yourself");
  expect(() => requireIndependent(makers, openedBy("kiem", "nam"))).toThrow("reset-by-yourself");
  expect(() => requireIndependent(makers, openedBy("kiem", "so"))).toThrow("reset-by-yourself");
  expect(() => requireIndependent(makers, openedBy("kiem", "chinh"))).not.toThrow();
  const both = { accounts: ["lan", "mai"], setters: ["so"], openers: ["chinh"] };
  expect(limitSettersOf(limitSettersForEvent(both))).toEqual(both);
  expect(() => requireNotOwnLimits(both, by("mai"))).toThrow("limits-set-by-yourself");
  expect(limitSettersOf(limitSettersForEvent(noHands))).toEqual(noHands);
  const limits = limitSettersOf({ limitsSetBy: ["lan"], limitsOpenedBy: ["chinh"] });
  expect(() => requireNotOwnLimits(limits, by("chinh"))).toThrow("reset-by-yourself");
  expect(() => requireNotOwnLimits(limits, openedBy("kiem", "chinh"))).not.toThrow();
});
