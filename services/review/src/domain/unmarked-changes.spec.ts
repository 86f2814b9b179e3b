import type { RecordedDomainEvent } from "@sogoc/events";
import { expect, it } from "vitest";
import type { EarlierCheck, EarlierMark } from "./mark-state.ts";
import { mayHaveUnmarkedChanges, unmarkedChangesIn } from "./unmarked-changes.ts";

const [recordId, mendingSince] = ["c-1", "2026-03-02T02:00:00.000Z"];

const corrected = (
  revision: number,
  at: string,
  ...changes: readonly { field: string; before?: { raw: string }; after?: { raw: string } }[]
) =>
  ({
    type: "RecordCorrected",
    revision,
    metadata: { at },
    data: { recordId, changes, reason: `lý do ${revision}`, correctedBy: "nam" },
  }) as unknown as RecordedDomainEvent;

const check: EarlierCheck = { marks: [], recordRevision: 2 };
const mark: EarlierMark = { field: "nksHoTen", severity: "major", reason: "Sai", recordRevision: 2 };
const none = { checks: new Map(), marks: new Map(), mendingSince: undefined };
const checked = { ...none, checks: new Map([[recordId, check]]), marks: new Map([[recordId, [mark]]]) };

const name = { field: "nksHoTen", before: { raw: "A" }, after: { raw: "B" } };
const mother = { field: "meHoTen", before: { raw: "M" }, after: { raw: "N" } };

it("tells the fields that nobody had marked, from what to what, and why", () => {
  const events = [
    corrected(1, "2026-03-01T01:00:00.000Z", { field: "chaHoTen", after: { raw: "X" } }),
    corrected(3, "2026-03-02T03:00:00.000Z", name, mother),
    corrected(4, "2026-03-02T04:00:00.000Z", { ...mother, before: { raw: "N" }, after: { raw: "O" } }),
  ];
  expect(unmarkedChangesIn(recordId, events, checked)).toEqual([
    { field: "meHoTen", before: { raw: "M" }, after: { raw: "O" }, reason: "lý do 4", by: "nam" },
  ]);
});

it("tells nothing of what was changed back", () => {
  const back = { field: "meHoTen", before: { raw: "N" }, after: { raw: "M" } };
  const events = [corrected(3, mendingSince, mother), corrected(4, mendingSince, back)];
  expect(unmarkedChangesIn(recordId, events, checked)).toEqual([]);
});

it("goes by the acceptance but for its marks where no round has seen the case", () => {
  const events = [
    corrected(1, "2026-03-02T01:00:00.000Z", name),
    corrected(2, "2026-03-02T03:00:00.000Z", mother),
  ];
  const mending = { ...none, mendingSince };
  expect(unmarkedChangesIn(recordId, events, mending)).toMatchObject([{ field: "meHoTen" }]);
  const record = { id: recordId, saidAt: "2026-03-02T03:00:00.000Z", contentRevision: 2 };
  expect([
    mayHaveUnmarkedChanges(record, mending),
    mayHaveUnmarkedChanges(record, none),
    mayHaveUnmarkedChanges(record, checked),
    mayHaveUnmarkedChanges({ ...record, contentRevision: 3 }, checked),
  ]).toEqual([true, false, false, true]);
});
