import { describe, expect, it } from "vitest";
import { areaOf, findRefusal, type Grant, grantsOn, type Principal, rolesOn } from "./principal.ts";
import { emptyUnitTree, evolveUnitTree, type UnitEvent } from "./unit-tree.ts";

const unit = (unitId: string, parentId: string | null): UnitEvent => ({
  type: "UnitRegistered",
  data: { unitId, kind: "commune", name: unitId, parentId, from: "2006-01-01" },
});
const tree = [unit("p", null), unit("a", "p"), unit("b", "p")].reduce(evolveUnitTree, emptyUnitTree);

const holding = (grants: Grant[], until?: string): Principal => ({
  account: "acc",
  name: "Nam",
  unitId: "a",
  session: "s",
  grants,
  ...(until === undefined ? {} : { until }),
});
const clerk = (unitId: string, from = "2026-01-01", until?: string): Grant => ({
  role: "clerk",
  unitId,
  from,
  ...(until === undefined ? {} : { until }),
});

const refusal = (principal: Principal, unitId: string | undefined, day = "2026-03-01") =>
  findRefusal({ principal, roles: ["clerk", "checker"], unitId, day, tree });

describe("role x area x time", () => {
  it("lets in who has one of the roles in the area", () => {
    expect(refusal(holding([clerk("a")]), "a")).toBeUndefined();
    expect(refusal(holding([clerk("p")]), "b")).toBeUndefined();
    expect(refusal(holding([{ ...clerk("a"), role: "checker" }]), "a")).toBeUndefined();
    expect(refusal(holding([clerk("a")]), undefined)).toBeUndefined();
  });

  it("refuses another role before another area", () => {
    expect(refusal(holding([]), "a")).toBe("forbidden-role");
    expect(refusal(holding([{ ...clerk("a"), role: "auditor" }]), "a")).toBe("forbidden-role");
    expect(refusal(holding([clerk("a")]), "b")).toBe("outside-area");
    expect(refusal(holding([clerk("a")]), "p")).toBe("outside-area");
    expect(refusal(holding([clerk("a")]), "")).toBe("outside-area");
  });

  it("does not put a role of one area together with another role's area", () => {
    const mixed = holding([clerk("a"), { ...clerk("b"), role: "auditor" }]);
    expect(refusal(mixed, "b")).toBe("outside-area");
  });

  it("counts both first and last day, and no other", () => {
    const principal = holding([clerk("a", "2026-02-01", "2026-02-28")]);
    const days = ["2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01"];
    expect(days.map((day) => refusal(principal, "a", day))).toEqual([
      ...["forbidden-role", undefined, undefined, "forbidden-role"],
    ]);
  });

  it("ends everything with the account, whatever the grants say", () => {
    const principal = holding([clerk("a"), clerk("b", "2026-01-01", "2027-01-01")], "2026-02-28");
    expect(refusal(principal, "a", "2026-02-28")).toBeUndefined();
    expect(refusal(principal, "a", "2026-03-01")).toBe("forbidden-role");
    expect(grantsOn(principal, "2026-03-01")).toEqual([]);
    expect(areaOf(principal, ["clerk"], "2026-03-01", tree)).toEqual([]);
  });

  it("adds up several grants, each for its time", () => {
    const principal = holding([
      clerk("a", "2026-01-01", "2026-01-31"),
      clerk("b", "2026-02-01"),
      { ...clerk("p"), role: "auditor" },
    ]);
    expect(rolesOn(principal, "2026-01-15")).toEqual(["clerk", "auditor"]);
    expect(areaOf(principal, ["clerk"], "2026-01-15", tree)).toEqual(["a"]);
    expect(areaOf(principal, ["clerk"], "2026-02-15", tree)).toEqual(["b"]);
    expect(areaOf(principal, ["clerk", "auditor"], "2026-02-15", tree)).toEqual(["a", "b", "p"]);
    expect(rolesOn(holding([clerk("a"), clerk("b")]), "2026-02-15")).toEqual(["clerk"]);
  });
});
