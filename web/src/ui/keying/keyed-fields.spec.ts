import { expect, it } from "vitest";
import { type KeyedFields, nextCase, numberOf, secondCaseOf, seenIn } from "./keyed-fields.ts";

const saved: KeyedFields = { so: { text: "07" }, noiDangKy: { text: "UBND xã Mai Lâm" } };

it("tells of each offered value how it came, until it is typed over", () => {
  const next = nextCase(saved, "08");
  expect(seenIn(next)).toEqual({ so: "counted-on", noiDangKy: "carried-over" });
  const confirmed = { ...next, so: { text: "08", ditto: false, seen: "counted-on" as const } };
  expect(seenIn(confirmed)["so"]).toBe("counted-on");
  // What was typed, or is said to be blank, is no value that came from elsewhere.
  expect(seenIn({ ...next, so: { text: "9" } })["so"]).toBeUndefined();
  expect(seenIn({ so: { text: "8", special: "blank", seen: "counted-on" } })).toEqual({});
});

it("knows a case by its letter and its year too, when it looks for the image", () => {
  const numbers = ["007", " 7b", "07/2009", ""].map((text) => numberOf({ so: { text } }));
  expect(numbers).toEqual(["7", "7b", "7/2009", ""]);
  const second = ["7", "7b", "7/2009", "12 a/2009"].map((number) => secondCaseOf(number, "c"));
  expect(second).toEqual(["7c", "7c", "7c/2009", "12c/2009"]);
});
