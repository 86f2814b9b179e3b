import type { Readable } from "node:stream";
import { streamWorkbook } from "../documents/stream-workbook.ts";
import type { Freshness } from "./freshness.ts";
import type { ProgressFigures } from "./progress.ts";
import type { ProgressLine } from "./progress-table.ts";

const columns: readonly (readonly [keyof ProgressFigures, string])[] = [
  ["books", "Số sổ / Books"],
  ["booksUntouched", "Sổ chưa làm / Untouched"],
  ["booksDone", "Sổ xong / Done"],
  ["expected", "Số trường hợp / Expected"],
  ["records", "Đã nhập / Records"],
  ["keyed", "Nhập tay / Keyed"],
  ["imported", "Nhập từ tệp / Imported"],
  ["voided", "Đã hủy / Voided"],
  ["submitted", "Đã nộp / Submitted"],
  ["accepted", "Đã nghiệm thu / Accepted"],
  ["returnedRounds", "Lần trả lại / Returned"],
  ["ruleErrors", "Lỗi / Errors"],
  ["ruleWarnings", "Cảnh báo / Warnings"],
  ["fieldsChecked", "Mục đã kiểm tra / Fields checked"],
  ["wrongFields", "Mục sai / Wrong fields"],
];

/** The table of progress as a workbook, with what it is as of. */
export const progressWorkbook = (lines: readonly ProgressLine[], fresh: Freshness): Readable =>
  streamWorkbook(async (writer) => {
    const headers = ["Mã / Key", "Tên / Name", ...columns.map(([, header]) => header), "%"];
    const sheet = await writer.addSheet(
      "Tien do",
      headers.map((header) => ({ header, width: 20 })),
    );
    for (const { key, nameVi, figures, percent } of lines) {
      const numbers = columns.map(([code]) => ({ number: figures[code] }));
      await sheet.addRow([key, nameVi, ...numbers, percent === null ? "" : { number: percent }]);
    }
    await sheet.addRow([]);
    await sheet.addRow(["Tính đến / As of", fresh.asOf ?? "", `#${fresh.position}`]);
  });
