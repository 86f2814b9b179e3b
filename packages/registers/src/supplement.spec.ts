import { expect, it } from "vitest";
import { countSupplement, supplementOf } from "./supplement.ts";

const record = (number: string, contentRevision = 0) => ({ id: `r-${number}`, number, contentRevision });
const sent = (number: string, revision = 0) => ({ recordId: `r-${number}`, revision });
const nothing = new Set<string>();

it("finds what no package holds, and what has changed since the last one that holds it", () => {
  const first = [sent("1"), sent("2"), sent("3")];
  const records = [record("1"), record("2", 4), record("3"), record("4")];
  const found = supplementOf(records, [first], nothing);
  expect(found).toEqual([
    { recordId: "r-2", number: "2", kind: "change" },
    { recordId: "r-4", number: "4", kind: "addition" },
  ]);
  expect(countSupplement(found)).toEqual({ additions: 1, changes: 1 });
  expect(supplementOf(records, [first, [sent("2", 4), sent("4", 1)]], nothing)).toEqual([]);
});

it("leaves what waits for an answer of its own to that", () => {
  expect(supplementOf([record("1", 3)], [[sent("1", 1)]], new Set(["r-1"]))).toEqual([]);
});

it("finds nothing in a record that was only annotated, since its content is what was sent", () => {
  expect(supplementOf([record("1", 2)], [[sent("1", 5)]], nothing)).toEqual([]);
});
