import { expect, it } from "vitest";
import { shortYearColumns, shortYearsIn, withCentury } from "./short-years.ts";

const table = {
  headings: ["Số đăng ký", "Ngày đăng ký", "Ngày sinh", "Quyển số", "Ngày xử lý", "Kết quả"],
  rows: [
    { row: 2, cells: ["1/08", "17/03/08", "01/03/08", "01/08", "02/03/26 10:05", "Đạt"] },
    { row: 3, cells: ["2/2008", "17.3.2008", "", "KS 01/2008", "02/03/2026", "Đạt"] },
  ],
};
const read = { recordType: "KS" };

it("years of two digits are found in the columns that are read for years, and in no other", () => {
  expect(shortYearsIn(table, read)).toEqual([
    { row: 2, column: 0, heading: "Số đăng ký", text: "1/08" },
    { row: 2, column: 1, heading: "Ngày đăng ký", text: "17/03/08" },
    { row: 2, column: 3, heading: "Quyển số", text: "01/08" },
    { row: 2, column: 4, heading: "Ngày xử lý", text: "02/03/26 10:05" },
  ]);
});

it("they are written in full by the century that a person says, and by no other word", () => {
  expect(withCentury(table, undefined, read)).toBe(table);
  expect(withCentury(table, 2000, read).rows[0]?.cells).toEqual([
    "1/2008",
    "17/03/2008",
    "01/03/08",
    "01/2008",
    "02/03/2026 10:05",
    "Đạt",
  ]);
  expect(withCentury(table, 1900, read).rows[0]?.cells[1]).toBe("17/03/1908");
  expect(withCentury(table, 2000, read).rows[1]).toEqual(table.rows[1]);
});

it("the column of the numbers is the one that a person has chosen", () => {
  const odd = { headings: ["A", "B"], rows: [{ row: 2, cells: ["5a/08", "5/09"] }] };
  expect(shortYearsIn(odd, { recordType: "KS", number: 1 })).toEqual([
    { row: 2, column: 1, heading: "B", text: "5/09" },
  ]);
});

it("the century may be another one in each column", () => {
  const old = {
    headings: ["Số đăng ký", "Ngày đăng ký", "Ngày xử lý"],
    rows: [{ row: 2, cells: ["1", "17/03/98", "01/12/26"] }],
  };
  const said = new Map([
    [1, 1900 as const],
    [2, 2000 as const],
  ]);
  expect(withCentury(old, said, read).rows[0]?.cells).toEqual(["1", "17/03/1998", "01/12/2026"]);
  const half = new Map([[1, 1900 as const]]);
  expect(withCentury(old, half, read).rows[0]?.cells).toEqual(["1", "17/03/1998", "01/12/26"]);
  const columns = shortYearColumns(shortYearsIn(old, read), half);
  expect(columns.map(({ heading, century }) => [heading, century])).toEqual([
    ["Ngày đăng ký", 1900],
    ["Ngày xử lý", undefined],
  ]);
});
