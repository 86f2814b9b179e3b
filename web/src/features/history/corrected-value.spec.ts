import { expect, it } from "vitest";
import { correctedValue } from "./corrected-value.ts";

const formOf = (fields: Readonly<Record<string, string>>): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
};

it("a corrected value is in doubt where that is ticked, and not where it is not", () => {
  expect(correctedValue(formOf({ value: "Hòa", doubtful: "on" }), "text")).toEqual({
    raw: "Hòa",
    doubtful: true,
  });
  expect(correctedValue(formOf({ value: "Hòa" }), "text")).toEqual({ raw: "Hòa" });
});

it("of what cannot be read the part that can is kept", () => {
  expect(correctedValue(formOf({ why: "torn", part: " Nguyễn " }), "illegible")).toEqual({
    illegible: "torn",
    raw: "Nguyễn",
  });
  expect(correctedValue(formOf({ why: "torn", part: "" }), "illegible")).toEqual({ illegible: "torn" });
  expect(correctedValue(formOf({}), "blank")).toEqual({ blank: true });
});
