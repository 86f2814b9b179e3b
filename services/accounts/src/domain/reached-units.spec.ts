import { expect, it } from "vitest";
import { reachedUnits } from "./reached-units.ts";

it("an account reaches its home and what it holds or will hold, and nothing that has ended", () => {
  const grants = [
    { role: "clerk", unitId: "u-1", from: "2026-01-01" },
    { role: "acceptor", unitId: "u-2", from: "2026-01-01", until: "2026-03-02" },
    { role: "checker", unitId: "u-3", from: "2026-01-01", until: "2026-03-01" },
    { role: "checker", unitId: "u-4", from: "2026-06-01" },
  ] as const;
  expect(reachedUnits({ unitId: "u-1", grants }, "2026-03-02")).toEqual(["u-1", "u-2", "u-4"]);
});
