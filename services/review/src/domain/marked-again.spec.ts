import { expect, it } from "vitest";
import { broughtBackBy } from "./marked-again.ts";

const mark = { field: "meHoTen", severity: "critical", reason: "Sổ ghi khác" } as const;
const [hoa, lan] = [{ raw: "Trần Thị Hoa" }, { raw: "Trần Thị Lan" }];
/** Marked in revision 0, mended in revision 1. */
const record = {
  number: "7",
  batchId: "x-1",
  status: "entered",
  revision: 1,
  fields: { meHoTen: lan, chaHoTen: { raw: "Lê Văn Nam" } },
  earlierValues: { meHoTen: [{ until: 1, value: hoa }] },
} as const;
const marks = [{ ...mark, recordRevision: 0, rightAt: 1 }];
const checks = [
  { round: 1, by: "kiem", at: "2026-03-02T02:00:00.000Z", recordRevision: 0, marks: [mark] },
  { round: 2, by: "hoa", at: "2026-03-03T02:00:00.000Z", recordRevision: 1, marks: [] },
];
const to = (field: string, raw: string) => [{ field, before: lan, after: { raw } }];
const back = [{ ...mark, round: 1, markedBy: "kiem", markedAt: "2026-03-02T02:00:00.000Z" }];

it("tells a value that a round marked, in whichever spelling, with who, why and when", () => {
  expect(broughtBackBy(record, to("meHoTen", "Trần Thị Hoa"), marks, checks)).toEqual(back);
  expect(broughtBackBy(record, to("meHoTen", "TRẦN  THỊ HOA"), marks, checks)).toEqual(back);
});

it("tells nothing of another value, of another field, and of a mark that was taken back", () => {
  expect(broughtBackBy(record, to("meHoTen", "Trần Thị Huệ"), marks, checks)).toEqual([]);
  expect(broughtBackBy(record, to("chaHoTen", "Trần Thị Hoa"), marks, checks)).toEqual([]);
  const takenBack = [{ ...mark, recordRevision: 0, takenBack: { by: "hoa", because: "Sổ ghi như vậy" } }];
  expect(broughtBackBy(record, to("meHoTen", "Trần Thị Hoa"), takenBack, checks)).toEqual([]);
});
