import { CommandRejected } from "@sogoc/core";
import type { FieldChange, FindingAnswer } from "@sogoc/events";
import { plainBirth } from "@sogoc/registers/testing";
import { describe, expect, it } from "vitest";
import { birthFields } from "../testing/birth.ts";
import { requireCorrectable, staleChangeRefusal } from "./field-changes.ts";
import { findingsFor, judgeFields, toProblem } from "./judgement.ts";
import { readKeyedFields } from "./keyed-fields.ts";

const rejectionOf = (work: () => unknown): CommandRejected => {
  try {
    work();
  } catch (error) {
    if (error instanceof CommandRejected) return error;
    throw error;
  }
  throw new Error("not rejected");
};

describe("reading keyed fields", () => {
  it("keeps what was written beside what it means, and leaves out what is empty", () => {
    const fields = readKeyedFields("KS", {
      nksNgaySinh: { raw: "01.03.2008" },
      ghiChu: { raw: "  " },
      meHoTen: { blank: true },
      chaHoTen: { illegible: "torn", raw: "Nguyễn" },
      nksHoTen: { raw: "Nguyễn Văn An", doubtful: true },
    });
    expect(fields).toEqual({
      nksNgaySinh: { raw: "01.03.2008", value: "2008-03-01" },
      meHoTen: { blank: true },
      chaHoTen: { illegible: "torn", raw: "Nguyễn" },
      nksHoTen: { raw: "Nguyễn Văn An", doubtful: true },
    });
  });

  it("names every column that the book type does not have", () => {
    const rejected = rejectionOf(() =>
      readKeyedFields("KS", { a: { raw: "1" }, ...plainBirth, b: { raw: "2" } }),
    );
    expect(rejected.code).toBe("field-unknown");
    expect(rejected.problems.map(({ pointer }) => pointer)).toEqual(["/fields/a", "/fields/b"]);
  });
});

describe("changes", () => {
  it("may not touch what names the record", () => {
    expect(() => requireCorrectable(["meHoTen", "ghiChu"])).not.toThrow();
    for (const field of ["so", "quyenSo"]) {
      expect(rejectionOf(() => requireCorrectable(["ghiChu", field])).code).toBe("field-not-correctable");
    }
  });

  it("are stale when what they were made for is not there any more", () => {
    const fields = birthFields();
    const fresh: FieldChange = {
      field: "meHoTen",
      before: { raw: "Trần Thị Hoa" },
      after: { raw: "Trần Hoà" },
    };
    const added: FieldChange = { field: "ghiChu", after: { raw: "x" } };
    expect(staleChangeRefusal(fields, [fresh, added])).toBeUndefined();
    expect(staleChangeRefusal({ ...fields, ghiChu: { raw: "y" } }, [fresh, added])).toBe(
      "value-changed-meanwhile",
    );
    expect(staleChangeRefusal({ ...fields, meHoTen: { blank: true } }, [fresh])).toBe(
      "value-changed-meanwhile",
    );
    const { meHoTen: _, ...without } = fields;
    expect(staleChangeRefusal(without, [fresh])).toBe("value-changed-meanwhile");
  });
});

describe("judging a record's values", () => {
  const book = { bookNumber: "01/2008", openingYear: 2008, places: {} };
  const odd = birthFields({ nksNgaySinh: { raw: "01.03.2009" } });
  const judge = (accepted: readonly FindingAnswer[], findingsNeedReason = true, fields = odd) =>
    judgeFields("KS", fields, { ...book, answers: accepted, findingsNeedReason });
  const open = () => findingsFor("KS", odd, book).filter(({ severity }) => severity !== "info");

  it("finds nothing in a birth that is right", () => {
    expect(judge([], true, birthFields()).findingCounts).toEqual({ errors: 0, warnings: 0, infos: 0 });
  });

  it("refuses until every warning has a reason, and tells which have none", () => {
    expect(open().length).toBeGreaterThan(0);
    const rejected = rejectionOf(() => judge([]));
    expect(rejected.code).toBe("warning-not-accepted");
    expect(rejected.problems).toEqual(open().map(toProblem));
    const accepted = open().map(({ rule, fields }) => ({ rule, fields, reason: "sổ ghi vậy" }));
    const { findingCounts } = judge(accepted);
    expect(findingCounts.errors + findingCounts.warnings).toBe(open().length);
    expect(rejectionOf(() => judge(accepted.slice(1))).problems).toEqual(open().slice(0, 1).map(toProblem));
  });

  it("does not take a reason for one column as one for another", () => {
    const elsewhere = open().map(({ rule }) => ({ rule, fields: ["ghiChu"], reason: "sổ ghi vậy" }));
    expect(rejectionOf(() => judge(elsewhere)).code).toBe("warning-not-accepted");
  });

  it("counts without asking where nobody can answer", () => {
    const { findingCounts, findings } = judge([], false);
    expect(findingCounts.errors + findingCounts.warnings).toBe(open().length);
    expect(findings).toEqual(findingsFor("KS", odd, book));
  });

  it("never stores what could not be found again", () => {
    const accepted: FindingAnswer[] = [
      { rule: "registration-number-invalid", fields: ["so"], reason: "sổ ghi vậy" },
    ];
    expect(rejectionOf(() => judge(accepted, false, birthFields({ so: { raw: "bảy" } }))).code).toBe(
      "value-not-storable",
    );
    const unknown = { ...birthFields(), khongCo: { raw: "x" } };
    expect(rejectionOf(() => judge([], false, unknown)).code).toBe("field-unknown");
  });

  it("uses findings that were made a moment ago", () => {
    const findings = findingsFor("KS", odd, book);
    const context = { ...book, answers: [], findingsNeedReason: false, findings };
    expect(judgeFields("KS", odd, context)).toEqual(judge([], false));
  });
});
