import { CommandRejected } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { foldForSearch } from "@sogoc/registers";
import {
  type AnswerLine,
  type AnswerMapping,
  type AnswerTable,
  columnsHeaded,
  proposeColumns,
  readAnswerLines,
  toAnswerLines,
} from "./answer-file.ts";
import { answerStatusOf, isStillOpen, speaksAgainst, speaksAgainstPending } from "./answer-status.ts";
import { linesWithoutNumber } from "./lines-aside.ts";
import type { OverruledLine } from "./match-answer.ts";

type Words = NonNullable<DataOf<"NationalAnswerRecorded">["words"]>;

const MOST_WORDS = 30;
const WORD_LENGTH = 100;
const NUMBER_LENGTH = 40;

const cut = (text: string, length: number): string => text.slice(0, length).toWellFormed();

const cellsByRow = ({ rows }: AnswerTable) => new Map(rows.map(({ row, cells }) => [row, cells]));

/**
 * What each text of the status column counts as, with the number of its lines and the first of
 * them; also of lines without a number.
 */
export const wordsIn = (table: AnswerTable, mapping: AnswerMapping): Words => {
  const cellsOf = cellsByRow(table);
  const words = new Map<string, Words[number]>();
  const numberless = linesWithoutNumber(table, mapping).filter(({ cells }) => cells[mapping.status]);
  const lines = [...readAnswerLines(table, mapping), ...toAnswerLines(table, numberless, mapping)];
  for (const { row, number, says, reason } of lines) {
    const text = cut(cellsOf.get(row)?.[mapping.status] ?? "", WORD_LENGTH);
    const key = `${says} ${foldForSearch(text)}`;
    const before = words.get(key);
    words.set(
      key,
      before
        ? { ...before, lines: before.lines + 1 }
        : {
            text,
            says,
            lines: 1,
            number: cut(number, NUMBER_LENGTH),
            reason: reason === "" ? undefined : cut(reason, WORD_LENGTH),
          },
    );
  }
  return [...words.values()].toSorted((one, other) => other.lines - one.lines).slice(0, MOST_WORDS);
};

/**
 * Throws `answer-mapping-wrong` where one column has two meanings, or where a text like "refused"
 * or "not loaded" would count as loaded, or "refused" as still to come.
 */
export const requireSensibleMapping = (table: AnswerTable, mapping: AnswerMapping): void => {
  const { number, status, reason, loadedWhen, pendingWhen = [] } = mapping;
  const pointer = "/querystring/mapping";
  const problems = loadedWhen
    .filter((text) => speaksAgainst(text) === "refused")
    .map((text) => ({
      pointer,
      detail: `“${text}” nghĩa là không nạp được, không tính là đã nạp được`,
      detailEn: `“${text}” says that a record was not loaded; it cannot count as loaded`,
    }));
  for (const text of pendingWhen)
    if (speaksAgainstPending(text) === "refused")
      problems.push({
        pointer,
        detail: `“${text}” nghĩa là bị từ chối, không tính là chưa có kết quả`,
        detailEn: `“${text}” says that a record was refused; it cannot count as still to come`,
      });
  if (number === status || number === reason) {
    const heading = table.headings[number] ?? "";
    problems.push({
      pointer,
      detail: `Cột số đăng ký${heading === "" ? "" : ` (“${heading}”)`} không thể cũng là cột trạng thái hoặc lý do`,
      detailEn: `The column of numbers${heading === "" ? "" : ` (“${heading}”)`} cannot be that of states or reasons too`,
    });
  }
  if (problems.length > 0) throw new CommandRejected("answer-mapping-wrong", {}, problems);
};

/** A line that contradicts what it counts as, and its text that does. */
export interface DoubtedLine extends Pick<AnswerLine, "row" | "number" | "says"> {
  readonly text: string;
}

/**
 * A note may stand beside a loaded record without contradicting that; a reason or an error does
 * contradict it.
 */
const isNote = (heading: string): boolean => {
  const folded = foldForSearch(heading);
  return noteHeadings.some((note) => folded.startsWith(note));
};

