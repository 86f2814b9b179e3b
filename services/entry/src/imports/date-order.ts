import type { WorkbookCell } from "@sogoc/files";
import { daysInMonth, type Field, formatDate } from "@sogoc/registers";
import type { CellFault } from "./row-problem.ts";

/**
 * What the cells of a column of dates prove together. `month-first`: its texts have the month
 * before the day. `mixed`: some have it so, others do not. `turned`: a spreadsheet program read
 * dates in another order than they were typed; it turned those that fit both orders into dates and
 * left the others as texts. `unproven`: nearly all dates fit both orders, which hardly ever happens
 * when dates were read rightly.
 */
export type DateOrder = "month-first" | "mixed" | "turned" | "unproven";

/** By field code. Columns that give no reason for doubt are left out. */
export type DateOrders = Readonly<Record<string, DateOrder>>;

export const isDateField = ({ type }: Field): boolean => type === "fullDate" || type === "partialDate";

const threeNumbers = /^(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4})$/u;
const MONTHS = 12;

interface Written {
  readonly first: number;
  readonly second: number;
  readonly year: number;
}

const writtenIn = (text: string): Written | undefined => {
  const [, first, second, year] = threeNumbers.exec(text.trim()) ?? [];
  return year === undefined
    ? undefined
    : { first: Number(first), second: Number(second), year: Number(year) };
};

const isDayOf = (day: number, month: number, year: number): boolean =>
  month >= 1 && month <= MONTHS && day >= 1 && day <= daysInMonth(year, month);

/** The date that the numbers give with the month first; undefined where they give none. */
const monthFirst = ({ first: month, second: day, year }: Written): string | undefined =>
  isDayOf(day, month, year) ? formatDate({ year, month, day }) : undefined;

type Proof = "day-first" | "month-first" | "either";

const proofOf = (written: Written): Proof | undefined => {
  const { first, second, year } = written;
  const [asDay, asMonth] = [isDayOf(first, second, year), monthFirst(written) !== undefined];
  if (asDay && asMonth) return first === second ? undefined : "either";
  if (asDay) return "day-first";
  return asMonth ? "month-first" : undefined;
};

/** The numbers of a cell that a spreadsheet keeps as a date. */
const dayOfCell = ({ kind, day }: WorkbookCell): Written | undefined => {
  if (kind !== "date" || !day?.shown.year || !day.shown.month || !day.shown.day) return undefined;
  const [year = 0, second = 0, first = 0] = day.iso.split("-").map(Number);
  return { first, second, year };
};

/**
 * The fault of a text that is a date only with the month first; it is never reordered without
 * asking.
 */
export const monthFirstCell = (text: string): CellFault | undefined => {
  const written = writtenIn(text);
  if (!written || proofOf(written) !== "month-first") return undefined;
  const suggestion = monthFirst(written) ?? "";
  return {
    rule: "date-month-first",
    value: text,
    messageVi: `Ô ghi tháng trước ngày (không có tháng ${written.second}); có lẽ là ngày ${suggestion}. Hãy ghi ngày trước như trong sổ.`,
    messageEn: `The cell has the month before the day (there is no month ${written.second}), probably ${suggestion}. Write the day first, as in the book.`,
    suggestion,
  };
};

/** The doubt about a cell whose day and month may be exchanged. */
export interface DateDoubt {
  readonly fault: CellFault;
  /** Whether it refuses the row; otherwise the value is kept as doubtful. */
  readonly refuses: boolean;
}

