import { expect, it } from "vitest";
import { marksThatCount, takenBackAfter } from "./marks-that-count.ts";

const [first, second, third] = ["2026-03-01T02:00:00Z", "2026-03-02T02:00:00Z", "2026-03-03T02:00:00Z"];
const mother = { field: "meHoTen", severity: "major", reason: "Sai" } as const;

it("what is taken back later does not count, what is marked after that does", () => {
  const takenBack = takenBackAfter(undefined, [{ ...mother, because: "như sổ" }], second);
  const father = { ...mother, field: "chaHoTen" };
  expect(marksThatCount([mother, father], first, takenBack)).toEqual([father]);
  expect(marksThatCount([mother], third, takenBack)).toEqual([mother]);
  expect(marksThatCount([mother], first)).toEqual([mother]);
});

it("the last word counts, whichever is heard of first", () => {
  const said = [{ ...mother, because: "như sổ" }];
  const inOrder = takenBackAfter(takenBackAfter(undefined, said, first), said, third);
  expect(takenBackAfter(takenBackAfter(undefined, said, third), said, first)).toEqual(inOrder);
});
