import { expect, it } from "vitest";
import { ownVerdicts } from "./period-report.ts";

type Round = Parameters<typeof ownVerdicts>[0][number];
const rounds = (...of: readonly Partial<Round>[]): readonly Round[] =>
  of.map((one, index) => ({
    round: index + 1,
    status: "accepted",
    inLot: false,
    fixesOnly: false,
    since: `2026-03-0${index + 1}T02:00:00.000Z`,
    ...one,
  }));
const verdictsOf = (...of: readonly Partial<Round>[]) =>
  ownVerdicts(rounds(...of)).map(({ verdict }) => verdict);
const fixes = { status: "returned", fixesOnly: true } as const;
const back = { status: "returned" } as const;

it("a batch is returned where all of it goes back, and accepted after fixes once these are right", () => {
  expect(verdictsOf({})).toEqual(["accepted"]);
  expect(verdictsOf(back, {})).toEqual(["returned", "accepted"]);
  expect(verdictsOf(fixes)).toEqual([]);
  expect(verdictsOf(fixes, { status: "open" })).toEqual([]);
  expect(verdictsOf(fixes, fixes, {})).toEqual(["afterFixes"]);
  expect(verdictsOf(back, fixes, {})).toEqual(["returned", "afterFixes"]);
});

it("what a lot has decided is told by the lot alone, with the fixes that it left", () => {
  expect(verdictsOf({ inLot: true })).toEqual([]);
  expect(verdictsOf({ ...back, inLot: true }, { inLot: true })).toEqual([]);
  expect(verdictsOf({ ...fixes, inLot: true }, {})).toEqual([]);
  expect(verdictsOf({ ...fixes, inLot: true }, fixes, {})).toEqual([]);
});
