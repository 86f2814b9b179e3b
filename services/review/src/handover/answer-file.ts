import { CommandRejected } from "@sogoc/core";
import { openWorkbook } from "@sogoc/files";
import { foldForSearch, parseRegistrationNumber } from "@sogoc/registers";
import { z } from "zod";
import { answerStatusOf, speaksAgainst } from "./answer-status.ts";

const MAX_LOADED_TEXTS = 20;

/** The meaning of the columns of an answer file; columns are counted from 0. */
export const AnswerMapping = z.strictObject({
  /** Row of the headings, counted from 1. */
  headerRow: z.int().min(1).max(50),
  number: z.int().min(0).max(200),
  status: z.int().min(0).max(200),
  reason: z.int().min(0).max(200).optional(),
  /** Texts of the status column that mean "loaded". Texts in neither list mean "refused". */
  loadedWhen: z.array(z.string().min(1).max(100)).min(1).max(MAX_LOADED_TEXTS),
  /** Texts that mean that the result is still to come. */
  pendingWhen: z.array(z.string().min(1).max(100)).max(MAX_LOADED_TEXTS).optional(),
});
export type AnswerMapping = z.infer<typeof AnswerMapping>;

/** Columns as far as they are known. */
type AnswerColumns = Partial<Record<"number" | "status" | "reason", number | undefined>>;

/** A row with its cells by column; rows are counted as in the sheet. */
export interface AnswerRow {
  readonly row: number;
  readonly cells: readonly string[];
}

/** A sheet of a file, with its rows that are not empty. */
interface AnswerSheet {
  readonly name: string;
  readonly rows: readonly AnswerRow[];
}

export interface AnswerTable {
  /** All sheets of the file; a CSV has one. */
  readonly sheets: readonly AnswerSheet[];
  /** Which of them is read, counted from 0. */
  readonly sheet: number;
  /** The names of the file, without its ending, and of its sheet. */
  readonly names: readonly string[];
  /** Rows above the headings. */
  readonly titles: readonly AnswerRow[];
  readonly headerRow: number;
  readonly headings: readonly string[];
  readonly rows: readonly AnswerRow[];
  /** Those of its rows that have the look of headings, as of another table below. */
  readonly furtherHeadings: readonly AnswerRow[];
}

/** What a line says of its record; `pending` is no answer yet. */
export type LineSays = "loaded" | "refused" | "pending";

export interface AnswerLine {
  readonly row: number;
  readonly number: string;
  readonly says: LineSays;
  readonly reason: string;
}

const MAX_ROWS = 20_000;
/** Characters of the whole table, which is held in memory. */
const MAX_TEXT = 2 ** 24;

const unreadable = (detail: string, detailEn: string) =>
  new CommandRejected("answer-unreadable", {}, [{ pointer: "/file", detail, detailEn }]);

const textOf = (text: string | undefined) => (text ?? "").normalize("NFC").trim();

const numberHeadings = ["so dang ky", "so", "stt so", "number"];
const statusHeadings = ["trang thai", "ket qua", "tinh trang", "status", "result"];
const reasonHeadings = [
  ...["ly do", "loi", "ghi chu", "reason", "error", "message"],
  ...["nguyen nhan", "dien giai", "giai thich", "thong bao", "phan hoi", "mo ta", "chi tiet", "y kien"],
  ...["noi dung", "canh bao", "description", "detail", "remark", "note", "comment"],
];

/** The different texts of a column, in the order of the rows. */
export const statusesIn = ({ rows }: Pick<AnswerTable, "rows">, column: number): readonly string[] =>
  [...new Set(rows.map(({ cells }) => textOf(cells[column])))].filter((text) => text !== "");

const indexOfColumn = (headings: readonly string[], wanted: readonly string[]): number => {
  const folded = headings.map(foldForSearch);
  for (const word of wanted) {
    const exact = folded.indexOf(word);
    if (exact >= 0) return exact;
  }
  return folded.findIndex((heading) => wanted.some((word) => word.length > 2 && heading.includes(word)));
};

/** All columns headed as a status or a reason, from left to right. */
export const columnsHeaded = ({ headings }: Pick<AnswerTable, "headings">) => {
  const folded = headings.map(foldForSearch);
  const headed = (wanted: readonly string[]) =>
    folded.flatMap((heading, column) =>
      wanted.some((word) => heading === word || (word.length > 2 && heading.includes(word))) ? [column] : [],
    );
  return { status: headed(statusHeadings), reason: headed(reasonHeadings) };
};

