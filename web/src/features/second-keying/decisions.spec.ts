import { describe, expect, it } from "vitest";
import { type Decision, type Difference, nameOfReading, notTakenOf } from "./decisions.ts";

const difference = (field: string, recordId = "r-1"): Difference => ({
  recordId,
  revision: 3,
  number: "7b",
  field,
  kind: "other",
  first: { raw: "Nguyễn Văn An" },
  second: { blank: true },
});
const decision = (field: string, other: Partial<Decision> = {}): Decision => ({
  difference: difference(field),
  choice: "first",
  ...other,
});

describe("decisions that the server did not take", () => {
  it("are still open, or say what somebody else decided", () => {
    const [open, decided] = [decision("nksHoTen"), decision("meHoTen")];
    const found = notTakenOf(
      [open, decided],
      (one) => one === open,
      () => ({ raw: "Nguyễn Văn Ân" }),
    );
    expect(found).toEqual([
      { decision: open, isOpen: true },
      { decision: decided, isOpen: false, now: { raw: "Nguyễn Văn Ân" } },
    ]);
  });

  it("are none where it came to the same", () => {
    const same = [
      decision("nksHoTen"),
      decision("nksHoTen", { choice: "second" }),
      decision("nksHoTen", { choice: "neither", value: { illegible: "torn" } }),
    ];
    const now = [
      { raw: "Nguyễn Văn An", value: "NGUYỄN VĂN AN" },
      { blank: true },
      { illegible: "torn" },
    ] as const;
    for (const [index, one] of same.entries())
      expect(
        notTakenOf(
          [one],
          () => false,
          () => now[index],
        ),
      ).toEqual([]);
    expect(
      notTakenOf(
        same.slice(2),
        () => false,
        () => ({ illegible: "faded" }),
      ),
    ).toHaveLength(1);
  });

  it("are told, too, where nobody says what stands there now", () => {
    const typed = decision("nksHoTen", { choice: "neither", value: { raw: "Nguyễn Vân" } });
    const [told] = notTakenOf(
      [typed],
      () => false,
      () => undefined,
    );
    expect(told).toEqual({ decision: typed, isOpen: false, now: undefined });
  });
});

describe("what stands in a field by a decision", () => {
  it("is A, B, or neither of them", () => {
    const names = [{ raw: "Nguyễn Văn An" }, { blank: true } as const, { raw: "khác" }].map((value) =>
      nameOfReading(difference("nksHoTen"), value),
    );
    expect(names).toEqual(["A", "B", undefined]);
  });
});
