import { describe, expect, it } from "vitest";
import { doneOf } from "./format.ts";

describe("how much is done", () => {
  it("is never more than the whole; what is beyond it is told apart", () => {
    expect(doneOf(3, 5)).toEqual({ share: 0.6, beyond: 0 });
    expect(doneOf(5, 5)).toEqual({ share: 1, beyond: 0 });
    expect(doneOf(6, 5)).toEqual({ share: 1, beyond: 1 });
  });
});
