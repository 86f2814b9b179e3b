import { expect, it } from "vitest";
import { casesNotKeyed } from "./cases-not-keyed.ts";

it.each([
  [
    "an open batch has the numbers of all",
    6,
    [1, 2, 3],
    [{ from: 4, to: 6 }],
    { inBatches: [{ from: 4, to: 6, count: 3 }], inNone: 0 },
  ],
  ["no open batch", 6, [1, 2, 3], [], { inBatches: [], inNone: 3 }],
  [
    "one of them is keyed already",
    6,
    [1, 2, 3, 4],
    [{ from: 4, to: 5 }],
    { inBatches: [{ from: 4, to: 5, count: 1 }], inNone: 1 },
  ],
  [
    "the batch has more numbers than are missing",
    4,
    [1, 2, 3],
    [{ from: 4, to: 9 }],
    { inBatches: [{ from: 4, to: 9, count: 1 }], inNone: 0 },
  ],
  [
    "the batch is the whole book",
    3,
    [1],
    [{}],
    { inBatches: [{ from: undefined, to: undefined, count: 2 }], inNone: 0 },
  ],
  [
    "two batches of one number",
    3,
    [1, 2],
    [
      { from: 3, to: 3 },
      { from: 3, to: 3 },
    ],
    { inBatches: [{ from: 3, to: 3, count: 1 }], inNone: 0 },
  ],
  [
    "second cases are of no number that is missing",
    3,
    [1, 2],
    [{ from: 1, to: 3, secondCases: true as const }],
    { inBatches: [], inNone: 1 },
  ],
  ["nothing is missing", 2, [1, 2], [{ from: 3, to: 4 }], undefined],
  ["nobody has counted", null, [1], [], undefined],
])(
  "what the inventory has more is told by where it will come from: %s",
  (_, expected, keyed, batches, told) => {
    expect(casesNotKeyed(expected, keyed, batches)).toEqual(told);
  },
);
