import { expect, it } from "vitest";
import { noWords, textOf } from "./field-value.ts";

it("says of a value what is not in its letters, doubt included, and nothing of it in a form", () => {
  const words = {
    blank: "(trống)",
    illegible: (why: string) => `(mờ: ${why})`,
    doubtful: "(chưa chắc chắn)",
  };
  expect(textOf({ raw: "Lan", doubtful: true }, words)).toBe("Lan (chưa chắc chắn)");
  expect(textOf({ raw: "Lan" }, words)).toBe("Lan");
  expect(textOf({ blank: true }, words)).toBe("(trống)");
  expect(textOf({ illegible: "torn", raw: "L" }, words)).toBe("L (mờ: torn)");
  expect(textOf({ raw: "Lan", doubtful: true }, noWords)).toBe("Lan");
  expect(textOf(undefined, words)).toBe("");
});
