import type { WorkbookCell } from "@sogoc/files";
import { findField, getRecordType } from "@sogoc/registers";
import { describe, expect, it } from "vitest";
import { createDateOrders, type DateOrder } from "./date-order.ts";
import { readImportRow } from "./import-row.ts";

const births = getRecordType("KS");
const CODE = "ngayDangKy";

const text = (content: string): WorkbookCell => ({ text: content, kind: "text" });
/** A day that a spreadsheet program keeps, `dd.MM.yyyy`. */
const kept = (content: string): WorkbookCell => {
  const iso = content.split(".").toReversed().join("-");
  return { text: content, kind: "date", day: { iso, shown: { year: true, month: true, day: true } } };
};
const read = (cell: WorkbookCell, order?: DateOrder, code = CODE) => {
  const row = { sheet: "S", row: 2, cells: [cell] };
  const { fields, cellProblems } = readImportRow(
    row,
    [code],
    births,
    new Map(),
    order ? { [code]: order } : {},
  );
  const [problem] = cellProblems;
  return {
    value: fields[code],
    told: problem && [problem.rule, problem.severity, problem.suggestion],
  };
};

describe("a date in a cell of text", () => {
  it.each([
    // The day stands in the second place: never turned round unasked.
    ["05/31/2008", "date-month-first", "31.05.2008"],
    ["5-31-2008", "date-month-first", "31.05.2008"],
    ["02.29.2008", "date-month-first", "29.02.2008"],
    ["14-Aug", "date-without-year", undefined],
    ["Aug 14", "date-without-year", undefined],
    ["14/8", "date-without-year", undefined],
    ["14 tháng 8", "date-without-year", undefined],
    // A moment, which is the day before in another zone.
    ["2008-05-31T17:00:00Z", "date-with-time", undefined],
    ["2008-05-31T00:00:00+07:00", "date-with-time", undefined],
    ["2008-05-31 15:30", "date-with-time", "31.05.2008"],
  ])("%s is no value: %s", (content, rule, suggestion) => {
    expect(read(text(content))).toEqual({ value: undefined, told: [rule, "error", suggestion] });
  });

  it.each([
    ["31/05/2008", "2008-05-31"],
    ["05/06/2008", "2008-06-05"],
    ["2008-05-31", "2008-05-31"],
    // As databases write a day.
    ["2008-05-31T00:00:00", "2008-05-31"],
    ["2008-05-31 00:00:00.000", "2008-05-31"],
  ])("%s is %s", (content, value) => {
    const raw = content;
    expect(read(text(content))).toEqual({ value: raw === value ? { raw } : { raw, value }, told: undefined });
  });

  it.each(["31/02/2008", "05/32/2008", "31/05/08", "13/13/2008"])(
    "%s is for the rules to tell",
    (content) => {
      expect(read(text(content))).toEqual({ value: { raw: content }, told: undefined });
    },
  );

  it("is left alone in a field that is no date", () => {
    expect(read(text("05/31/2008"), undefined, "ghiChu").told).toBeUndefined();
  });

  it("is read in both calendars where it lost its format", () => {
    const bare = { text: "38225", kind: "number" } as const;
    expect(read({ ...bare, from1904: true }).told).toEqual(["date-as-number", "error", "27.08.2008"]);
    expect(read(bare).told).toEqual(["date-as-number", "error", "26.08.2004"]);
  });
});

