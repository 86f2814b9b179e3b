import { describe, expect, it } from "vitest";
import { fitAnswer, MAX_ANSWER_BYTES } from "./answer-size.ts";

const answerOf = (refusals: number, reason: string, missing = 0) => {
  const record = (place: number) => ({
    recordId: `00000000-0000-4000-8000-${String(place).padStart(12, "0")}`,
    number: String(place),
    revision: 12,
  });
  return {
    loaded: 0,
    unknown: [],
    refused: Array.from({ length: refusals }, (_, place) => ({ ...record(place), reason })),
    missing: Array.from({ length: missing }, (_, place) => record(refusals + place)),
  };
};
const bytesOf = (answer: object) => Buffer.byteLength(JSON.stringify(answer));

describe("an answer in the log", () => {
  it("keeps reasons as they are told, up to three hundred characters", () => {
    const answer = answerOf(98, "Thiếu nơi sinh");
    expect(fitAnswer(answer)).toEqual(answer);
    const [first] = fitAnswer(answerOf(1, "ế".repeat(2_000))).refused;
    expect(first?.reason).toBe(`${"ế".repeat(299)}…`);
    // A letter beyond the basic plane is not cut in two.
    expect([...(fitAnswer(answerOf(1, "𠀀".repeat(400))).refused[0]?.reason ?? "")]).toHaveLength(300);
  });

  it.each([2_000, 5_000, 8_000])(
    "stays below what stores and brokers take with %i long reasons",
    (refusals) => {
      const fitted = fitAnswer(answerOf(refusals, "ế".repeat(2_000)));
      expect(bytesOf(fitted)).toBeLessThanOrEqual(MAX_ANSWER_BYTES);
      expect(fitted.refused).toHaveLength(refusals);
      for (const { reason } of fitted.refused) expect(reason).not.toBe("");
    },
  );

  it("is refused in words where the records alone are too many", () => {
    expect(() => fitAnswer(answerOf(0, "", 15_000))).toThrow("answer-too-large");
  });
});
