import { lotPlan } from "@sogoc/acceptance";
import { describe, expect, it } from "vitest";
import { planWords } from "./lot-plan-words.ts";

const limits = { level: "II", key: 1, other: 4 } as const;
const wordsOf = (plan: Parameters<typeof planWords>[0]["plan"], reducedBecause?: string) =>
  planWords({ size: 400, plan, reducedBecause }, "Trần Thị Duyệt").join(" ");

describe("what the minutes say of a lot's plan", () => {
  it("is nothing more than the plan under normal inspection", () => {
    const plan = lotPlan(400, limits, "normal");
    expect(planWords({ size: 400, plan }, "Trần Thị Duyệt")).toHaveLength(2);
  });

  it("names who had it inspected reduced, and why", () => {
    const words = wordsOf(lotPlan(400, limits, "reduced"), "Nhập đều, không đổi người");
    expect(words).toContain("Lý do kiểm tra giảm: Nhập đều, không đổi người (Trần Thị Duyệt).");
    expect(words).not.toContain("bảng lấy mẫu cũ");
  });

  it("says so where the sample was drawn by the table that was laxer than the standard", () => {
    const earlier = {
      ...lotPlan(400, limits, "reduced"),
      letter: "H",
      sampleSize: 20,
      acceptance: { critical: 0, key: 1, other: 3 },
    };
    const words = wordsOf(earlier);
    expect(words).toContain("Lý do kiểm tra giảm: không ghi.");
    expect(words).toContain("theo bảng đúng của tiêu chuẩn, cỡ mẫu là 32");
  });
});