/** Proposes the columns by their headings. */
export const proposeColumns = ({ headings }: Pick<AnswerTable, "headings">): AnswerColumns => {
  const found = (wanted: readonly string[], ...taken: readonly (number | undefined)[]) => {
    const column = indexOfColumn(headings, wanted);
    return column < 0 || taken.includes(column) ? undefined : column;
  };
  const number = found(numberHeadings);
  const status = found(statusHeadings, number);
  return { number, status, reason: found(reasonHeadings, number, status) };
};

/** Tells most rows of cases from headings without folding their texts, which takes long. */
const mayBeHeader = ({ cells }: AnswerRow): boolean => {
  const has = (words: RegExp) => cells.some((text) => text.length <= 60 && words.test(text));
  return has(/s[oốôó]|number/iu) && has(/tr[aạ]ng|k[eếê]t|t[iì]nh|status|result/iu);
};

const isHeader = ({ cells }: AnswerRow): boolean => {
  const { number, status } = proposeColumns({ headings: cells });
  return number !== undefined && status !== undefined;
};

/**
 * The row of the headings: the first one with a number column and a status column, in two different
 * cells. Titles may stand above it.
 */
export const findHeader = (rows: readonly AnswerRow[]): AnswerRow | undefined =>
  rows.slice(0, 50).find(isHeader);

const isFilled = ({ cells }: AnswerRow): boolean => cells.some((cell) => cell !== "");

/** All sheets of a workbook, which is read once. */
const readSheets = async (file: string, fileName: string): Promise<readonly AnswerSheet[]> => {
  const workbook = await openWorkbook(file, { fileName, maxTextLength: MAX_TEXT });
  const sheets = new Map(workbook.sheets.map((name): [string, AnswerRow[]] => [name, []]));
  let count = 0;
  for await (const { sheet, row, cells } of workbook.rows()) {
    const one = { row, cells: Array.from(cells, (cell) => textOf(cell?.text)) };
    if (!isFilled(one)) continue;
    sheets.get(sheet)?.push(one);
    count++;
    if (count > MAX_ROWS) throw unreadable("Tệp có quá nhiều dòng.", "The file has too many rows.");
  }
  return [...sheets].map(([name, rows]) => ({ name, rows }));
};

/**
 * Reads a sheet of a workbook, counted from 0, or a CSV. Without a sheet it is the first one with
 * headings, else the first one with rows. Throws `answer-unreadable`, `workbook-refused`.
 */
export const readAnswerTable = async (
  file: string,
  fileName: string,
  wanted?: number,
): Promise<AnswerTable> => {
  const sheets = await readSheets(file, fileName);
  const firstOf = (isWanted: (rows: readonly AnswerRow[]) => boolean): number =>
    sheets.findIndex(({ rows }) => isWanted(rows));
  const headed = firstOf((rows) => findHeader(rows) !== undefined);
  const found = headed >= 0 ? headed : firstOf((rows) => rows.length > 0);
  const sheet = wanted ?? Math.max(0, found);
  const chosenSheet = sheets[sheet];
  if (!chosenSheet) throw unreadable("Tệp không có trang tính này.", "The file does not have this sheet.");
  const { name, rows: all } = chosenSheet;
  const header = findHeader(all);
  const chosen = header ?? all.find(({ cells }) => cells.filter((cell) => cell !== "").length > 1);
  if (!chosen) throw unreadable("Tệp không có dòng nào.", "The file has no rows.");
  const rows = all.filter(({ row }) => row > chosen.row);
  return {
    sheets,
    sheet,
    names: [...new Set([fileName, name].map((text) => text.replace(/\.(?:xlsx|csv)$/iu, "")))],
    // Without such a row, the first one with several cells may be a title in two cells.
    titles: all.filter(({ row }) => row < chosen.row || (row === chosen.row && !header)),
    headerRow: chosen.row,
    headings: chosen.cells,
    rows,
    furtherHeadings: rows.filter(mayBeHeader).filter(isHeader),
  };
};

