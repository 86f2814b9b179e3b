import { expect, it } from "vitest";
import { countMarkedFields, countOnceCritical, wasHeavier } from "./marked-fields.ts";
import type { MarkStanding } from "./verdicts.ts";

const mark = (
  recordId: string,
  field: string,
  standing: MarkStanding["standing"],
  other = {},
): MarkStanding => ({
  recordId,
  number: "1",
  field,
  severity: "major",
  reason: "Sai",
  standing,
  ...other,
});

it("counts each marked field once, and in one class only", () => {
  const marks = [
    // Two people, of whom one was overruled.
    mark("c-1", "meHoTen", "wrong"),
    mark("c-1", "meHoTen", "wrong", { reason: "Sai dấu" }),
    mark("c-1", "meHoTen", "withdrawn"),
    mark("c-1", "chaHoTen", "withdrawn"),
    mark("c-2", "meHoTen", "unchanged", { notMended: true }),
    mark("c-2", "chaHoTen", "unseen", { notMended: true }),
    mark("c-3", "meHoTen", "unseen"),
    mark("c-3", "chaHoTen", "mended"),
    mark("c-4", "meHoTen", "voided"),
    mark("c-5", "meHoTen", "lowered"),
    mark("c-5", "meHoTen", "wrong", { severity: "minor" }),
  ];
  const { total, counts } = countMarkedFields(marks);
  expect(counts).toEqual({ wrong: 2, notMended: 2, unseen: 1, mended: 1, voided: 1, withdrawn: 1 });
  expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(total);
});

it("counts what is no critical error any more by a word alone, and not what was mended", () => {
  const critical = { severity: "critical", heaviest: "critical" } as const;
  const marks = [
    // Made milder in one round, and taken back in the next.
    mark("c-1", "meHoTen", "withdrawn", { severity: "minor", heaviest: "critical" }),
    mark("c-2", "meHoTen", "withdrawn", critical),
    mark("c-3", "meHoTen", "mended", critical),
    // Made milder first, and then mended, or voided.
    mark("c-5", "meHoTen", "mended", { heaviest: "critical" }),
    mark("c-6", "meHoTen", "withdrawn", critical),
    mark("c-6", "meHoTen", "mended", { heaviest: "critical" }),
    mark("c-7", "meHoTen", "voided", { heaviest: "critical" }),
    // Changed, and not seen since; left as it was.
    mark("c-8", "meHoTen", "unseen", { heaviest: "critical" }),
    mark("c-9", "meHoTen", "unseen", { heaviest: "critical", notMended: true }),
    mark("c-4", "meHoTen", "withdrawn", critical),
    mark("c-4", "meHoTen", "wrong", critical),
  ];
  expect(countOnceCritical(marks)).toBe(3);
});

it("says of a milder mark beside a critical one that stands neither that it was made milder nor that it is gone", () => {
  const once = { heaviest: "critical" } as const;
  const milder = mark("c-1", "hoTen", "unseen", { ...once, notMended: true });
  const heavy = mark("c-1", "hoTen", "unseen", { ...once, severity: "critical", notMended: true });
  const elsewhere = mark("c-2", "hoTen", "unseen", { ...once, severity: "critical", notMended: true });
  expect(countOnceCritical([milder, heavy])).toBe(0);
  expect(wasHeavier(milder, [milder, heavy])).toBe(false);
  // The heavy one was made milder, or is another case's: the field was heavier.
  const lowered = mark("c-1", "hoTen", "lowered", { ...once, severity: "critical" });
  expect(countOnceCritical([milder, lowered])).toBe(1);
  expect(wasHeavier(milder, [milder, lowered, elsewhere])).toBe(true);
});
