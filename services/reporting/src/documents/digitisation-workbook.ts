import type { Readable } from "node:stream";
import type { Freshness } from "../figures/freshness.ts";
import type { PeriodReport } from "../figures/period-report.ts";
import { errorRateOf } from "../figures/progress-table.ts";
import { shortDay } from "./administrative-form.ts";
import {
  allUnits,
  dayText,
  expectedOf,
  type ReportedUnit,
  supplementOf,
  UNKNOWN,
  unitColumns,
} from "./report-columns.ts";
import { streamWorkbook } from "./stream-workbook.ts";

type Labelled = readonly (readonly [label: string, value: number | string])[];

/** A share as per cent, two digits. */
const percentOf = (share: number | null): number | string =>
  share === null ? UNKNOWN : Math.round(10_000 * share) / 100;

const cellOf = (value: number | string) => (typeof value === "number" ? { number: value } : value);
const columnsOf = (heads: readonly string[]) => heads.map((header) => ({ header, width: 22 }));

const workOf = ({ work, lots, batches }: PeriodReport): Labelled => [
  ["Nhập mới (trường hợp)", work.keyed],
  ["Nhập từ tệp (trường hợp)", work.imported],
  ["Sửa (lượt)", work.corrected],
  ["Hủy (trường hợp)", work.voided],
  ["Kiểm tra (trường hợp)", work.checked],
  ["Nghiệm thu (trường hợp)", work.accepted],
  ["Lô nhập nghiệm thu riêng: đạt", batches.accepted],
  ["Lô nhập nghiệm thu riêng: đạt sau khi sửa", batches.afterFixes],
  ["Lô nhập nghiệm thu riêng: trả lại", batches.returned],
  ["Lô nghiệm thu: đạt", lots.accepted],
  ["Lô nghiệm thu: đạt sau khi sửa", lots.afterFixes],
  ["Lô nghiệm thu: trả lại", lots.returned],
];

const qualityOf = ({ quality, total, errorRate }: PeriodReport): Labelled => [
  ["Trong kỳ: trường đã kiểm tra", quality.fieldsChecked],
  ["Trong kỳ: trường sai", quality.wrongFields],
  ["Trong kỳ: tỷ lệ trường sai (%)", percentOf(errorRateOf(quality))],
  ["Lũy kế: trường đã kiểm tra", total.fieldsChecked],
  ["Lũy kế: trường sai", total.wrongFields],
  ["Lũy kế: tỷ lệ trường sai (%)", percentOf(errorRate)],
  ["Lũy kế: lỗi theo quy tắc", total.ruleErrors],
  ["Lũy kế: cảnh báo theo quy tắc", total.ruleWarnings],
  ["Lũy kế: bị cơ sở dữ liệu quốc gia từ chối hoặc chưa trả lời", total.handedOver.outstanding],
  ["Lũy kế: nghiệm thu thêm hoặc sửa sau khi bàn giao, chưa gửi bổ sung", supplementOf(total.handedOver)],
];

/** Which of several ways to count stands in the first sheet. */
const whatIsChecked =
  "Kiểm tra: mỗi trường hợp tính một lần trong một lần kiểm tra của lô nhập, vào ngày được xem sau cùng; xem lại không tính thêm.";

/** The shares of the sheets leave out what nobody can know yet. */
const ofKnownBooks =
  "Các trang 2 và 3 là lũy kế đến nay. Tỷ lệ chỉ tính các sổ đã biết số trường hợp phải làm; cột Nghiệm thu tính mọi sổ.";

/**
 * The report to the Sở Tư pháp as a workbook: a sheet for each section of the paper, numbers as
 * numbers.
 */
export const digitisationWorkbook = (report: PeriodReport, office: string, fresh: Freshness): Readable =>
  streamWorkbook(async (writer) => {
    const { from, to, units, types, total } = report;
    const addLabelled = async (name: string, lines: Labelled) => {
      const sheet = await writer.addSheet(name, columnsOf(["Chỉ tiêu", "Số liệu"]));
      for (const [label, value] of lines) await sheet.addRow([label, cellOf(value)]);
    };
    await addLabelled("1. Trong kỳ", [
      ["Đơn vị báo cáo", office],
      ["Từ ngày", dayText(from)],
      ["Đến ngày", dayText(to)],
      ...workOf(report),
      ["Số liệu đến", fresh.asOf === null ? "–" : shortDay(fresh.asOf)],
      ["Sự kiện số", fresh.position],
      ["Ghi chú", ofKnownBooks],
      ["Ghi chú", whatIsChecked],
    ]);

    const heads = ["Đơn vị", ...unitColumns.map(([head]) => head), "Sổ nạp xong, đã nghiệm thu"];
    const byUnit = await writer.addSheet("2. Lũy kế theo đơn vị", columnsOf(heads));
    const addUnit = (name: string, unit: ReportedUnit) => {
      const numbers = [...unitColumns.map(([, of]) => of(unit)), unit.handedOver.accepted];
      return byUnit.addRow([name, ...numbers.map(cellOf)]);
    };
    for (const line of units) await addUnit(line.nameVi, line);
    await addUnit("Cộng", allUnits(report));

    const typeHeads = [
      "Loại sổ",
      "Số sổ",
      "Trường hợp phải làm",
      "Đã nhập",
      "Nghiệm thu",
      "Nghiệm thu / phải làm (%)",
    ];
    const byType = await writer.addSheet("3. Lũy kế theo loại sổ", columnsOf(typeHeads));
    for (const { nameVi, figures, percent } of types) {
      const { books, records, accepted } = figures;
      const cells = [books, expectedOf(figures), records, accepted, percent ?? UNKNOWN];
      await byType.addRow([nameVi, ...cells.map(cellOf)]);
    }
    const { books, records, accepted } = total;
    await byType.addRow(["Cộng", ...[books, expectedOf(total), records, accepted].map(cellOf)]);

    await addLabelled("4. Chất lượng", qualityOf(report));
  });
