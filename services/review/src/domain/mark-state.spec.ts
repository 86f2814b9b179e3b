import type { Mark } from "@sogoc/events";
import { expect, it } from "vitest";
import {
  countNotMended,
  type EarlierCheck,
  type EarlierMark,
  type MarkedRecord,
  marksAfterRound,
  marksWithState,
} from "./mark-state.ts";

const mark: Mark = { field: "meHoTen", severity: "critical", reason: "Sổ ghi khác" };
const [hoa, lan] = [{ raw: "Trần Thị Hoa" }, { raw: "Trần Thị Lan" }];
const record = (other: Partial<MarkedRecord> = {}): MarkedRecord => ({
  number: "7",
  batchId: "x-1",
  status: "entered",
  fields: { meHoTen: hoa },
  earlierValues: {},
  ...other,
});
const right = { fieldsChecked: 10, marks: [], checkedBy: "hoa", times: 1 };
const changed = record({ fields: { meHoTen: lan }, earlierValues: { meHoTen: [{ until: 3, value: hoa }] } });
const changedBack = record({
  earlierValues: {
    meHoTen: [
      { until: 3, value: hoa },
      { until: 4, value: lan },
    ],
  },
});
const marked: readonly EarlierMark[] = [{ ...mark, recordRevision: 2 }];
const stateOf = (known: MarkedRecord, looked: boolean, earlier = marked) => {
  const checks = looked ? new Map([["c-7", right]]) : new Map();
  const state = { checks, withdrawnOfColleagues: [], withdrawnOfEarlierRounds: [] };
  return marksWithState(state, new Map([["c-7", earlier]]), new Map([["c-7", known]]), "x-1");
};

it.each<[string, MarkedRecord, boolean, string, true | undefined]>([
  ["changed, and not looked at again", changed, false, "unseen", undefined],
  ["changed and found right", changed, true, "mended", undefined],
  ["found right as it was", record(), true, "unchanged", true],
  ["as it was, and not looked at again", record(), false, "unseen", true],
  ["changed and changed back", changedBack, true, "unchanged", true],
  [
    "found right after another field was changed",
    record({ earlierValues: { chaHoTen: [{ until: 3 }] } }),
    true,
    "unchanged",
    true,
  ],
  [
    "changed before it was marked",
    record({ earlierValues: { meHoTen: [{ until: 2, value: lan }] } }),
    true,
    "unchanged",
    true,
  ],
  [
    "said to be doubtful, and nothing else",
    record({
      fields: { meHoTen: { raw: hoa.raw, doubtful: true } },
      earlierValues: { meHoTen: [{ until: 3, value: hoa }] },
    }),
    true,
    "unchanged",
    true,
  ],
  [
    "spelled otherwise, and nothing else",
    record({
      fields: { meHoTen: { raw: "TRẦN  THỊ HOA", value: "Trần Thị Hoa" } },
      earlierValues: { meHoTen: [{ until: 3, value: hoa }] },
    }),
    true,
    "unchanged",
    true,
  ],
  [
    "mended and then spelled as it was, in capitals",
    record({
      fields: { meHoTen: { raw: "TRẦN THỊ HOA" } },
      earlierValues: {
        meHoTen: [
          { until: 3, value: hoa },
          { until: 4, value: lan },
        ],
      },
    }),
    true,
    "unchanged",
    true,
  ],
  [
    "filled where nothing was keyed",
    record({ earlierValues: { meHoTen: [{ until: 3 }] } }),
    true,
    "mended",
    undefined,
  ],
  [
    "voided, and the voiding found right",
    record({ status: "voided", voided: { revision: 3 } }),
    true,
    "voided",
    undefined,
  ],
])("a mark of an earlier round: %s", (_name, known, looked, state, notMended) => {
  const [only] = stateOf(known, looked);
  expect(only).toMatchObject({ field: "meHoTen", recordId: "c-7", number: "7", state });
  expect(only?.notMended).toBe(notMended);
});

/** What is left of the marks of several rounds. */
const after = (...checks: readonly EarlierCheck[]) => checks.reduce(marksAfterRound, []);
const foundRight = (recordRevision: number): EarlierCheck => ({ marks: [], recordRevision });

it("a mark of two rounds ago is not forgotten by a check that says nothing of it", () => {
  const left = after({ marks: [mark], recordRevision: 2 }, foundRight(2));
  expect(stateOf(record(), true, left)).toMatchObject([{ state: "unchanged", notMended: true }]);
  // Mended in between, and changed back since.
  const mended = after({ marks: [mark], recordRevision: 2 }, foundRight(3));
  expect(stateOf(changed, false, mended)).toMatchObject([{ state: "mended" }]);
  expect(stateOf(changedBack, false, mended)).toMatchObject([{ state: "unseen", notMended: true }]);
});

it("a value that was wrong is wrong also after another one was", () => {
  const twice = after({ marks: [mark], recordRevision: 2 }, { marks: [mark], recordRevision: 3 });
  expect(stateOf(changedBack, true, twice)).toMatchObject([{ state: "unchanged", notMended: true }]);
  const third = record({ ...changedBack, fields: { meHoTen: { raw: "Trần Thị Huệ" } } });
  expect(stateOf(third, true, twice)).toMatchObject([{ state: "mended" }]);
});

it("a mark that was taken back with a reason is settled, until the field is marked again", () => {
  const takenBack = [{ field: "meHoTen", by: "kiem", because: "Sổ ghi như vậy" }];
  const settled = after({ marks: [mark], recordRevision: 2 }, { marks: [], recordRevision: 2, takenBack });
  const [only] = stateOf(record(), true, settled);
  expect(only).toMatchObject({ state: "withdrawn", withdrawnBy: "kiem", because: "Sổ ghi như vậy" });
  expect(only?.notMended).toBeUndefined();
  const again = marksAfterRound(settled, { marks: [mark], recordRevision: 2 });
  expect(stateOf(record(), true, again)).toMatchObject([{ state: "unchanged", notMended: true }]);
});

it("counts fields, not the words that two people have for one of them", () => {
  const twice = marksAfterRound([], {
    marks: [mark, { field: "meHoTen", severity: "minor", reason: "thiếu dấu" }],
    recordRevision: 2,
  });
  expect(countNotMended(stateOf(record(), true, twice))).toBe(1);
});

it("a mark that is taken away is told from one that is made milder", () => {
  const taken = { ...mark, recordId: "c-7", markedBy: ["kiem"], because: "Như sổ", withdrawnBy: "hoa" };
  const states = (...marks: readonly Mark[]) => {
    const check = { ...right, recordRevision: 2, marks: marks.map((one) => ({ ...one, by: ["hoa"] })) };
    const checks = new Map([["c-7", check]]);
    const state = { checks, withdrawnOfColleagues: [taken], withdrawnOfEarlierRounds: [] };
    return marksWithState(state, new Map(), new Map([["c-7", record()]]), "x-1").map((one) => one.state);
  };
  expect(states()).toEqual(["withdrawn"]);
  expect(states({ ...mark, severity: "minor" })).toEqual(["wrong", "lowered"]);
  expect(states({ ...mark, reason: "Khác" })).toEqual(["wrong", "withdrawn"]);
  expect(states({ ...mark, field: "chaHoTen", severity: "minor" })).toEqual(["wrong", "withdrawn"]);
});
