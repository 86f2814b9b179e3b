import { expect, it } from "vitest";
import { playHistories } from "./testing/acceptance-histories.ts";

it("accepts nothing that is known to be wrong in histories that meet every obstacle", async () => {
  const seen = await playHistories(300, 158);
  // It has been at both ways, and at every obstacle.
  const obstacles = [
    ...["amendment-unanswered", "amendment-asked", "amended", "amendment-declined"],
    ...["noted", "spelled-otherwise", "scanned-anew", "withdrawn", "opened-behind-all", "counted-anew"],
    ...["closed-by-acceptor", "closed-by-yourself", "opened-by-acceptor"],
    ...["keyed-by-yourself", "requested-by-yourself"],
    "findings-open",
    "sample-not-checked",
    "reconciliation-open",
    "critical-errors",
    "fixes-required",
    "marks-not-mended",
  ];
  const limits = ["error-limit-exceeded", "lot-limit-exceeded", "marks-required"];
  const words = ["mark-left-beside", "own-mark-left", "mark-withdrawn", "mark-taken-back"];
  const voidings = [
    "registered-twice",
    "keyed twice",
    "written by the arbiter",
    "voiding-in-first-round",
    "voided-by-another",
  ];
  expect([...seen.keys()]).toEqual(expect.arrayContaining([...obstacles, ...limits, ...words, ...voidings]));
  for (const what of ["by itself", "in a lot", "after fixes"])
    expect(seen.get(what) ?? 0, what).toBeGreaterThan(5);
});
