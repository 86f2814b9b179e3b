import { fromExcelSerial, type WorkbookCell } from "@sogoc/files";
import { type Field, formatDate, parsePartialDate } from "@sogoc/registers";

/** Characters of a value, as for one that is keyed. */
const MAX_VALUE = 2_000;
const SHOWN_OF_LONG = 100;
/** Serials of 1.1.1900 to 31.12.2099 of five digits; shorter ones are years and numbers. */
const serial = /^[1-7]\d{4}$/u;

/** Why a cell is not what somebody typed. */
export interface CellFault {
  readonly rule: string;
  /** What of the cell is shown. */
  readonly value: string;
  readonly messageVi: string;
  readonly messageEn: string;
  /** What was typed, as far as it can be told; a person looks at it before it is taken. */
  readonly suggestion?: string | undefined;
}

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
  messageVi: `Nội dung dài quá ${MAX_VALUE} ký tự.`,
  messageEn: `The content is longer than ${MAX_VALUE} characters.`,
});

const freeTexts: ReadonlySet<Field["type"]> = new Set(["personName", "place", "orgName", "text"]);
const isDateField = ({ type }: Field) => type === "fullDate" || type === "partialDate";

/**
 * A whole day may stand in a free text; in any other field nobody typed one. `01/2008` typed into
 * a cell without a format becomes a month of a year, `14/8` a day of this
 * year, `1-2-08` a day.
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
const bareSerial = ({ text }: WorkbookCell): CellFault | undefined => {
  const iso = serial.test(text) ? fromExcelSerial(Number(text)) : undefined;
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
      return cell.text.length > MAX_VALUE ? valueTooLong(cell.text) : undefined;
  }
};
