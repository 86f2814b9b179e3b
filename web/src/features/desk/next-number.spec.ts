import { describe, expect, it } from "vitest";
import { freeLetters, type KnownNumbers, nextFreeNumber, numberAfter, placeInBatch } from "./next-number.ts";

const known = (taken: readonly string[], expectedCases?: number): KnownNumbers => ({
  taken: new Set(taken),
  openingYear: 2008,
  expectedCases,
});
const upTo10 = { from: 1, to: 10 };

describe("the number that follows a saved case", () => {
  it.each([
    // After, numbers of the batch, numbers with a case, what is offered.
    ["the next one", "3", upTo10, ["1", "2", "3"], "4"],
    ["the next that has no case", "3", upTo10, ["3", "4", "5", "7"], "6"],
    ["written with its zeros", "007", upTo10, ["7", "8"], "009"],
    ["written with its year", "07/2008", upTo10, ["7", "8"], "09/2008"],
    ["past a twin, whose number has its case", "3", upTo10, ["3", "4b"], "5"],
    ["the first gap at the end", "10", upTo10, ["1", "2", "4", "9", "10"], "3"],
    ["the first gap where all after it are keyed", "8", upTo10, ["1", "3", "8", "9", "10"], "2"],
    ["no number before the batch's first", "20", { from: 11, to: 20 }, ["12", "20"], "11"],
    ["the batch's first after a number before it", "3", { from: 11, to: 20 }, [], "11"],
    ["none where every number has its case", "2", { from: 1, to: 2 }, ["1", "2"], undefined],
    ["none after what is no number", "chưa rõ", upTo10, [], undefined],
  ])("is %s", (_, after, batch, taken, offered) => {
    expect(nextFreeNumber(after, batch, known(taken))).toBe(offered);
  });

  it("of a whole book goes on, past what is keyed", () => {
    expect(nextFreeNumber("3", {}, known(["3", "4", "5"]))).toBe("6");
    expect(nextFreeNumber("9", {}, known(["9"]))).toBe("10");
  });

  it("of a counted book goes back to its gaps first, and then beyond: who counted may be wrong", () => {
    expect(nextFreeNumber("5", {}, known(["1", "3", "5"], 5))).toBe("2");
    expect(nextFreeNumber("2", {}, known(["1", "2"], 2))).toBe("3");
    expect(nextFreeNumber("2", {}, known(["1", "2", "3"], 2))).toBe("4");
  });

  it("of a book that begins again with 1 keeps to the year that was typed", () => {
    expect(nextFreeNumber("2/2009", {}, known(["1", "2", "3", "1/2009", "2/2009"], 5))).toBe("3/2009");
    expect(nextFreeNumber("2/2009", {}, known(["2/2009", "3/2009"]))).toBe("4/2009");
  });
});

describe("the number of a second case", () => {
  it.each([
    ["the first letter of the first number", "", { from: 2, to: 4 }, ["2", "3"], "2b"],
    ["the letter after those that other batches have given", "", { from: 2, to: 2 }, ["2", "2b", "2c"], "2d"],
    ["the next number, also where it has one", "2b", { from: 2, to: 4 }, ["2", "2b", "3", "3b"], "3c"],
    ["none after the last one", "4b", { from: 2, to: 4 }, ["4", "4b"], undefined],
  ])("is %s", (_what, after, range, taken, offered) => {
    expect(numberAfter(after, { ...range, secondCases: true }, known(taken))).toBe(offered);
  });
});

describe("the letters of a second case", () => {
  it("are those that no case of the book has, of this batch or another one", () => {
    const letters = freeLetters("07/2008", { ...known(["7", "7b", "8c"]), lettered: new Set(["7d"]) });
    expect(letters.slice(0, 4)).toEqual(["a", "c", "e", "f"]);
    expect(freeLetters("7/2009", known(["7b", "7c/2009"])).slice(1, 3)).toEqual(["b", "d"]);
  });
});

describe("a number that is typed", () => {
  it("is told where the batch does not hold it", () => {
    expect(placeInBatch("4", { from: 3, to: 9 })).toBe("inside");
    expect(placeInBatch("10b", { from: 3, to: 9 })).toBe("outside");
    expect(placeInBatch("2", { from: 3, to: 9 })).toBe("outside");
    expect(placeInBatch("", { from: 3, to: 9 })).toBeUndefined();
    expect(placeInBatch("900", {})).toBe("inside");
    expect(placeInBatch("3", { from: 3, to: 3, secondCases: true })).toBe("first-case");
    expect(placeInBatch("3b", { from: 3, to: 3, secondCases: true })).toBe("inside");
  });
});
