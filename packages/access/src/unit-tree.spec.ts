import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ancestorsOf,
  emptyUnitTree,
  evolveUnitTree,
  isWithin,
  nameOn,
  type UnitEvent,
  type UnitTree,
  unitsWithin,
} from "./unit-tree.ts";

const registered = (
  unitId: string,
  parentId: string | null,
  kind: "country" | "province" | "district" | "commune" | "contractor" = "commune",
): UnitEvent => ({
  type: "UnitRegistered",
  data: { unitId, kind, name: unitId, parentId, from: "2006-01-01" },
});
const closed = (unitId: string, ...successors: string[]): UnitEvent => ({
  type: "UnitClosed",
  data: { unitId, on: "2025-07-01", successors },
});
const treeOf = (...events: readonly UnitEvent[]): UnitTree => events.reduce(evolveUnitTree, emptyUnitTree);

/** Warshall: who can be reached from whom. */
const closure = (
  ids: readonly string[],
  edges: readonly (readonly [string, string])[],
): ReadonlySet<string> => {
  const reach = new Set([...ids.map((id) => `${id} ${id}`), ...edges.map(([from, to]) => `${from} ${to}`)]);
  for (const via of ids)
    for (const from of ids)
      for (const to of ids)
        if (reach.has(`${from} ${via}`) && reach.has(`${via} ${to}`)) reach.add(`${from} ${to}`);
  return reach;
};

/**
 * A district with two communes, abolished in 2025 in favour of one commune directly below the
 * province.
 */
const province = [
  registered("vn", null, "country"),
  registered("p", "vn", "province"),
  registered("d", "p", "district"),
  registered("a", "d"),
  registered("b", "d"),
  registered("other", "p"),
];
const today = treeOf(
  ...province,
  registered("new", "p"),
  closed("a", "new"),
  closed("b", "new"),
  closed("d", "new"),
);

describe("the unit tree", () => {
  it("knows what lies in an area", () => {
    const tree = treeOf(...province);
    expect(unitsWithin(tree, "d")).toEqual(["a", "b", "d"]);
    expect(unitsWithin(tree, "p")).toEqual(["a", "b", "d", "other", "p"]);
    expect(isWithin(tree, "a", "a")).toBe(true);
    expect(isWithin(tree, "d", "a")).toBe(false);
    expect(isWithin(tree, "other", "d")).toBe(false);
    expect(isWithin(tree, "nowhere", "p")).toBe(false);
  });

  it("lets the successor see the books of closed units, and nobody else", () => {
    expect(unitsWithin(today, "new")).toEqual(["a", "b", "d", "new"]);
    expect(unitsWithin(today, "other")).toEqual(["other"]);
    expect(isWithin(today, "new", "a")).toBe(false);
    expect(isWithin(today, "new", "d")).toBe(false);
  });

  it("goes on over a chain of successors and over units split in two", () => {
    const chain = treeOf(
      ...province,
      ...[registered("x", "p"), registered("y", "p"), registered("z", "p")],
      ...[closed("a", "x", "y"), closed("x", "z")],
    );
    expect(["x", "y", "z", "p"].map((area) => isWithin(chain, "a", area))).toEqual([true, true, true, true]);
    expect(isWithin(chain, "a", "other")).toBe(false);
  });

  it("gives each heir of a divided district the books of those it took over, not its neighbours'", () => {
    const divided = treeOf(
      ...province,
      ...[
        registered("x", "p"),
        registered("y", "p"),
        closed("a", "x"),
        closed("b", "y"),
        closed("d", "x", "y"),
      ],
    );
    expect(unitsWithin(divided, "x")).toEqual(["a", "d", "x"]);
    expect(unitsWithin(divided, "y")).toEqual(["b", "d", "y"]);
  });

  it("comes to an end in a circle", () => {
    const circle = treeOf(
      registered("a", "b"),
      registered("b", "a"),
      registered("c", null),
      closed("c", "c"),
    );
    expect(isWithin(circle, "a", "c")).toBe(false);
    expect(isWithin(circle, "a", "b")).toBe(true);
    expect(ancestorsOf(circle, "a")).toEqual(["a", "b"]);
    expect(isWithin(circle, "c", "a")).toBe(false);
  });

  it("has a contractor's people below the unit that hired them, which gives them no area of its own", () => {
    const tree = treeOf(...province, registered("firm", "d", "contractor"));
    expect(isWithin(tree, "firm", "d")).toBe(true);
    expect(unitsWithin(tree, "firm")).toEqual(["firm"]);
  });

  it("follows parents only for ancestors", () => {
    expect(ancestorsOf(today, "a")).toEqual(["a", "d", "p", "vn"]);
    expect(ancestorsOf(today, "nowhere")).toEqual(["nowhere"]);
  });

  it("keeps lead designations and ignores news of units it never met", () => {
    const data = { unitId: "d", areaId: "p", from: "2026-01-01" };
    const tree = treeOf(...province, { type: "LeadUnitDesignated", data }, closed("nowhere"));
    expect(tree.leads).toEqual([data]);
    expect(tree.units.has("nowhere")).toBe(false);
  });

  it("answers as set arithmetic does, for any tree", () => {
    const ids = ["u0", "u1", "u2", "u3", "u4", "u5"];
    const links = fc.array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids)), { maxLength: 10 });
    fc.assert(
      fc.property(links, links, (parents, successors) => {
        const tree = treeOf(
          ...ids.map((id) => registered(id, parents.find(([child]) => child === id)?.[1] ?? null)),
          ...ids.map((id) => closed(id, ...successors.filter(([from]) => from === id).map(([, to]) => to))),
        );
        const above = closure(
          ids,
          ids.flatMap((id) => parents.filter(([child]) => child === id).slice(0, 1)),
        );
        const after = closure(ids, successors);
        for (const from of ids) {
          for (const to of ids) {
            const expected = ids.some((heir) => after.has(`${from} ${heir}`) && above.has(`${heir} ${to}`));
            expect(isWithin(tree, from, to)).toBe(expected);
          }
        }
      }),
    );
  });
});

describe("a unit's name", () => {
  const renamed = (name: string, from: string): UnitEvent => ({
    type: "UnitRenamed",
    data: { unitId: "a", name, from },
  });

  it("is that of the day, whatever order the renames came in", () => {
    const unit = treeOf(
      registered("a", null),
      renamed("Ba", "2020-01-01"),
      renamed("Hai", "2010-01-01"),
    ).units.get("a");
    if (!unit) throw new Error("no unit");
    const days = ["1990-01-01", "2006-01-01", "2009-12-31", "2010-01-01", "2019-12-31", "2020-01-01"];
    expect(days.map((day) => nameOn(unit, day))).toEqual(["a", "a", "a", "Hai", "Hai", "Ba"]);
  });
});
