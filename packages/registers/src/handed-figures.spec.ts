import { expect, it } from "vitest";
import { countHanded } from "./handed-figures.ts";

const first = { records: 4 };

it("counts all of it as awaited until the first answer", () => {
  expect(countHanded([first], 0, 0)).toEqual({ records: 4, loaded: 0, awaited: 4, notLoaded: 4 });
});

it("counts what changed since as not loaded, beside what an answer left", () => {
  expect(countHanded([first], 1, 0, { additions: 0, changes: 1 })).toEqual({
    records: 4,
    loaded: 3,
    awaited: 0,
    notLoaded: 1,
  });
  expect(countHanded([first], 1, 1, { additions: 2, changes: 1 })).toMatchObject({ loaded: 2, notLoaded: 4 });
});

it("counts what is awaited again as not loaded, each case once", () => {
  const second = { records: 3, supplement: { additions: 1, changes: 1 } };
  // One of its cases was refused before: that one is outstanding still.
  expect(countHanded([first, second], 1, 1)).toEqual({ records: 5, loaded: 2, awaited: 2, notLoaded: 3 });
  expect(countHanded([first, second], 2, 0)).toEqual({ records: 5, loaded: 5, awaited: 0, notLoaded: 0 });
});
