import { expect, it } from "vitest";
import { asksAbout, barredBeside, rolesToGive } from "./roles.ts";

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

it("whoever audits does no other work, and whoever works does not audit", () => {
  const today = "2026-03-02";
  expect(barredBeside("auditor", [{ role: "clerk" }], today)).toBe("works");
  expect(barredBeside("clerk", [{ role: "province-viewer" }, { role: "auditor" }], today)).toBe("audits");
  for (const [role, held] of [
    ["auditor", "province-viewer"],
    ["province-viewer", "auditor"],
    ["auditor", "auditor"],
    ["clerk", "checker"],
  ] as const)
    expect(barredBeside(role, [{ role: held }], today)).toBeUndefined();
  // A role that has ended is no work any more, and one that ends today is.
  expect(barredBeside("auditor", [{ role: "clerk", until: "2026-03-01" }], today)).toBeUndefined();
  expect(barredBeside("auditor", [{ role: "clerk", until: today }], today)).toBe("works");
});
