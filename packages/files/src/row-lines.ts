import type { WorkbookCell, WorkbookRow } from "./workbook-model.ts";

const letters = { text: "t", number: "n", date: "d", boolean: "b", formula: "f", error: "e" } as const;
type Kind = WorkbookCell["kind"];
const kinds = new Map(Object.entries(letters).map(([kind, letter]) => [letter as string, kind as Kind]));

/**
 * A row as a line: its number, a letter for the kind of each cell (`-` for none), then the texts of
 * the cells.
 */
export const encodeRow = ({ sheet, row, cells }: WorkbookRow): string => {
  let shape = "";
  const texts: string[] = [];
  for (const cell of cells) {
    shape += cell === undefined ? "-" : letters[cell.kind];
    if (cell !== undefined) texts.push(cell.text);
  }
  return `${JSON.stringify([row, sheet, shape, texts])}\n`;
};

/** Lines come from `encodeRow` only. */
export const decodeRow = (line: string): WorkbookRow => {
  const [row, sheet, shape, texts] = JSON.parse(line) as [number, string, string, string[]];
  let next = 0;
  const cells: (WorkbookCell | undefined)[] = [];
  for (const letter of shape) {
    const kind = kinds.get(letter);
    cells.push(kind === undefined ? undefined : { kind, text: texts[next++] ?? "" });
  }
  return { sheet, row, cells };
};
