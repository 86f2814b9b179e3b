import { expect, it } from "vitest";
import { purposeOfLook } from "./purpose-of-look.ts";

it("says what somebody looks for by what they do with the book, and not that everybody keys", () => {
  expect(purposeOfLook(["clerk"])).toBe("keying");
  expect(purposeOfLook(["checker"])).toBe("checking");
  expect(purposeOfLook(["acceptor", "checker"])).toBe("checking");
  expect(purposeOfLook(["acceptor"])).toBe("deciding");
  expect(purposeOfLook(["data-manager"])).toBe("look-up");
  expect(purposeOfLook(["book-keeper", "clerk"])).toBe("keying");
  expect(purposeOfLook(["book-keeper"])).toBe("look-up");
});
