import { expect, it } from "vitest";
import { purposeOfReading } from "./purpose-of-reading.ts";

const none = { hasKeyed: false, isUnderReview: false };
const keyer = { hasKeyed: true, isUnderReview: false };
const underReview = { hasKeyed: false, isUnderReview: true };

it("says what somebody looks for by what they do with the book, and not that everybody keys", () => {
  expect(purposeOfReading(["clerk"], none)).toBe("keying");
  expect(purposeOfReading(["checker"], none)).toBe("checking");
  expect(purposeOfReading(["acceptor"], none)).toBe("deciding");
  expect(purposeOfReading(["data-manager"], none)).toBe("look-up");
  expect(purposeOfReading(["book-keeper"], none)).toBe("look-up");
});

it("goes by what somebody with two roles has to do with the case", () => {
  expect(purposeOfReading(["clerk", "checker"], keyer)).toBe("keying");
  expect(purposeOfReading(["clerk", "checker"], underReview)).toBe("checking");
  expect(purposeOfReading(["clerk", "checker"], { hasKeyed: true, isUnderReview: true })).toBe("keying");
  expect(purposeOfReading(["clerk", "acceptor"], underReview)).toBe("deciding");
  expect(purposeOfReading(["acceptor", "checker"], underReview)).toBe("checking");
  // Who keys none of it, and nobody checks or decides on it now.
  expect(purposeOfReading(["clerk", "checker"], none)).toBe("look-up");
  expect(purposeOfReading(["clerk", "auditor"], none)).toBe("look-up");
  expect(purposeOfReading(["book-keeper", "clerk"], keyer)).toBe("keying");
});

it("takes what the page says, where the person may do that there", () => {
  expect(purposeOfReading(["acceptor", "checker"], underReview, "deciding")).toBe("deciding");
  expect(purposeOfReading(["acceptor", "checker"], none, "deciding")).toBe("deciding");
  expect(purposeOfReading(["clerk"], keyer, "look-up")).toBe("look-up");
  expect(purposeOfReading(["checker"], underReview, "deciding")).toBeUndefined();
  expect(purposeOfReading(["clerk", "checker"], underReview, "keying")).toBeUndefined();
});
