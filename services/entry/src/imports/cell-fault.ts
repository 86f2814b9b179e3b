import { serialDayOf, type WorkbookCell } from "@sogoc/files";
import { type Field, formatDate, LONGEST_KEYED, parsePartialDate } from "@sogoc/registers";
import { isDateField, monthFirstCell } from "./date-order.ts";
import type { CellFault } from "./row-problem.ts";

const SHOWN_OF_LONG = 100;
/** Serials of 1.1.1900 to 31.12.2099 of five digits; shorter ones are years and numbers. */
const serial = /^[1-7]\d{4}$/u;

const formulaCell = (text: string): CellFault => ({
  rule: "formula-cell",
  value: text,
  messageVi: "Ô chứa công thức, hãy dán giá trị.",
  messageEn: "The cell holds a formula; paste its value.",
});

const errorCell = (text: string): CellFault => ({
  rule: "error-cell",
  value: text,
  messageVi: "Ô báo lỗi của bảng tính.",
  messageEn: "The cell holds a spreadsheet error.",
});

const valueTooLong = (text: string): CellFault => ({
  rule: "value-too-long",
  value: `${text.slice(0, SHOWN_OF_LONG)}…`,
  messageVi: `Nội dung dài quá ${LONGEST_KEYED} ký tự.`,
  messageEn: `The content is longer than ${LONGEST_KEYED} characters.`,
});

const freeTexts: ReadonlySet<Field["type"]> = new Set(["personName", "place", "orgName", "text"]);

/**
 * A whole day may stand in a free text; in any other field nobody typed one. `01/2008` typed into a
 * cell without a format becomes a month of a year, `14/8` a day of this year, `1-2-08` a day.
 */
const madeDate = (field: Field, { text, day }: WorkbookCell): CellFault | undefined => {
  if (day === undefined) return undefined;
  const { shown, iso } = day;
  if (freeTexts.has(field.type) && shown.year && shown.month && shown.day) return undefined;
  const [year = "", month = ""] = iso.split("-");
  const suggestion = shown.year && shown.month && !shown.day ? `${month}/${year}` : undefined;
  return {
    rule: "excel-made-date",
    value: text,
    messageVi: `Excel đã đổi nội dung của ô thành ngày${suggestion ? `; đã gõ có lẽ là ${suggestion}` : ""}. Hãy đặt ô ở dạng văn bản.`,
    messageEn: `Excel made a date of what was typed${suggestion ? `, probably ${suggestion}` : ""}. Format the cell as text.`,
    suggestion,
  };
};

const withoutYear = ({ text, day }: WorkbookCell): CellFault | undefined => {
  if (day === undefined || day.shown.year) return undefined;
  const year = day.iso.slice(0, 4);
  return {
    rule: "date-without-year",
    value: text,
    messageVi: `Ô không hiện năm; Excel tự thêm năm ${year}. Hãy ghi đủ ngày, tháng, năm như trong sổ.`,
    messageEn: `The cell shows no year; Excel added ${year} by itself. Write day, month and year as in the book.`,
  };
};

/** A day whose cell lost its format shows the number that Excel keeps for it. */
const bareSerial = (cell: WorkbookCell): CellFault | undefined => {
  const { text } = cell;
  const iso = serial.test(text) ? serialDayOf(cell) : undefined;
  const date = iso === undefined ? undefined : parsePartialDate(iso);
  if (date === undefined) return undefined;
  const suggestion = formatDate(date);
  return {
    rule: "date-as-number",
    value: text,
    messageVi: `Ô mất định dạng ngày; số này trong Excel là ngày ${suggestion}.`,
    messageEn: `The cell lost its date format; to Excel this number is ${suggestion}.`,
    suggestion,
  };
};

const monthNames = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|th(?:g|áng)\\s*\\d{1,2}";
/** A day with its month and nothing else: `14-Aug`, `14/8`, `Aug 14`, `14 tháng 8`. */
const dayAndMonth = new RegExp(
  `^(?:\\d{1,2}\\s*[\\s./-]\\s*(?:\\d{1,2}|(?:${monthNames})[a-z]*)|(?:${monthNames})[a-z]*\\s*[\\s./-]\\s*\\d{1,2})\\.?$`,
  "iu",
);

const textWithoutYear = (text: string): CellFault | undefined =>
  dayAndMonth.test(text.trim())
    ? {
        rule: "date-without-year",
        value: text,
        messageVi: "Ô không ghi năm. Hãy ghi đủ ngày, tháng, năm như trong sổ.",
        messageEn: "The cell has no year. Write day, month and year as in the book.",
      }
    : undefined;

const dayAndTime = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d{1,9})?)?\s*(Z|[+-]\d{2}:?\d{2})?$/u;

/**
 * A moment is no day of a book: in another zone it may be the day before. Midnight without a
 * zone is how a database writes a day.
 */
const dayWithTime = (text: string): CellFault | undefined => {
  const [, day, time, zone] = dayAndTime.exec(text.trim()) ?? [];
  const date = day === undefined ? undefined : parsePartialDate(day);
  if (day === undefined || (time === "00:00" && zone === undefined && parsePartialDate(text)))
    return undefined;
  return {
    rule: "date-with-time",
    value: text,
    messageVi: "Ô có cả giờ (và múi giờ); hãy chỉ ghi ngày như trong sổ.",
    messageEn: "The cell has a time of day (and a zone) too; write only the day, as in the book.",
    suggestion: date && zone === undefined ? formatDate(date) : undefined,
  };
};

const faultOfDateText = (text: string): CellFault | undefined =>
  monthFirstCell(text) ?? textWithoutYear(text) ?? dayWithTime(text);

/**
 * What is wrong with a cell before its content is read: what Excel made of it nobody keyed.
 * Undefined where nothing is.
 */
export const faultOfCell = (field: Field, cell: WorkbookCell): CellFault | undefined => {
  switch (cell.kind) {
    case "formula":
      return formulaCell(cell.text);
    case "error":
      return errorCell(cell.text);
    case "date":
      return isDateField(field) ? withoutYear(cell) : madeDate(field, cell);
    case "number":
      return isDateField(field) ? bareSerial(cell) : undefined;
    default:
      if (cell.text.normalize("NFC").length > LONGEST_KEYED) return valueTooLong(cell.text);
      return isDateField(field) ? faultOfDateText(cell.text) : undefined;
  }
};