const doubt = (text: string, suggestion: string, order: DateOrder): CellFault => {
  const why = {
    "month-first": ["cột này ghi tháng trước ngày", "this column has the month first"],
    mixed: ["cột này có ô ghi tháng trước ngày", "some cells of this column have the month first"],
    turned: [
      "bảng tính đọc cột này theo thứ tự khác với người gõ",
      "the spreadsheet read this column in another order than it was typed in",
    ],
    unproven: [
      "hầu như ngày nào của cột này cũng đọc được theo cả hai cách",
      "nearly every day of this column can be read either way",
    ],
  } as const;
  const [vi, en] = why[order];
  return {
    rule: "date-order-doubtful",
    value: text,
    messageVi: `Không rõ ngày hay tháng đứng trước: ${vi}. Có thể là ${suggestion}; hãy đối chiếu với sổ.`,
    messageEn: `Day or month may stand first: ${en}. It may be ${suggestion}; compare it with the book.`,
    suggestion,
  };
};

/**
 * The doubt about a date, by what the other cells of its column prove. A text is refused if all
 * other texts that show an order have the month first.
 */
export const doubtOfDate = (cell: WorkbookCell, order: DateOrder): DateDoubt | undefined => {
  const kept = dayOfCell(cell);
  const written = kept ?? (order === "turned" ? undefined : writtenIn(cell.text));
  if (!written || proofOf(written) !== "either") return undefined;
  const fault = doubt(cell.text, monthFirst(written) ?? "", order);
  return { fault, refuses: order === "month-first" && kept === undefined };
};

/**
 * The different dates of a column: texts by what they prove, dates of the spreadsheet by whether
 * their day is past the twelfth.
 */
interface Seen {
  readonly texts: Readonly<Record<Proof, Set<number>>>;
  readonly days: { readonly early: Set<number>; readonly late: Set<number> };
}

const nothingSeen = (): Seen => ({
  texts: { "day-first": new Set(), "month-first": new Set(), either: new Set() },
  days: { early: new Set(), late: new Set() },
});

/** So many different dates may all have a day up to the twelfth by chance: two of five have. */
const BY_CHANCE = 4;

/**
 * Whether dates with a day past the twelfth (`past`) are enough to trust the order of those that
 * fit both orders, or these are so few that chance explains them. Three of five dates have such a
 * day; where there are fewer than one to four, they are exceptions and prove nothing.
 */
const givesNoDoubt = (past: number, either: number): boolean => either <= BY_CHANCE || past * 4 >= either;

/**
 * So many times more dates past the twelfth than texts show that the texts are exceptions, typed as
 * such. In a column that a program reordered, three of five cells are such texts.
 */
const OUTWEIGHS = 10;

const orderOf = ({ texts, days }: Seen): DateOrder | undefined => {
  const { early, late } = { early: days.early.size, late: days.late.size };
  const dayFirst = texts["day-first"].size;
  if (texts["month-first"].size > 0) return dayFirst === 0 && late === 0 ? "month-first" : "mixed";
  if (dayFirst > 0 && early > 0 && late < dayFirst * OUTWEIGHS) return "turned";
  return givesNoDoubt(dayFirst + late, texts.either.size + early) ? undefined : "unproven";
};

/** Collects the cells of all rows; `found` then answers what they prove. */
export const createDateOrders = (): {
  readonly see: (field: Field, cell: WorkbookCell) => void;
  readonly found: () => DateOrders | undefined;
} => {
  const columns = new Map<string, Seen>();
  const see = (field: Field, cell: WorkbookCell): void => {
    if (!isDateField(field)) return;
    const kept = dayOfCell(cell);
    const written = kept ?? (cell.kind === "text" ? writtenIn(cell.text) : undefined);
    const proof = written && proofOf(written);
    if (!written || !proof) return;
    const seen = columns.get(field.code) ?? nothingSeen();
    columns.set(field.code, seen);
    const among = kept ? seen.days[kept.first > MONTHS ? "late" : "early"] : seen.texts[proof];
    among.add((written.year * 100 + written.second) * 100 + written.first);
  };
  const found = (): DateOrders | undefined => {
    const orders = [...columns].flatMap(([code, seen]) => {
      const order = orderOf(seen);
      return order === undefined ? [] : [[code, order] as const];
    });
    return orders.length > 0 ? Object.fromEntries(orders) : undefined;
  };
  return { see, found };
};
