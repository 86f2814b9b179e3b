import { describe, expect, it } from "vitest";
import { bookProgressOf } from "./book-progress.ts";

const standing = (
  records: number,
  expected: number | null,
  [batches, submitted, accepted]: number[],
  ownNumbers = records,
) =>
  bookProgressOf({
    records,
    ownNumbers,
    expected,
    batches: batches ?? 0,
    submitted: submitted ?? 0,
    accepted: accepted ?? 0,
  });

describe("how far a book is", () => {
  it("is work begun from the opening of its first batch", () => {
    expect(standing(0, 30, [0, 0, 0])).toBe("untouched");
    expect(standing(0, 30, [1, 0, 0])).toBe("inWork");
    expect(standing(12, 30, [0, 0, 0])).toBe("inWork");
  });

  it("is not keyed while a batch was never submitted, however many cases it has", () => {
    expect(standing(5, 5, [3, 2, 2])).toBe("inWork");
    expect(standing(6, 5, [3, 3, 2])).toBe("keyed");
    expect(standing(5, null, [1, 1, 0])).toBe("inWork");
  });

  it("is accepted with all its batches, once the cases of the inventory are there", () => {
    expect(standing(6, 5, [2, 2, 2])).toBe("accepted");
    expect(standing(6, null, [2, 2, 2])).toBe("accepted");
    expect(standing(4, 5, [2, 2, 2])).toBe("inWork");
    // A second case of a number stands for none that is missing.
    expect(standing(5, 5, [2, 2, 2], 4)).toBe("inWork");
  });
});
