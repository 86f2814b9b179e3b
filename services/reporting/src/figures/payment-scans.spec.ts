import { describe, expect, it } from "vitest";
import { countsScan } from "./payment-scans.ts";

const first = { from: 1, to: 50, accepted: true };
const second = { from: 51, to: 100, accepted: false };
const scan = (kind: "case" | "cover" | "whole-book", sortNumber = 0, number = String(sortNumber)) => ({
  kind,
  number,
  sortNumber,
});

describe("scans that payment counts", () => {
  it("are those of cases in an accepted batch", () => {
    expect(countsScan(scan("case", 50), [first, second], 100)).toBe(true);
    expect(countsScan(scan("case", 51), [first, second], 100)).toBe(false);
    expect(countsScan(scan("case", 101), [first, second], 100)).toBe(false);
    expect(countsScan(scan("case", 7), [{ from: null, to: null, accepted: true }], null)).toBe(true);
    expect(countsScan(scan("case", 7), [], null)).toBe(false);
  });

  it("are those of a second case once the batch that was opened for it is accepted", () => {
    const open = { from: 3, to: 3, accepted: false, secondCases: true } as const;
    const done = { ...open, accepted: true };
    expect(countsScan(scan("case", 3, "3b"), [first], 100)).toBe(true);
    expect(countsScan(scan("case", 3, "3b"), [first, open], 100)).toBe(false);
    expect(countsScan(scan("case", 3, "3b"), [first, done], 100)).toBe(true);
    expect(countsScan(scan("case", 3, "3"), [first, open], 100)).toBe(true);
    expect(countsScan(scan("case", 3, "3"), [{ ...first, accepted: false }, done], 100)).toBe(false);
  });

  it("are those of a whole book once all of it is accepted, and never a cover", () => {
    const done = { ...second, accepted: true };
    expect(countsScan(scan("whole-book"), [first, second], 100)).toBe(false);
    expect(countsScan(scan("whole-book"), [first, done], 100)).toBe(true);
    // Numbers 51 to 100 wait for a batch still.
    expect(countsScan(scan("whole-book"), [first], 100)).toBe(false);
    expect(countsScan(scan("whole-book"), [first], null)).toBe(true);
    expect(countsScan(scan("whole-book"), [], null)).toBe(false);
    expect(countsScan(scan("cover"), [first, done], 100)).toBe(false);
  });
});