const noteHeadings = [
  ...["ghi chu", "dien giai", "giai thich", "thong bao", "phan hoi", "mo ta", "chi tiet", "y kien"],
  ...["noi dung", "canh bao", "description", "detail", "remark", "note", "comment"],
];

/**
 * Lines that contradict what they count as: "Đã nạp" or "đang xử lý" counted as refused, a refusal
 * counted as still to come, or a record that counts as loaded beside a reason, or beside another
 * status column that says otherwise. Also lines that count as loaded by a text that nobody knows,
 * where other lines clearly say "loaded", those whose case has another number in the column that is
 * headed as that of numbers, and those of a case that counts as another line of it says
 * (`overruled`).
 */
export const doubtedIn = (
  table: AnswerTable,
  mapping: AnswerMapping,
  overruled: readonly OverruledLine[] = [],
): readonly DoubtedLine[] => {
  const byText = doubtedByText(table, mapping);
  const cellsOf = cellsByRow(table);
  const rows = new Set(byText.map(({ row }) => row));
  const byLines = overruled
    .filter(({ line }) => !rows.has(line.row))
    .map(({ line: { row, number }, countsAs: says }) => {
      const text = cellsOf.get(row)?.[mapping.status] ?? "";
      return { row, number: cut(number, NUMBER_LENGTH), says, text: cut(text, WORD_LENGTH) };
    });
  return [...byText, ...byLines].toSorted((one, other) => one.row - other.row);
};

const doubtedByText = (table: AnswerTable, mapping: AnswerMapping): readonly DoubtedLine[] => {
  const cellsOf = cellsByRow(table);
  const own = [mapping.number, mapping.status];
  const headed = columnsHeaded(table);
  const otherStates = headed.status.filter((column) => !own.includes(column));
  const reasons = [
    ...new Set([...headed.reason, ...(mapping.reason === undefined ? [] : [mapping.reason])]),
  ].filter((column) => !own.includes(column) && !otherStates.includes(column));
  // If the numbers are taken from another column than the one headed as such, they may name other
  // cases.
  const { number: headedNumber } = proposeColumns(table);
  const numbers = headedNumber === undefined || headedNumber === mapping.number ? [] : [headedNumber];
  const speaks = (text: string): boolean => speaksAgainst(text) !== undefined;
  const isReason = (column: number, text: string): boolean =>
    isNote(table.headings[column] ?? "") ? speaks(text) : text !== "" && answerStatusOf(text) !== "loaded";
  const lines = readAnswerLines(table, mapping);
  const isClear = (row: number): boolean =>
    answerStatusOf(cellsOf.get(row)?.[mapping.status] ?? "") === "loaded";
  const someAreClear = lines.some(({ row, says }) => says === "loaded" && isClear(row));
  return lines.flatMap(({ row, number, says }) => {
    const cells = cellsOf.get(row) ?? [];
    const state = cells[mapping.status] ?? "";
    const textAt = (column: number) => cells[column] ?? "";
    const states = [state, ...otherStates.map(textAt)];
    const saysLoaded = states.filter((text) => answerStatusOf(text) === "loaded");
    const against = {
      loaded: () => [
        ...states.filter(speaks),
        ...reasons.filter((column) => isReason(column, textAt(column))).map(textAt),
        ...(someAreClear && answerStatusOf(state) === "unknown" ? [state] : []),
      ],
      pending: () => [
        ...saysLoaded,
        ...states.filter((text) => speaksAgainstPending(text) !== undefined),
        ...reasons.map(textAt).filter((text) => speaksAgainstPending(text) === "refused"),
      ],
      // Beside a reason, "not yet" is a refusal.
      refused: () => [
        ...saysLoaded,
        ...(reasons.every((column) => textAt(column) === "") ? states.filter(isStillOpen) : []),
      ],
    }[says]();
    const otherNumbers = numbers.map(textAt).filter((text) => text !== "" && text !== number);
    const [text] = [...against, ...otherNumbers];
    return text === undefined
      ? []
      : [{ row, number: cut(number, NUMBER_LENGTH), says, text: cut(text, WORD_LENGTH) }];
  });
};
