import { expect, it } from "vitest";
import { findPrinted } from "./printed-hash.ts";

const [first, last] = ["a1".repeat(32), "b2".repeat(32)];
const hashes = [
  { at: "2026-03-01T02:00:00.000Z", hash: first },
  { at: "2026-03-02T02:00:00.000Z", hash: last },
];

it("a printed hash is of the last event, of an earlier one, or of none", () => {
  expect(findPrinted(hashes, " ")).toBeUndefined();
  expect(findPrinted(hashes, last)).toEqual({ found: "last", at: "2026-03-02T02:00:00.000Z" });
  expect(findPrinted(hashes, "B2B2 b2b2 b2b2 b2b2")).toMatchObject({ found: "last" });
  expect(findPrinted(hashes, first)).toEqual({ found: "earlier", at: "2026-03-01T02:00:00.000Z" });
  expect(findPrinted(hashes, `${last}0`)).toEqual({ found: "none" });
  expect(findPrinted(hashes, "b2b2")).toEqual({ found: "too-short" });
});
