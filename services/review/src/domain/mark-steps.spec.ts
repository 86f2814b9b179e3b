import type { Mark } from "@sogoc/events";
import { expect, it } from "vitest";
import { droppedMarks, historiesOf, type MarkStep, stepsOfCheck } from "./mark-steps.ts";

const critical: Mark = { field: "meHoTen", severity: "critical", reason: "Sai họ" };
const minor: Mark = { field: "meHoTen", severity: "minor", reason: "Sai dấu" };
const check = (marks: readonly Mark[], other = {}) => ({
  recordId: "c-7",
  marks: [...marks],
  checkedBy: "kiem",
  ...other,
});
const at = (round: number) => ({ round, at: `2026-03-0${round}T02:00:00.000Z` });
const told = (steps: readonly MarkStep[]) => steps.map(({ what, severity }) => [what, severity]);

it("tells of a mark that is made milder in one round and taken back in the next what it was at its heaviest", () => {
  const withdrawn = [{ ...critical, markedBy: ["kiem"], because: "Chỉ sai dấu" }];
  const takenBack = [{ ...minor, because: "Sổ ghi đúng như vậy" }];
  const steps = [
    ...stepsOfCheck(check([critical]), [], at(1)),
    ...stepsOfCheck(check([minor], { withdrawn }), [critical], at(1)),
    ...stepsOfCheck(check([], { takenBack, checkedBy: "phan" }), [], at(2)),
  ];
  expect(told(steps)).toEqual([
    ["marked", "critical"],
    ["lowered", "critical"],
    ["marked", "minor"],
    ["taken-back", "minor"],
  ]);
  const history = historiesOf(steps)({ recordId: "c-7", field: "meHoTen" });
  expect(history).toEqual({ heaviest: "critical", steps });
  expect(history?.steps.at(-1)).toMatchObject({ by: "phan", round: 2, because: "Sổ ghi đúng như vậy" });
});

it("tells of marks that their own checker took away without a word, unless something else does", () => {
  const steps = [...stepsOfCheck(check([minor]), [], at(1)), ...stepsOfCheck(check([]), [minor], at(1))];
  expect(told(steps)).toEqual([
    ["marked", "minor"],
    ["dropped", "minor"],
  ]);
  expect(droppedMarks(steps, [])).toMatchObject([{ field: "meHoTen", what: "dropped", by: "kiem" }]);
  expect(droppedMarks(steps, [{ recordId: "c-7", field: "meHoTen" }])).toEqual([]);
  // What stands as it stood is no step.
  expect(stepsOfCheck(check([minor]), [minor], at(1))).toEqual([]);
});