describe("a column of dates", () => {
  const orderOf = (...cells: readonly WorkbookCell[]) => {
    const dates = createDateOrders();
    const field = findField(births, CODE);
    for (const cell of cells) if (field) dates.see(field, cell);
    return dates.found()?.[CODE];
  };

  /** Days of a month from the first to the last; one of them, in June, is the same either way. */
  const days = (cell: (content: string) => WorkbookCell, first: number, last: number) =>
    Array.from({ length: last - first + 1 }, (_, index) => {
      const day = String(first + index).padStart(2, "0");
      return cell(cell === kept ? `${day}.06.2008` : `${day}/06/2008`);
    });

  it.each<[string, DateOrder | undefined, readonly WorkbookCell[]]>([
    ["has the month first", "month-first", [text("05/06/2008"), text("05/31/2008"), kept("05.06.2008")]],
    ["has both orders", "mixed", [text("05/31/2008"), text("31/05/2008"), text("05/06/2008")]],
    [
      "has texts with the month first beside days past the twelfth",
      "mixed",
      [text("05/31/2008"), kept("31.05.2008")],
    ],
    [
      "was turned by a spreadsheet program",
      "turned",
      [text("31/05/2008"), kept("05.06.2008"), kept("01.02.2008")],
    ],
    [
      "was turned, but for a cell that was made a text",
      "turned",
      [text("31/05/2008"), text("05/06/2008"), kept("05.06.2008")],
    ],
    ["has the day first", undefined, [text("31/05/2008"), text("05/06/2008"), kept("20.06.2008")]],
    [
      "was turned, but for one day that was typed anew",
      "turned",
      [text("31/05/2008"), text("30/05/2008"), kept("05.06.2008"), kept("20.06.2008")],
    ],
    [
      "was turned, but for a fifth of its days",
      "turned",
      [...days(text, 13, 22), ...days(kept, 1, 8), kept("20.06.2008"), kept("21.06.2008")],
    ],
    [
      "was read rightly by the program, one cell made a text",
      undefined,
      [text("31/05/2008"), ...days(kept, 1, 12), ...days(kept, 13, 30)],
    ],
    ["has days in every part of the month", undefined, [...days(kept, 2, 12), ...days(kept, 13, 30)]],
    ["has days past the twelfth for one in four", undefined, [...days(kept, 2, 12), ...days(kept, 13, 15)]],
    [
      "has one day past the twelfth for eleven others",
      "unproven",
      [...days(kept, 1, 12), kept("20.06.2008")],
    ],
    [
      "has one text past the twelfth for eleven others",
      "unproven",
      [...days(text, 1, 12), text("20/06/2008")],
    ],
    ["has no day past the twelfth of many", "unproven", days(kept, 1, 8)],
    ["has one day again and again", undefined, Array.from({ length: 90 }, () => kept("05.06.2008"))],
    ["proves nothing", undefined, [text("05/06/2008"), kept("05.06.2008"), text("05/05/2008")]],
    ["has years and months", undefined, [text("2008"), text("05/2008"), text("khoảng 45 tuổi")]],
  ])("%s: %s", (_, order, cells) => {
    expect(orderOf(...cells)).toBe(order);
  });

  it("that has the month first refuses what may be meant either way, and doubts days that a program made", () => {
    expect(read(text("05/06/2008"), "month-first")).toEqual({
      value: undefined,
      told: ["date-order-doubtful", "error", "06.05.2008"],
    });
    expect(read(kept("05.06.2008"), "month-first")).toEqual({
      value: { raw: "05.06.2008", value: "2008-06-05", doubtful: true },
      told: ["date-order-doubtful", "warning", "06.05.2008"],
    });
  });

  it("that has both orders keeps such a day as doubtful, and tells", () => {
    expect(read(text("05/06/2008"), "mixed")).toEqual({
      value: { raw: "05/06/2008", value: "2008-06-05", doubtful: true },
      told: ["date-order-doubtful", "warning", "06.05.2008"],
    });
  });

  it("that proves nothing keeps as doubtful what may be meant either way, and tells", () => {
    for (const cell of [kept("05.06.2008"), text("05/06/2008")]) {
      expect(read(cell, "unproven")).toEqual({
        value: { raw: cell.text, value: "2008-06-05", doubtful: true },
        told: ["date-order-doubtful", "warning", "06.05.2008"],
      });
      expect(read(kept("20.06.2008"), "unproven").told).toBeUndefined();
    }
  });

  it("that was turned doubts the days that the program made, and no text", () => {
    expect(read(kept("05.06.2008"), "turned").told?.[0]).toBe("date-order-doubtful");
    expect(read(text("31/05/2008"), "turned").told).toBeUndefined();
  });

  it("doubts nothing that is one day in both orders, or one in one order only", () => {
    for (const content of ["05/05/2008", "31/05/2008", "2008-06-05", "06/2008", "2008"])
      expect(read(text(content), "mixed").told).toBeUndefined();
  });
});
