import { errorCodes } from "@sogoc/core";
import { describe, expect, it } from "vitest";
import { Problem, toProblem } from "./problems.ts";

const vietnamese = /[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]/iu;

describe("problem documents", () => {
  it("have a status and plain words in both languages for every code", () => {
    for (const code of errorCodes) {
      const problem = toProblem({ code, params: {}, problems: [] }, "c-1");
      expect(Problem.parse(problem)).toEqual(problem);
      expect(problem.status, code).toBeGreaterThanOrEqual(400);
      expect(problem.status, code).toBeLessThan(600);
      expect(problem.title, code).toMatch(vietnamese);
      expect(problem.title, code).toBe(problem.title.normalize("NFC"));
      expect(problem.titleEn, code).toMatch(/^[A-Z][\x20-\x7e]+\.$/);
      expect(problem).not.toHaveProperty("errors");
    }
  });

  it("tell codes apart by type, and only faults of ours are 5xx", () => {
    const of = errorCodes.map((code) => toProblem({ code, params: {}, problems: [] }, "c-1"));
    expect(new Set(of.map(({ type }) => type)).size).toBe(errorCodes.length);
    expect(of.filter(({ status }) => status >= 500).map(({ code }) => code)).toEqual([
      ...["internal", "unavailable", "storage-full", "reading-busy", "read-model-behind", "blob-damaged"],
    ]);
  });

  it("carry parameters and pointers", () => {
    const problems = [
      { pointer: "/fields/so", detail: "Số", detailEn: "Number", rule: "r", severity: "error" as const },
    ];
    expect(toProblem({ code: "value-not-storable", params: { limit: 3 }, problems }, "c-1")).toMatchObject({
      code: "value-not-storable",
      correlationId: "c-1",
      params: { limit: 3 },
      errors: problems,
    });
  });
});
