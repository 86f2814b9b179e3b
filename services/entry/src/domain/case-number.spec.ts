import { CommandRejected } from "@sogoc/core";
import { describe, expect, it } from "vitest";
import { getCaseNumber, parseCaseNumber } from "./case-number.ts";

const textOf = (so: string, suffix?: string) => parseCaseNumber(so, 2008, suffix)?.number;

describe("the number of a case", () => {
  it("is the same case however it is written", () => {
    for (const so of ["7", "07", "007", " 7 ", "7/2008", "07/2008", "7 / 2008"]) {
      expect(parseCaseNumber(so, 2008), so).toEqual({ number: "7", plainNumber: 7 });
    }
  });

  it("keeps a year that is not the book's own", () => {
    expect(textOf("7/2009")).toBe("7/2009");
    expect(textOf("7a/2009")).toBe("7a/2009");
  });

  it("tells a second case of a number by a small letter, written or given", () => {
    expect(textOf("7A")).toBe("7a");
    expect(textOf("7", "b")).toBe("7b");
    expect(textOf("7a", "b")).toBe("7b");
    expect(parseCaseNumber("7", 2008, "b")?.plainNumber).toBe(7);
  });

  it("is nothing for anything else", () => {
    for (const so of ["", "bảy", "0", "7ab", "7-8", "12345", "7/08", "-7", "7.0", "٧"]) {
      expect(parseCaseNumber(so, 2008), so).toBeUndefined();
    }
  });

  it("points at its column when it must be one", () => {
    expect(getCaseNumber("KS", "7", 2008).number).toBe("7");
    try {
      getCaseNumber("KS", "bảy", 2008);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(CommandRejected);
      if (!(error instanceof CommandRejected)) return;
      expect(error.code).toBe("value-not-storable");
      expect(error.problems).toMatchObject([{ pointer: "/fields/so", rule: "registration-number-invalid" }]);
      expect(JSON.stringify(error.problems)).not.toContain("bảy");
    }
  });
});
