import { buffer } from "node:stream/consumers";
import { openWorkbook } from "@sogoc/files";
import { expect, it } from "vitest";
import type { ProgressFigures } from "./progress.ts";
import type { ProgressLine } from "./progress-table.ts";
import { progressWorkbook } from "./progress-workbook.ts";

const figures = (known: Partial<ProgressFigures>): ProgressFigures => ({
  books: 2,
  booksWithoutExpected: 0,
  booksUntouched: 0,
  booksKeyed: 0,
  booksDone: 0,
  expected: 20,
  recordsOfExpected: 0,
  beyondExpected: 0,
  acceptedOfExpected: 0,
  pages: 0,
  keyed: 12,
  imported: 0,
  corrected: 0,
  voided: 0,
  records: 12,
  submitted: 0,
  accepted: 0,
  returnedRounds: 0,
  ruleErrors: 0,
  ruleWarnings: 0,
  fieldsChecked: 0,
  wrongFields: 0,
  ...known,
});

const line = (key: string, known: Partial<ProgressFigures>): ProgressLine => ({
  key,
  nameVi: key,
  nameEn: key,
  figures: figures(known),
  percent: null,
});

it("says that nobody knows how many cases the books of a line have, and not that they have none", async () => {
  const lines = [
    line("xa-1", {}),
    line("xa-2", { booksWithoutExpected: 2, expected: 0 }),
    line("xa-3", { books: 0, expected: 0 }),
  ];
  const file = await buffer(progressWorkbook(lines, { position: 7, asOf: null, ageMs: 0 }));
  const workbook = await openWorkbook(file);
  const [head, ...rows] = (await Array.fromAsync(workbook.rows())).map(({ cells }) =>
    cells.map((cell) => cell?.text),
  );
  const expected = head?.findIndex((title) => title?.includes("Cases expected")) ?? -1;
  expect(rows.slice(0, 3).map((row) => row[expected])).toEqual(["20", "chưa đủ số liệu / not known", "0"]);
});