/** Whether headings begin another table below, in other columns. */
const beginsOtherTable = (
  { cells }: AnswerRow,
  { number, status }: Pick<AnswerMapping, "number" | "status">,
): boolean => {
  const found = proposeColumns({ headings: cells });
  const headings = [found.number, found.status].map((column) => cells[column ?? -1] ?? "");
  return (
    (found.number !== number || found.status !== status) &&
    parseRegistrationNumber(cells[number] ?? "") === undefined &&
    headings.every((text) => text.length <= 40 && speaksAgainst(text) === undefined)
  );
};

/** The rows below the headings that a mapping reads, up to another table below. */
export const rowsOfMapping = (
  { rows, furtherHeadings }: Pick<AnswerTable, "rows" | "furtherHeadings">,
  mapping: Pick<AnswerMapping, "headerRow" | "number" | "status">,
): readonly AnswerRow[] => {
  const { row: end = Number.POSITIVE_INFINITY } =
    furtherHeadings.find((one) => one.row > mapping.headerRow && beginsOtherTable(one, mapping)) ?? {};
  return rows.filter(({ row }) => mapping.headerRow < row && row < end);
};

/**
 * A mapping must name at least one text that means "loaded". If no line of the answer means that,
 * it names this usual text, which then matches no line.
 */
const USUAL_LOADED_TEXT = "Đã nạp";

/**
 * Proposes the columns and the meaning of the status texts. Undefined where the number or status
 * column cannot be told, or any status text is not understood: texts that do not mean "loaded"
 * count as refused, and an answer cannot be taken back.
 */
export const proposeMapping = (table: AnswerTable): AnswerMapping | undefined => {
  const { number, status, reason } = proposeColumns(table);
  if (number === undefined || status === undefined) return undefined;
  const { headerRow } = table;
  const statuses = statusesIn({ rows: rowsOfMapping(table, { headerRow, number, status }) }, status);
  if (statuses.length === 0 || statuses.some((text) => answerStatusOf(text) === "unknown")) return undefined;
  const loadedWhen = statuses.filter((text) => answerStatusOf(text) === "loaded");
  if (loadedWhen.length > MAX_LOADED_TEXTS) return undefined;
  return {
    headerRow,
    number,
    status,
    reason,
    loadedWhen: loadedWhen.length > 0 ? loadedWhen : [USUAL_LOADED_TEXT],
  };
};

/** What each text of the status column says; a text in both lists is pending. */
const saysOf = ({ loadedWhen, pendingWhen = [] }: AnswerMapping): ((text: string) => LineSays) => {
  const words = new Map<string, LineSays>([
    ...loadedWhen.map((text): [string, LineSays] => [foldForSearch(text), "loaded"]),
    ...pendingWhen.map((text): [string, LineSays] => [foldForSearch(text), "pending"]),
  ]);
  // A status column has few different texts, and folding a text takes longer than finding it here.
  const known = new Map<string, LineSays>();
  return (text) => {
    const word = known.get(text) ?? words.get(foldForSearch(text)) ?? "refused";
    known.set(text, word);
    return word;
  };
};

/**
 * Rows as lines of an answer, with a number or without one. A row whose state is empty, and every
 * other cell for states and reasons, says nothing yet of its case, as below a cell that was merged.
 */
export const toAnswerLines = (
  { headings }: Pick<AnswerTable, "headings">,
  rows: readonly AnswerRow[],
  mapping: AnswerMapping,
): readonly AnswerLine[] => {
  const says = saysOf(mapping);
  const headed = columnsHeaded({ headings });
  const telling = [mapping.status, mapping.reason, ...headed.status, ...headed.reason].filter(
    (column) => column !== undefined && column !== mapping.number,
  );
  const isSilent = (cells: readonly string[]): boolean =>
    telling.every((column) => textOf(cells[column ?? -1]) === "");
  return rows.map(({ row, cells }) => ({
    row,
    number: textOf(cells[mapping.number]),
    says: isSilent(cells) ? "pending" : says(textOf(cells[mapping.status])),
    reason: mapping.reason === undefined ? "" : textOf(cells[mapping.reason]).slice(0, 2_000),
  }));
};

/** The lines of an answer that have a number. */
export const readAnswerLines = (table: AnswerTable, mapping: AnswerMapping): readonly AnswerLine[] =>
  toAnswerLines(table, rowsOfMapping(table, mapping), mapping).filter(({ number }) => number !== "");
