import type { WorkbookCell, WorkbookRow } from "./workbook-model.ts";

const letters = { text: "t", number: "n", date: "d", boolean: "b", formula: "f", error: "e" } as const;
type Kind = WorkbookCell["kind"];
const kinds = new Map(Object.entries(letters).map(([kind, letter]) => [letter as string, kind as Kind]));

/** A date of which the day behind it is told, in a text of its own: `ym- 2008-01-01`. */
const DAY = "D";

const encodeDay = ({ shown, iso }: NonNullable<WorkbookCell["day"]>): string =>
  `${shown.year ? "y" : "-"}${shown.month ? "m" : "-"}${shown.day ? "d" : "-"} ${iso}`;

const decodeDay = (text: string): WorkbookCell["day"] => ({
  shown: { year: text[0] === "y", month: text[1] === "m", day: text[2] === "d" },
  iso: text.slice(4),
});

/**
 * A row as a line: its number, a letter for the kind of each cell (`-` for none), then the texts of
 * the cells.
 */
export const encodeRow = ({ sheet, row, cells }: WorkbookRow): string => {
  let shape = "";
  const texts: string[] = [];
  for (const cell of cells) {
    shape += cell === undefined ? "-" : cell.day ? DAY : letters[cell.kind];
    if (cell !== undefined) texts.push(cell.text);
    if (cell?.day) texts.push(encodeDay(cell.day));
  }
  return `${JSON.stringify([row, sheet, shape, texts])}\n`;
};

/** Lines come from `encodeRow` only. */
export const decodeRow = (line: string): WorkbookRow => {
  const [row, sheet, shape, texts] = JSON.parse(line) as [number, string, string, string[]];
  let next = 0;
  const take = (): string => texts[next++] ?? "";
  const decodeCell = (letter: string): WorkbookCell | undefined => {
    if (letter === DAY) return { kind: "date", text: take(), day: decodeDay(take()) };
    const kind = kinds.get(letter);
    return kind === undefined ? undefined : { kind, text: take() };
  };
  return { sheet, row, cells: [...shape].map(decodeCell) };
};
