import type { HandedOver, PeriodReport } from "../figures/period-report.ts";
import type { ProgressFigures } from "../figures/progress.ts";

/** What a report says of one unit, or of all of them together. */
export interface ReportedUnit {
  readonly figures: ProgressFigures;
  readonly handedOver: HandedOver;
}

/** `2026-03-09` as `09/03/2026` */
export const dayText = (day: string): string => day.split("-").reverse().join("/");

/** Stands where a figure cannot be known yet; a nought would say that it is known. */
export const UNKNOWN = "chưa đủ số liệu";

/** Unknown where books stand there and none of them says how many cases it has. */
export const expectedOf = ({ books, booksWithoutExpected, expected }: ProgressFigures): number | string =>
  books > 0 && booksWithoutExpected === books ? UNKNOWN : expected;

/** Unknown where it is of any book: a sum that leaves some out would pass for the whole. */
export const supplementOf = ({ toSupplement, unreadable }: HandedOver): number | string =>
  unreadable > 0 ? UNKNOWN : toSupplement;

/** As many as the national database holds as they are here; unknown where that is. */
const loadedOf = ({ loaded, unreadable }: HandedOver): number | string => (unreadable > 0 ? UNKNOWN : loaded);

/** The same on paper and in the workbook, so that neither says what the other does not. */
export const unitColumns: readonly (readonly [head: string, of: (unit: ReportedUnit) => number | string])[] =
  [
    ["Số sổ", ({ figures }) => figures.books],
    ["Trường hợp phải làm", ({ figures }) => expectedOf(figures)],
    ["Đã nhập", ({ figures }) => figures.records],
    ["Nghiệm thu", ({ figures }) => figures.accepted],
    ["Bàn giao", ({ handedOver }) => handedOver.records],
    ["Đã nạp", ({ handedOver }) => loadedOf(handedOver)],
  ];

export const allUnits = ({ total }: PeriodReport): ReportedUnit => ({
  figures: total,
  handedOver: total.handedOver,
});
