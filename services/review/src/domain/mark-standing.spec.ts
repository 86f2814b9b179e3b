import type { Mark } from "@sogoc/events";
import { expect, it } from "vitest";
import { type MarkedRecord, marksWithStanding } from "./mark-standing.ts";

const mark: Mark = { field: "meHoTen", severity: "critical", reason: "Sổ ghi khác" };
const record = (other: Partial<MarkedRecord> = {}): MarkedRecord => ({
  number: "7",
  status: "entered",
  changedIn: {},
  ...other,
});
const right = { fieldsChecked: 10, marks: [], checkedBy: "hoa", times: 1 };

it.each<[string, MarkedRecord, boolean, string]>([
  ["not looked at again", record({ changedIn: { meHoTen: 3 } }), false, "unseen"],
  ["changed and found right", record({ changedIn: { meHoTen: 3 } }), true, "mended"],
  ["found right as it was", record(), true, "unchanged"],
  ["found right after another field was changed", record({ changedIn: { chaHoTen: 3 } }), true, "unchanged"],
  ["changed before it was marked", record({ changedIn: { meHoTen: 2 } }), true, "unchanged"],
  ["voided, and the voiding found right", record({ status: "voided" }), true, "voided"],
])("a mark of an earlier round: %s", (_name, known, looked, standing) => {
  const checks = looked ? new Map([["c-7", right]]) : new Map();
  const earlier = new Map([["c-7", { marks: [mark], recordRevision: 2 }]]);
  const marks = marksWithStanding({ checks, withdrawn: [] }, earlier, new Map([["c-7", known]]));
  expect(marks).toEqual([{ ...mark, recordId: "c-7", number: "7", standing }]);
});
