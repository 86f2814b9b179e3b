import type { Readable } from "node:stream";
import type { Freshness } from "../figures/freshness.ts";
import type { PeriodReport } from "../figures/period-report.ts";
import { shortDay } from "./administrative-form.ts";
import { allUnits, dayText, expectedOf, type ReportedUnit, UNKNOWN, unitColumns } from "./report-columns.ts";
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

const qualityOf = ({ total, errorRate }: PeriodReport): Labelled => [
  ["Trường đã kiểm tra", total.fieldsChecked],
  ["Trường sai", total.wrongFields],
  ["Tỷ lệ trường sai (%)", percentOf(errorRate)],
  ["Lỗi theo quy tắc", total.ruleErrors],
  ["Cảnh báo theo quy tắc", total.ruleWarnings],
  ["Bị cơ sở dữ liệu quốc gia từ chối hoặc chưa trả lời", total.handedOver.outstanding],
];

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
    ]);

    const heads = ["Đơn vị", ...unitColumns.map(([head]) => head), "Sổ nạp xong, đã nghiệm thu"];
    const byUnit = await writer.addSheet("2. Theo đơn vị", columnsOf(heads));
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
    const byType = await writer.addSheet("3. Theo loại sổ", columnsOf(typeHeads));
    for (const { nameVi, figures, percent } of types) {
      const { books, records, accepted } = figures;
      const cells = [books, expectedOf(figures), records, accepted, percent ?? UNKNOWN];
      await byType.addRow([nameVi, ...cells.map(cellOf)]);
    }
    const { books, expected, records, accepted } = total;
    await byType.addRow(["Cộng", ...[books, expected, records, accepted].map(cellOf)]);

    await addLabelled("4. Chất lượng", qualityOf(report));
  });
