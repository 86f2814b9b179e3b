import { given } from "@sogoc/core/testing";
import { expect, it } from "vitest";
import { type TakeFewRecords, type TakingEvent, takingDecider } from "./taking.ts";

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `r-${from + index}`);
const taken = (recordIds: string[], takenAt = "2026-03-10T02:00:00.000Z"): TakingEvent => ({
  type: "FewRecordsTaken",
  data: { exportId: `x-${recordIds[0]}`, bookId: "b-1", unitId: "u-1", takenBy: "mai", takenAt, recordIds },
});
const take = (recordIds: string[], more: Partial<TakeFewRecords> = {}): TakeFewRecords => ({
  data: taken(recordIds).data,
  before: [],
  since: "2026-03-03T02:00:00.000Z",
  inBook: 500,
  ...more,
});

it("is a few records until they add up to a book, each counted once", () => {
  const first = taken(numbered(1, 12));
  given(takingDecider)
    .when(take(numbered(1, 12)))
    .then([first]);
  given(takingDecider, [first])
    .when(take(numbered(5, 20)))
    .then([taken(numbered(5, 20))]);
  given(takingDecider, [first])
    .when(take(numbered(13, 21)))
    .then([]);
  given(takingDecider)
    .when(take(numbered(1, 12), { before: numbered(30, 40) }))
    .then([]);
  given(takingDecider)
    .when(take(numbered(1, 6), { inBook: 12 }))
    .then([]);
});

it("counts no more what was taken earlier than seven days ago", () => {
  const long = taken(numbered(1, 12), "2026-03-03T01:59:59.000Z");
  given(takingDecider, [long])
    .when(take(numbered(13, 24)))
    .then([taken(numbered(13, 24))]);
  expect(take([]).since > long.data.takenAt).toBe(true);
});
