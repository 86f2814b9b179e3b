import { expect, it } from "vitest";
import { leftToDo } from "./left-to-do.ts";
import { countMarked } from "./marked-fields.ts";

it("speaks of marked fields only where there are some, and of findings that wait", () => {
  expect(leftToDo(2, false)).toBe("batch.fixesAlone");
  expect(leftToDo(2, true)).toBe("batch.fixesAndFindings");
  expect(leftToDo(0, true)).toBe("batch.findingsAlone");
  expect(leftToDo(0, false)).toBe("batch.nothingLeft");
});

it("counts a field once, however many people marked it", () => {
  expect(countMarked([{ field: "hoTen" }, { field: "hoTen" }, { field: "ngaySinh" }])).toBe(2);
});
