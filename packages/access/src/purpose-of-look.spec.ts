import { expect, it } from "vitest";
import { purposeOfLook } from "./purpose-of-look.ts";

const none = { isMaker: false, isUnderReview: false };
const keyer = { isMaker: true, isUnderReview: false };
const underReview = { isMaker: false, isUnderReview: true };

it("says what somebody looks for by what they do with the book, and not that everybody keys", () => {
  expect(purposeOfLook(["clerk"], none)).toBe("keying");
  expect(purposeOfLook(["checker"], none)).toBe("checking");
  expect(purposeOfLook(["acceptor"], none)).toBe("deciding");
  expect(purposeOfLook(["data-manager"], none)).toBe("look-up");
  expect(purposeOfLook(["book-keeper"], none)).toBe("look-up");
});

it("goes by what somebody with two roles has to do with the case", () => {
  expect(purposeOfLook(["clerk", "checker"], keyer)).toBe("keying");
  expect(purposeOfLook(["clerk", "checker"], underReview)).toBe("checking");
  expect(purposeOfLook(["clerk", "checker"], { isMaker: true, isUnderReview: true })).toBe("keying");
  expect(purposeOfLook(["clerk", "acceptor"], underReview)).toBe("deciding");
  expect(purposeOfLook(["acceptor", "checker"], underReview)).toBe("checking");
  // Who keys none of it, and nobody checks or decides on it now.
  expect(purposeOfLook(["clerk", "checker"], none)).toBe("look-up");
  expect(purposeOfLook(["clerk", "auditor"], none)).toBe("look-up");
  expect(purposeOfLook(["book-keeper", "clerk"], keyer)).toBe("keying");
});

it("takes what the page says, where the person may do that there", () => {
  expect(purposeOfLook(["acceptor", "checker"], underReview, "deciding")).toBe("deciding");
  expect(purposeOfLook(["acceptor", "checker"], none, "deciding")).toBe("deciding");
  expect(purposeOfLook(["clerk"], keyer, "look-up")).toBe("look-up");
  expect(purposeOfLook(["checker"], underReview, "deciding")).toBeUndefined();
  expect(purposeOfLook(["clerk", "checker"], underReview, "keying")).toBeUndefined();
});
