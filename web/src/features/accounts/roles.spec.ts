import { expect, it } from "vitest";
import { asksAbout, rolesToGive } from "./roles.ts";

it("who watches a province is asked about where the area is below one", () => {
  expect(["commune", "district"].map((kind) => asksAbout("province-viewer", kind))).toEqual([true, true]);
  expect(["province", "country"].map((kind) => asksAbout("province-viewer", kind))).toEqual([false, false]);
  expect(asksAbout("clerk", "commune")).toBe(false);
});

it("a system administrator is made by another one only", () => {
  expect(rolesToGive({ isSystemAdmin: true, isAbove: true })).toContain("system-admin");
  expect(rolesToGive({ isSystemAdmin: false, isAbove: true })).not.toContain("system-admin");
});

it("who watches the administrators of a unit is made by those above it only", () => {
  expect(rolesToGive({ isSystemAdmin: false, isAbove: true })).toContain("auditor");
  expect(rolesToGive({ isSystemAdmin: false, isAbove: false })).not.toContain("auditor");
});
