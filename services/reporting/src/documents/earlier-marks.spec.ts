import { recorded } from "@sogoc/core/testing";
import type { Mark, RecordedDomainEvent } from "@sogoc/events";
import { expect, it } from "vitest";
import * as make from "../testing/events.ts";
import { type CheckOfRound, outcomesOf } from "./earlier-marks.ts";

const mark: Mark = { field: "nksHoTen", severity: "major", reason: "Sai tên" };
const [an, binh] = [{ raw: "Nguyễn Văn An" }, { raw: "Nguyễn Văn Bình" }];
const entered = make.recordEntered({ fields: make.fieldsOf("1", an.raw) });
const changed = (before: typeof an, after: typeof an) =>
  make.recordCorrected({ changes: [{ field: "nksHoTen", before, after }] });
const log = (...events: readonly Parameters<typeof recorded>[0][]) =>
  events.map((event, revision) => recorded(event, { revision }) as unknown as RecordedDomainEvent);
const round = (number: number, other: Partial<CheckOfRound> = {}): CheckOfRound => ({
  round: number,
  recordRevision: 0,
  marks: [],
  takenBack: [],
  ...other,
});
const first = round(1, { marks: [mark] });
const because = "Sổ ghi như vậy";

it.each<[string, readonly CheckOfRound[], RecordedDomainEvent[]]>([
  ["mended", [first, round(2)], log(entered, changed(an, binh))],
  ["stands", [first, round(2)], log(entered)],
  ["stands", [first, round(2)], log(entered, changed(an, binh), changed(binh, an))],
  ["taken-back", [first, round(2, { takenBack: [{ field: "nksHoTen", because }] })], log(entered)],
  ["marked-again", [first, round(2, { marks: [mark] })], log(entered)],
  ["voided", [first, round(2)], log(entered, make.recordVoided())],
])("a mark of an earlier round: %s", (outcome, checks, events) => {
  expect(outcomesOf(checks, events, 2)).toMatchObject([{ round: 1, field: "nksHoTen", outcome }]);
});

it("leaves out the marks of the round that the minutes are of", () => {
  expect(outcomesOf([first], log(entered), 1)).toEqual([]);
});
