import { expect, it } from "vitest";
import { getWhoGoesOn } from "./get-who-goes-on.ts";

type Grant = ReturnType<Parameters<typeof getWhoGoesOn>[0]["grantsOf"]>[number];

const HELD_UNTIL = "2026-03-02T00:00:00.000Z";
const reader = { account: "ngoai" };

/** By account the units for which it has a role; the commune lies in the province. */
const grants: Readonly<Record<string, readonly [Grant["role"], string][]>> = {
  "so-tp": [
    ["checker", "province"],
    ["acceptor", "province"],
  ],
  nam: [
    ["clerk", "u-1"],
    ["checker", "u-1"],
  ],
  kiem: [["checker", "u-1"]],
  lan: [["checker", "u-2"]],
  nghi: [["checker", "u-1"]],
  thu: [["book-keeper", "u-1"]],
  duyet: [["acceptor", "u-1"]],
  "giu-kiem": [["checker", "u-1"]],
  "giu-thu": [["book-keeper", "u-1"]],
  "giu-duyet": [["acceptor", "u-1"]],
};
const directory: Parameters<typeof getWhoGoesOn>[0] = {
  accountIds: () => Object.keys(grants),
  grantsOf: (account) =>
    (grants[account] ?? []).map(([role, unitId]) => {
      return { accountId: account, role, unitId, from: "2020-01-01", grantedBy: "admin" };
    }),
  holdsRole: (account, roles, unitId) =>
    (grants[account] ?? []).some(
      ([role, of]) => roles.includes(role) && (of === unitId || of === "province"),
    ),
  isSuspended: (account) => account === "nghi",
  heldUntil: (account, now) =>
    account.startsWith("giu-") && now.toISOString() < HELD_UNTIL ? HELD_UNTIL : undefined,
};

it("names who may check, close findings and decide, people of the unit first, and nobody who may not", () => {
  const judged = { unitId: "u-1", makers: [{ keyers: ["nam"] }], checkers: ["kiem"] };
  expect(getWhoGoesOn(directory, judged, reader, new Date("2026-03-01"))).toEqual({
    checkers: ["kiem", "so-tp"],
    keepers: ["thu"],
    acceptors: ["duyet", "so-tp"],
  });
  // Whoever has checked it decides nothing.
  const bySo = { ...judged, checkers: ["so-tp"] };
  expect(getWhoGoesOn(directory, bySo, reader, new Date("2026-03-01")).acceptors).toEqual(["duyet"]);
});

it("names a held account once its hold is over, and the reader as no other acceptor", () => {
  const judged = { unitId: "u-1", makers: [], checkers: [] };
  expect(getWhoGoesOn(directory, judged, { account: "duyet" }, new Date("2026-03-03"))).toEqual({
    checkers: ["nam", "kiem", "giu-kiem", "so-tp"],
    keepers: ["thu", "giu-thu"],
    acceptors: ["giu-duyet", "so-tp"],
  });
});
