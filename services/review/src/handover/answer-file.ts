import { CommandRejected } from "@sogoc/core";
import { openWorkbook } from "@sogoc/files";
import { foldForSearch, parseRegistrationNumber, registrationNumberKey } from "@sogoc/registers";
import { z } from "zod";

/** Which columns of an answer file say what; columns are counted from 0. */
export const AnswerMapping = z.strictObject({
  /** Row of the headings, counted from 1. */
  headerRow: z.int().min(1).max(50),
  number: z.int().min(0).max(200),
  status: z.int().min(0).max(200),
  reason: z.int().min(0).max(200).optional(),
  /** Texts in the status column that mean "loaded"; everything else means "refused". */
  loadedWhen: z.array(z.string().min(1).max(100)).min(1).max(20),
});
export type AnswerMapping = z.infer<typeof AnswerMapping>;

export interface AnswerTable {
  readonly headerRow: number;
  readonly headings: readonly string[];
  /** Texts by column; the row is that of the sheet. */
  readonly rows: readonly { readonly row: number; readonly cells: readonly string[] }[];
}

export interface AnswerLine {
  readonly row: number;
  readonly number: string;
  readonly loaded: boolean;
  readonly reason: string;
}

const MAX_ROWS = 20_000;

const unreadable = (detail: string, detailEn: string) =>
  new CommandRejected("answer-unreadable", {}, [{ pointer: "/file", detail, detailEn }]);

const textOf = (text: string | undefined) => (text ?? "").normalize("NFC").trim();

const numberHeadings = ["so dang ky", "so", "stt so", "number"];
const statusHeadings = ["trang thai", "ket qua", "tinh trang", "status", "result"];
const reasonHeadings = ["ly do", "loi", "ghi chu", "reason", "error", "message"];
const loadedWords = ["da nap", "thanh cong", "hop le", "ok", "success", "loaded", "1", "dat"];

const findColumn = (headings: readonly string[], wanted: readonly string[]): number => {
  const folded = headings.map(foldForSearch);
  for (const word of wanted) {
    const exact = folded.indexOf(word);
    if (exact >= 0) return exact;
  }
  return folded.findIndex((heading) => wanted.some((word) => word.length > 2 && heading.includes(word)));
};

/** Reads the first sheet of a workbook or CSV. Throws `answer-unreadable`, `workbook-refused`. */
export const readAnswerTable = async (file: string, fileName: string): Promise<AnswerTable> => {
  const workbook = await openWorkbook(file, { fileName });
  try {
    const all: { row: number; cells: string[] }[] = [];
    const [sheet] = workbook.sheets;
    for await (const { row, cells } of workbook.rows(sheet)) {
      all.push({ row, cells: Array.from(cells, (cell) => textOf(cell?.text)) });
      if (all.length > MAX_ROWS) throw unreadable("Tệp có quá nhiều dòng.", "The file has too many rows.");
    }
    // Titles may stand above: the headings are the first row that has a number column and a status column.
    const header = all
      .slice(0, 50)
      .find(({ cells }) => findColumn(cells, numberHeadings) >= 0 && findColumn(cells, statusHeadings) >= 0);
    const chosen = header ?? all.find(({ cells }) => cells.filter((cell) => cell !== "").length > 1);
    if (!chosen) throw unreadable("Tệp không có dòng nào.", "The file has no rows.");
    return {
      headerRow: chosen.row,
      headings: chosen.cells,
      rows: all.filter(({ row }) => row > chosen.row),
    };
  } finally {
    workbook.close();
  }
};

/** What the columns probably are; undefined where number or status cannot be told. */
export const proposeMapping = ({ headerRow, headings, rows }: AnswerTable): AnswerMapping | undefined => {
  const number = findColumn(headings, numberHeadings);
  const status = findColumn(headings, statusHeadings);
  if (number < 0 || status < 0 || number === status) return undefined;
  const reason = findColumn(headings, reasonHeadings);
  const statuses = [...new Set(rows.map(({ cells }) => textOf(cells[status])))].filter((text) => text !== "");
  const loadedWhen = statuses.filter((text) => loadedWords.includes(foldForSearch(text)));
  return {
    ...{ headerRow, number, status },
    ...(reason < 0 || reason === number || reason === status ? {} : { reason }),
    loadedWhen: loadedWhen.length > 0 ? loadedWhen : ["Đã nạp"],
  };
};

/** `05`, `5/2008` and `5` name the same case of a book. */
export const answerNumber = (text: string): string => {
  const parsed = parseRegistrationNumber(text);
  return parsed ? registrationNumberKey({ ...parsed, year: undefined }).toLowerCase() : text.toLowerCase();
};

export const readAnswerLines = (table: AnswerTable, mapping: AnswerMapping): readonly AnswerLine[] => {
  const loaded = new Set(mapping.loadedWhen.map(foldForSearch));
  return table.rows
    .filter(({ row }) => row > mapping.headerRow)
    .map(({ row, cells }) => ({
      row,
      number: textOf(cells[mapping.number]),
      loaded: loaded.has(foldForSearch(textOf(cells[mapping.status]))),
      reason: mapping.reason === undefined ? "" : textOf(cells[mapping.reason]).slice(0, 2_000),
    }))
    .filter(({ number }) => number !== "");
};
