import { describe, expect, it } from "vitest";
import { codeLetter, type Inspection, inspectionLevels, qualityLimits, singlePlan } from "./sampling-plan.ts";

/**
 * Table 1 of ISO 2859-1, written out: upper end of a class of lot sizes, then the letters of S-1,
 * S-2, S-3, S-4, I, II, III.
 */
const codeLetters = `
  8 A A A A A A B
  15 A A A A A B C
  25 A A B B B C D
  50 A B B C C D E
  90 B B C C C E F
  150 B B C D D F G
  280 B C D E E G H
  500 B C D E F H J
  1200 C C E F G J K
  3200 C D E G H K L
  10000 C D F G J L M
  35000 C D F H K M N
  150000 D E G J L N P
  500000 D E G J M P Q
  500001 D E H K N Q R`;

const limits = "0.10 0.15 0.25 0.40 0.65 1.0 1.5 2.5 4.0 6.5 10".split(" ").map(Number);

/**
 * Tables 2-A, 2-B and 2-C, written out cell by cell: letter, sample size, acceptance number under
 * each limit; `v` and `^` are the arrows to the first plan below or above. Rejection is one more.
 * Not made from the diagonals that the code keeps.
 */
const masters: Readonly<Record<Inspection, string>> = {
  normal: `
    A 2    v v v v v v v v v 0 v
    B 3    v v v v v v v v 0 ^ v
    C 5    v v v v v v v 0 ^ v 1
    D 8    v v v v v v 0 ^ v 1 2
    E 13   v v v v v 0 ^ v 1 2 3
    F 20   v v v v 0 ^ v 1 2 3 5
    G 32   v v v 0 ^ v 1 2 3 5 7
    H 50   v v 0 ^ v 1 2 3 5 7 10
    J 80   v 0 ^ v 1 2 3 5 7 10 14
    K 125  0 ^ v 1 2 3 5 7 10 14 21
    L 200  ^ v 1 2 3 5 7 10 14 21 ^
    M 315  v 1 2 3 5 7 10 14 21 ^ ^
    N 500  1 2 3 5 7 10 14 21 ^ ^ ^
    P 800  2 3 5 7 10 14 21 ^ ^ ^ ^
    Q 1250 3 5 7 10 14 21 ^ ^ ^ ^ ^
    R 2000 5 7 10 14 21 ^ ^ ^ ^ ^ ^`,
  tightened: `
    A 2    v v v v v v v v v v 0
    B 3    v v v v v v v v v 0 v
    C 5    v v v v v v v v 0 v v
    D 8    v v v v v v v 0 v v 1
    E 13   v v v v v v 0 v v 1 2
    F 20   v v v v v 0 v v 1 2 3
    G 32   v v v v 0 v v 1 2 3 5
    H 50   v v v 0 v v 1 2 3 5 8
    J 80   v v 0 v v 1 2 3 5 8 12
    K 125  v 0 v v 1 2 3 5 8 12 18
    L 200  0 v v 1 2 3 5 8 12 18 ^
    M 315  v v 1 2 3 5 8 12 18 ^ ^
    N 500  v 1 2 3 5 8 12 18 ^ ^ ^
    P 800  1 2 3 5 8 12 18 ^ ^ ^ ^
    Q 1250 2 3 5 8 12 18 ^ ^ ^ ^ ^
    R 2000 3 5 8 12 18 ^ ^ ^ ^ ^ ^`,
  reduced: `
    A 2    v v v v v v v v v 0 v
    B 2    v v v v v v v v 0 ^ v
    C 2    v v v v v v v 0 ^ v 1
    D 3    v v v v v v 0 ^ v 1 1
    E 5    v v v v v 0 ^ v 1 1 2
    F 8    v v v v 0 ^ v 1 1 2 3
    G 13   v v v 0 ^ v 1 1 2 3 5
    H 20   v v 0 ^ v 1 1 2 3 5 6
    J 32   v 0 ^ v 1 1 2 3 5 6 8
    K 50   0 ^ v 1 1 2 3 5 6 8 10
    L 80   ^ v 1 1 2 3 5 6 8 10 ^
    M 125  v 1 1 2 3 5 6 8 10 ^ ^
    N 200  1 1 2 3 5 6 8 10 ^ ^ ^
    P 315  1 2 3 5 6 8 10 ^ ^ ^ ^
    Q 500  2 3 5 6 8 10 ^ ^ ^ ^ ^
    R 800  3 5 6 8 10 ^ ^ ^ ^ ^ ^`,
};

const rowsOf = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/ +/));

/** The plan that a cell leads to, arrows followed. */
const follow = (rows: readonly (readonly string[])[], from: number, column: number) => {
  for (let at = from; ; ) {
    const [letter = "", size = "", ...cells] = rows[at] ?? [];
    const cell = cells[column];
    if (cell === undefined) throw new Error("an arrow leads out of the table");
    if (cell !== "v" && cell !== "^") return { letter, sampleSize: Number(size), acceptance: Number(cell) };
    at += cell === "v" ? 1 : -1;
  }
};

/** A lot size and level that give the letter. */
const sizeOf = (letter: string) => {
  for (const [upTo = "", ...letters] of rowsOf(codeLetters)) {
    const level = inspectionLevels[letters.indexOf(letter)];
    if (level) return { size: Number(upTo), level };
  }
  throw new Error(letter);
};

describe("the published tables", () => {
  it("are offered for the standard's limits from 0.10 to 10", () => {
    expect(qualityLimits).toEqual(limits);
  });

  it("have these code letters", () => {
    let from = 1;
    for (const [upTo, ...letters] of rowsOf(codeLetters)) {
      for (const size of [from, Number(upTo)]) {
        expect(
          inspectionLevels.map((level) => codeLetter(size, level)),
          `${size}`,
        ).toEqual(letters);
      }
      from = Number(upTo) + 1;
    }
  });

  it.each(["normal", "tightened", "reduced"] as const)("have these plans for %s inspection", (inspection) => {
    const rows = rowsOf(masters[inspection]);
    expect(rows).toHaveLength(16);
    for (const [place, [letter = ""]] of rows.entries()) {
      const { size, level } = sizeOf(letter);
      for (const [column, limit] of limits.entries()) {
        const { sampleSize, ...plan } = follow(rows, place, column);
        // A lot smaller than the sample is looked at as a whole.
        expect(singlePlan(size, level, limit, inspection), `${letter} at ${limit}`).toEqual({
          ...plan,
          sampleSize: Math.min(size, sampleSize),
        });
      }
    }
  });
});
