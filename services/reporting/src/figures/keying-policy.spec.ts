import { describe, expect, it } from "vitest";
import type { SecondKeyingView } from "../read-models/second-keyings.ts";
import { createDisagreementSums, type FieldDisagreement } from "./disagreements.ts";
import { policyEstimates, SAME_MISREADING } from "./keying-policy.ts";

const row = (other: Partial<SecondKeyingView> = {}): SecondKeyingView => ({
  id: "c",
  unitId: "u",
  bookId: "b-1",
  batchId: "x-1",
  recordType: "KS",
  day: "2026-03-01",
  revision: 1,
  firstKeyedBy: "nam",
  secondKeyedBy: "hoa",
  compared: ["nksHoTen", "nksNoiSinh"],
  differing: [],
  resolved: {},
  ...other,
});

describe("sums of second keyings", () => {
  it("count each compared field, and the decision against whom it went", () => {
    const adding = createDisagreementSums();
    adding.add(row());
    adding.add(
      row({
        differing: ["nksHoTen", "nksNoiSinh"],
        resolved: { nksHoTen: { choice: "second", kind: "tones" } },
      }),
    );
    adding.add(
      row({
        bookId: "b-2",
        firstKeyedBy: "hoa",
        secondKeyedBy: "nam",
        differing: ["nksHoTen"],
        resolved: { nksHoTen: { choice: "neither", kind: "other" } },
      }),
    );
    const { records, fields, books, clerks } = adding.sums();
    expect(records).toBe(3);
    expect(fields.get("KS nksHoTen")).toEqual({
      compared: 3,
      differing: 2,
      tones: 1,
      first: 0,
      second: 1,
      neither: 1,
    });
    expect(fields.get("KS nksNoiSinh")).toMatchObject({ compared: 3, differing: 1, second: 0 });
    expect(books.get("b-1")).toMatchObject({ records: 2, compared: 4, differing: 2 });
    expect(clerks.get("nam")).toEqual({ compared: 6, differing: 3, decided: 2, wrong: 2 });
    expect(clerks.get("hoa")).toEqual({ compared: 6, differing: 3, decided: 2, wrong: 1 });
  });
});

describe("what more or less double keying would cost and leave", () => {
  const field = (name: string, other: Partial<FieldDisagreement>): FieldDisagreement => ({
    recordType: "KS",
    field: name,
    labelVi: name,
    labelEn: name,
    compared: 1_000,
    differing: 0,
    tones: 0,
    first: 0,
    second: 0,
    neither: 0,
    ...other,
  });

  it("follows from what was decided, field by field", () => {
    const measured = [
      field("nksHoTen", { differing: 30, first: 18, second: 10, neither: 2 }),
      field("nksNoiSinh", { differing: 20, first: 10, second: 10 }),
      field("dgHoTen", { recordType: "KH", differing: 900 }),
    ];
    const [single, identity, all] = policyEstimates("KS", measured);
    const alike = (2 * SAME_MISREADING) / (1 - SAME_MISREADING) / 10;
    expect(single).toMatchObject({ fieldsKeyedTwice: 0, measuredFields: 2, decisionsPer100: 0 });
    expect(single?.wrongPer100).toBeCloseTo(1.2 + 1 + alike, 9);
    expect(identity?.decisionsPer100).toBeCloseTo(3, 9);
    expect(identity?.wrongPer100).toBeCloseTo(1 + alike, 9);
    expect(all?.decisionsPer100).toBeCloseTo(5, 9);
    expect(all?.wrongPer100).toBeCloseTo(alike, 9);
  });

  it("takes what is not decided yet to go as the decided part went", () => {
    const [half] = policyEstimates("KS", [field("nksHoTen", { differing: 20, first: 5, second: 5 })]);
    expect(half?.wrongPer100).toBeCloseTo(1, 9);
  });

  it("takes a field of which nothing is decided to go as all fields went", () => {
    const measured = [
      field("nksHoTen", { differing: 20, first: 5, second: 5 }),
      field("nksNoiSinh", { differing: 10 }),
    ];
    const [half, identity] = policyEstimates("KS", measured);
    expect(half?.wrongPer100).toBeCloseTo(1 + 0.5, 9);
    expect(identity?.decisionsPer100).toBeCloseTo(2, 9);
  });

  it("does not know what stays wrong while nobody has decided what differs", () => {
    const measured = [field("nksHoTen", { differing: 500 }), field("meHoTen", {})];
    for (const { keying, wrongPer100, decisionsPer100 } of policyEstimates("KS", measured)) {
      expect([keying, wrongPer100]).toEqual([keying, null]);
      expect([keying, decisionsPer100]).toEqual([keying, keying === "single" ? 0 : 50]);
    }
  });

  it("counts no error where everybody read the same", () => {
    for (const one of policyEstimates("KS", [field("nksHoTen", {})]))
      expect(one).toMatchObject({ measuredFields: 1, decisionsPer100: 0, wrongPer100: 0 });
  });

  it("knows nothing where nothing was measured", () => {
    const [single, ...twice] = policyEstimates("KS", []);
    expect(single).toMatchObject({ measuredFields: 0, decisionsPer100: 0, wrongPer100: null });
    for (const one of twice)
      expect(one).toMatchObject({ measuredFields: 0, decisionsPer100: null, wrongPer100: null });
    const [, identity, all] = policyEstimates("KS", [field("nksNoiSinh", { differing: 1, first: 1 })]);
    expect(identity?.decisionsPer100).toBe(null);
    expect(all?.decisionsPer100).toBeCloseTo(0.1, 9);
  });
});
