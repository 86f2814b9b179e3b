import type { Readable } from "node:stream";
import { expectedOf } from "../documents/report-columns.ts";
import { streamWorkbook } from "../documents/stream-workbook.ts";
import type { Freshness } from "./freshness.ts";
import type { ProgressFigures } from "./progress.ts";
import type { ProgressLine } from "./progress-table.ts";

/** Books and cases are counted apart, and each column says which. */
const columns: readonly (readonly [keyof ProgressFigures, string])[] = [
  ["books", "Sổ: tổng số / Books"],
  ["booksWithoutExpected", "Sổ: chưa biết số trường hợp / Books, cases unknown"],
  ["booksUntouched", "Sổ: chưa làm / Books untouched"],
  ["booksKeyed", "Sổ: đã nhập đủ / Books all keyed"],
  ["booksDone", "Sổ: đã nghiệm thu / Books accepted"],
  ["expected", "Trường hợp: dự kiến / Cases expected"],
  ["records", "Trường hợp: đã nhập / Cases keyed or imported"],
  ["keyed", "Trường hợp: nhập tay / Cases keyed"],
  ["imported", "Trường hợp: nhập từ tệp / Cases imported"],
  ["voided", "Trường hợp: đã hủy / Cases voided"],
  ["submitted", "Trường hợp: đã nộp / Cases submitted"],
  ["accepted", "Trường hợp: đã nghiệm thu / Cases accepted"],
  ["returnedRounds", "Lần trả lại / Rounds returned"],
  ["ruleErrors", "Lỗi theo quy tắc / Rule errors"],
  ["ruleWarnings", "Cảnh báo theo quy tắc / Rule warnings"],
  ["fieldsChecked", "Ô đã kiểm tra / Fields checked"],
  ["wrongFields", "Ô sai / Wrong fields"],
];

const UNKNOWN = "chưa đủ số liệu / not known";

/** The table of progress as a workbook, with what it is as of. */
export const progressWorkbook = (lines: readonly ProgressLine[], fresh: Freshness): Readable =>
  streamWorkbook(async (writer) => {
    const headers = [
      "Mã / Key",
      "Tên / Name",
      ...columns.map(([, header]) => header),
      "Nghiệm thu trên dự kiến (%) / Accepted of expected (%)",
    ];
    const sheet = await writer.addSheet(
      "Tien do",
      headers.map((header) => ({ header, width: 20 })),
    );
    for (const { key, nameVi, figures, percent } of lines) {
      const numbers = columns.map(([code]) => {
        const figure = code === "expected" ? expectedOf(figures) : figures[code];
        return typeof figure === "number" ? { number: figure } : UNKNOWN;
      });
      await sheet.addRow([key, nameVi, ...numbers, percent === null ? UNKNOWN : { number: percent }]);
    }
    await sheet.addRow([]);
    await sheet.addRow(["Tính đến / As of", fresh.asOf ?? "", `#${fresh.position}`]);
  });
