import type { UnitKind } from "@sogoc/events";
import { expect, it } from "vitest";
import { isAbove, isStrictlyAbove } from "./above.ts";
import { emptyUnitTree, evolveUnitTree } from "./unit-tree.ts";

const tree = (
  [
    ["vn", "country", null],
    ["tinh", "province", "vn"],
    ["xa-1", "commune", "tinh"],
    ["xa-2", "commune", "tinh"],
    ["nha-thau", "contractor", "xa-1"],
    ["nha-thau-tinh", "contractor", "tinh"],
  ] as readonly [string, UnitKind, string | null][]
).reduce(
  (before, [unitId, kind, parentId]) =>
    evolveUnitTree(before, {
      type: "UnitRegistered",
      data: { unitId, kind, name: unitId, parentId, from: "2000-01-01" },
    }),
  emptyUnitTree,
);

it.each([
  ["the commune's own administrator", ["xa-1"], ["xa-1"], false],
  ["the province's", ["tinh"], ["xa-1"], true],
  ["the province's, where the account works in the province too", ["tinh"], ["xa-1", "tinh"], false],
  ["a neighbour's", ["xa-2"], ["xa-1"], false],
  ["who has both communes, for somebody who works in both", ["xa-1", "xa-2"], ["xa-1", "xa-2"], false],
  ["the country's", ["vn"], ["tinh"], true],
  ["another one of the country", ["vn"], ["vn"], true],
  ["nobody's", [], ["xa-1"], false],
  ["the commune's, over its contractor's people", ["xa-1"], ["nha-thau"], false],
  ["the contractor's own", ["nha-thau"], ["nha-thau"], false],
  ["the province's, over a commune's contractor", ["tinh"], ["nha-thau"], true],
  ["the province's, over its own contractor", ["tinh"], ["nha-thau-tinh"], false],
  ["the country's, over the province's contractor", ["vn"], ["nha-thau-tinh"], true],
])("above an account stands %s: %o over %o", (_who, administered, reached, expected) => {
  expect(isAbove(tree, administered, reached)).toBe(expected);
});

it("above whoever watches administrators stands the province over its commune, and nobody of the country", () => {
  expect(isStrictlyAbove(tree, ["tinh"], ["xa-1"])).toBe(true);
  expect(isStrictlyAbove(tree, ["vn"], ["tinh"])).toBe(false);
  expect(isStrictlyAbove(tree, ["vn"], ["xa-1"])).toBe(false);
  expect(isStrictlyAbove(tree, ["vn"], ["vn"])).toBe(false);
  expect(isStrictlyAbove(tree, ["xa-1"], ["nha-thau"])).toBe(false);
});
