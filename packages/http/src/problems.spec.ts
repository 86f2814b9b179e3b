import { describe, expect, it } from "vitest";
import { commonProblems } from "./problem-texts.ts";
import { Problem, toProblem } from "./problems.ts";

describe("problem documents", () => {
  it("say what was refused, in both languages", () => {
    const problem = toProblem(commonProblems, { code: "book-unknown", params: {}, problems: [] }, "c-1");
    expect(Problem.parse(problem)).toEqual(problem);
    expect(problem).toEqual({
      type: "urn:sogoc:problem:book-unknown",
      title: "Không có sổ này.",
      titleEn: "No such book.",
      status: 404,
      code: "book-unknown",
      correlationId: "c-1",
    });
  });

  it("carry parameters and pointers", () => {
    const problems = [
      { pointer: "/fields/so", detail: "Số", detailEn: "Number", rule: "r", severity: "error" as const },
    ];
    const rejected = { code: "value-not-storable", params: { limit: 3 }, problems } as const;
    expect(toProblem(commonProblems, rejected, "c-1")).toMatchObject({
      code: "value-not-storable",
      correlationId: "c-1",
      params: { limit: 3 },
      errors: problems,
    });
  });

  it("are never made of a code without words", () => {
    expect(() => toProblem({}, { code: "book-unknown", params: {}, problems: [] }, "c-1")).toThrow(
      "book-unknown has no words",
    );
  });
});
