import type { HandedOver, PeriodReport } from "../figures/period-report.ts";
import type { ProgressFigures } from "../figures/progress.ts";

/** What a report says of one unit, or of all of them together. */
export interface ReportedUnit {
  readonly figures: ProgressFigures;
  readonly handedOver: HandedOver;
}

/** `2026-03-09` as `09/03/2026` */
export const dayText = (day: string): string => day.split("-").reverse().join("/");

/** The same on paper and in the workbook, so that neither says what the other does not. */
export const unitColumns: readonly (readonly [head: string, of: (unit: ReportedUnit) => number])[] = [
  ["Số sổ", ({ figures }) => figures.books],
  ["Phải làm", ({ figures }) => figures.expected],
  ["Đã nhập", ({ figures }) => figures.records],
  ["Nghiệm thu", ({ figures }) => figures.accepted],
  ["Bàn giao", ({ handedOver }) => handedOver.records],
  ["Đã nạp", ({ handedOver }) => handedOver.loaded],
];

export const allUnits = ({ total }: PeriodReport): ReportedUnit => ({
  figures: total,
  handedOver: total.handedOver,
});
