import { expect, it } from "vitest";
import type { AnswerMapping, AnswerTable } from "./answer-file.ts";
import { doubtedIn, requireSensibleMapping } from "./answer-words.ts";
import { requireNoLineSkipped } from "./skipped-lines.ts";

const tableOf = (headings: string, ...lines: readonly string[]): AnswerTable => ({
  sheets: [],
  furtherHeadings: [],
  sheet: 0,
  names: ["kq"],
  titles: [],
  headerRow: 1,
  headings: headings.split(","),
  rows: lines.map((line, index) => ({ row: index + 2, cells: line.split(",") })),
});
const mapping: AnswerMapping = { headerRow: 1, number: 0, status: 1, reason: 2, loadedWhen: ["Đã nạp"] };
const headings = "Số đăng ký,Trạng thái,Lý do";
const rowsOf = (table: AnswerTable, by: AnswerMapping) => doubtedIn(table, by).map(({ row }) => row);

it("a refusal is no result that is still to come, and one in other words is doubted", () => {
  const table = tableOf(headings, "1,Đã nạp,", "2,Bị từ chối,Thiếu ngày sinh", "3,TB-7,Thiếu ngày sinh");
  const asPending = (...pendingWhen: string[]) => ({ ...mapping, pendingWhen });
  expect(() => requireSensibleMapping(table, asPending("Bị từ chối"))).toThrow("answer-mapping-wrong");
  expect(rowsOf(table, asPending("TB-7"))).toEqual([4]);
  const open = tableOf(headings, "1,Đã nạp,", "2,Đang xử lý,", "3,Chưa hợp lệ,");
  expect(rowsOf(open, asPending("Đang xử lý", "Chưa hợp lệ"))).toEqual([4]);
  // What is still to come counts as refused.
  expect(rowsOf(open, mapping)).toEqual([3]);
});

it("an unknown text beside clear ones, or a note of refusal, is doubted as loaded", () => {
  const noted = tableOf("Số đăng ký,Trạng thái,Diễn giải", "1,Đã nạp,", "2,K1,", "3,Đã nạp,Chưa đủ giấy tờ");
  const { reason: _, ...columns } = mapping;
  expect(rowsOf(noted, { ...columns, loadedWhen: ["Đã nạp", "K1"] })).toEqual([3, 4]);
  for (const text of ["Trả về", "Bị loại"])
    expect(() => requireSensibleMapping(noted, { ...mapping, loadedWhen: [text] })).toThrow(
      "answer-mapping-wrong",
    );
});

it("no line of a case stands at or above the headings that a mapping names", () => {
  const sent = ["1", "2", "3"].map((number) => ({ recordId: `c-${number}`, number, revision: 0 }));
  const require = (table: AnswerTable, headerRow: number) => () =>
    requireNoLineSkipped(table, { ...mapping, headerRow }, sent, 2008);
  const table = tableOf(headings, "2,Bị loại,", "1,Đã nạp,", "3,Đã nạp,");
  expect(require(table, 1)).not.toThrow();
  expect(require(table, 2)).toThrow("answer-mapping-wrong");
  // Columns that are numbered below their headings are no line of a case.
  expect(require(tableOf(headings, "(1),(2),(3)", "1,Đã nạp,"), 2)).not.toThrow();
  // Rows above the headings that were found are read by nobody either.
  const titled = (...cells: string[]) => ({
    ...table,
    titles: [{ row: 1, cells }],
    headerRow: 2,
    rows: table.rows.map(({ row, cells: own }) => ({ row: row + 1, cells: own })),
  });
  expect(require(titled("2", "Lỗi", ""), 2)).toThrow("answer-mapping-wrong");
  expect(require(titled("Số 2/BC", "Kính gửi", ""), 2)).not.toThrow();
});
