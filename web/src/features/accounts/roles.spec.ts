import { expect, it } from "vitest";
import { asksAbout, rolesToGive } from "./roles.ts";

it("who watches a province is asked about where the area is below one", () => {
  expect(["commune", "district"].map((kind) => asksAbout("province-viewer", kind))).toEqual([true, true]);
  expect(["province", "country"].map((kind) => asksAbout("province-viewer", kind))).toEqual([false, false]);
  expect(asksAbout("clerk", "commune")).toBe(false);
});

it("a system administrator is made by another one only", () => {
  expect(rolesToGive(true)).toContain("system-admin");
  expect(rolesToGive(false)).not.toContain("system-admin");
});
