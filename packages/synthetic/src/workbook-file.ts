import { type CellInput, createWorkbookWriter, type FileTarget, type SheetColumn } from "@sogoc/files";
import {
  type Field,
  getCodeTable,
  getRecordType,
  isBlank,
  layoutFields,
  mainLayout,
  type RecordType,
  writtenText,
} from "@sogoc/registers";
import type { SyntheticCase } from "./book-model.ts";
import { district, province } from "./places.ts";

/** The sheets that are met: of the first tool, of October 2024 (births only), and of the police. */
export type SheetLayout = "legacy" | "2024" | "police";

const columnsOf = (type: RecordType, layout: SheetLayout): Field[] => {
  if (layout === "police") return layoutFields(type).filter(({ group }) => group !== "foreign");
  return layoutFields(type, type.layouts[layout] === undefined ? mainLayout(type) : layout);
};

/** Headers as careless as the real ones: hints after a line break, blanks at the end. */
const headerOf = (type: RecordType, field: Field, layout: SheetLayout, index: number): string => {
  if (layout === "police") return field.code.toUpperCase();
  const hint = type.layouts[layout]?.headersWithHint?.[field.code];
  if (hint !== undefined) return hint;
  if (layout === "legacy" && field.code === type.officeField) return `${field.code} UBND…`;
  return index % 11 === 7 ? `${field.code} ` : field.code;
};

/** The police write dates with slashes. */
const policeText = (field: Field, text: string): string => {
  const isDate = field.type === "fullDate" || field.type === "partialDate";
  return isDate && /^[\d.]+$/u.test(text) ? text.replaceAll(".", "/") : text;
};

const cellOf = (field: Field, page: SyntheticCase, layout: SheetLayout, row: number): CellInput => {
  if (field.code === "STT") return { number: row };
  const value = page.paper[field.code];
  if (value === undefined || isBlank(value)) return undefined;
  const text = writtenText(value) ?? "";
  // Some typists leave codes as numbers.
  if (field.type === "code" && row % 4 === 0 && /^\d$/u.test(text)) return { number: Number(text) };
  return layout === "police" ? policeText(field, text) : text;
};

/** Note sheet with the code tables, as the ministry adds it. */
function* notes(fields: readonly Field[]): Generator<string[]> {
  for (const { code, codeTable, label_vi } of fields) {
    if (codeTable === undefined) continue;
    for (const entry of getCodeTable(codeTable).entries.slice(0, 60)) {
      yield [code, label_vi, entry.code, entry.label_vi];
    }
  }
}

/**
 * Writes cases of one type as a workbook in a layout of the ministry: `DL Import` and `Ghi chu`.
 * Returns the number of rows. Cases are read one by one, so that any number of them may come.
 */
export const toWorkbook = async (
  cases: Iterable<SyntheticCase> | AsyncIterable<SyntheticCase>,
  layout: SheetLayout,
  file: FileTarget,
): Promise<number> => {
  const writer = createWorkbookWriter(file);
  let sheet: Awaited<ReturnType<typeof writer.addSheet>> | undefined;
  let fields: Field[] = [];
  let rows = 0;
  const police = layout === "police" ? [`Huyện ${district}, tỉnh ${province}`] : [];
  for await (const page of cases) {
    if (sheet === undefined) {
      const type = getRecordType(page.recordType);
      fields = columnsOf(type, layout);
      const headers = fields.map((field, index) => headerOf(type, field, layout, index));
      if (layout === "police") headers.push("DC_DVNHAPHUYEN", "DC_DVNHAPXA");
      const columns: SheetColumn[] = headers.map((header) => ({ header, width: 18 }));
      sheet = await writer.addSheet("DL Import", columns);
    }
    rows += 1;
    const cells = fields.map((field) => cellOf(field, page, layout, rows));
    const office = page.truth["noiDangKy"] ?? page.truth["noiCap"] ?? "";
    const waiting = sheet.addRow(layout === "police" ? [...cells, ...police, office] : cells);
    if (waiting !== undefined) await waiting;
  }
  if (sheet === undefined) await writer.addSheet("DL Import");
  const noteSheet = await writer.addSheet("Ghi chu");
  for (const note of notes(fields)) await noteSheet.addRow(note);
  await writer.finish();
  return rows;
};
