import type { WorkbookCell } from "@sogoc/files";
import { daysInMonth, type Field, formatDate } from "@sogoc/registers";
import type { CellFault } from "./row-problem.ts";

/**
 * What the cells of a column of dates prove together. `month-first`: its texts put the month before
 * the day. `mixed`: some do, some do not. `turned`: what could be read the other way round was made
 * a day by a spreadsheet program, and what could not has stayed a text, so that the program reads
 * dates in another order than the person who typed them.
 */
export type DateOrder = "month-first" | "mixed" | "turned";

/** By field code; columns whose cells prove nothing are left out. */
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

/** The day that the numbers name with the month first; undefined where they name none so. */
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

/** A day that a program keeps, with what it would be the other way round. */
const dayOfCell = ({ kind, day }: WorkbookCell): Written | undefined => {
  if (kind !== "date" || !day?.shown.year || !day.shown.month || !day.shown.day) return undefined;
  const [year = 0, second = 0, first = 0] = day.iso.split("-").map(Number);
  return { first, second, year };
};

/** A text that names a day with the month first only: it is never turned round unasked. */
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

/** What is said of a cell that may be meant the other way round. */
export interface DateDoubt {
  readonly fault: CellFault;
  /** Whether it refuses the row; else the value is kept as doubtful. */
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
 * What a date of a column is in doubt of, for what the other cells prove. A text is refused where
 * all that can be told of its column has the month first.
 */
export const doubtOfDate = (cell: WorkbookCell, order: DateOrder): DateDoubt | undefined => {
  const kept = dayOfCell(cell);
  const written = kept ?? (order === "turned" ? undefined : writtenIn(cell.text));
  if (!written || proofOf(written) !== "either") return undefined;
  const fault = doubt(cell.text, monthFirst(written) ?? "", order);
  return { fault, refuses: order === "month-first" && kept === undefined };
};

/** Columns by what was seen in them: texts by what they prove, days by whether they are past 12. */
interface Seen {
  readonly texts: Record<Proof, number>;
  readonly days: { early: number; late: number };
}

const orderOf = ({ texts, days }: Seen): DateOrder | undefined => {
  if (texts["month-first"] > 0) return texts["day-first"] === 0 && days.late === 0 ? "month-first" : "mixed";
  const isTurned = texts["day-first"] > 0 && days.early > 0 && days.late === 0;
  return isTurned ? "turned" : undefined;
};

/** Looks at the cells of all rows, one after the other; `found` says what they prove. */
export const createDateOrders = (): {
  readonly see: (field: Field, cell: WorkbookCell) => void;
  readonly found: () => DateOrders | undefined;
} => {
  const columns = new Map<string, Seen>();
  const see = (field: Field, cell: WorkbookCell): void => {
    if (!isDateField(field)) return;
    const kept = dayOfCell(cell);
    const proof = kept || cell.kind !== "text" ? undefined : proofOf(writtenIn(cell.text) ?? noDay);
    if (!kept && proof === undefined) return;
    const seen = columns.get(field.code) ?? {
      texts: { "day-first": 0, "month-first": 0, either: 0 },
      days: { early: 0, late: 0 },
    };
    columns.set(field.code, seen);
    if (kept) seen.days[kept.first > MONTHS ? "late" : "early"] += 1;
    else if (proof) seen.texts[proof] += 1;
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

const noDay: Written = { first: 0, second: 0, year: 0 };
