import type { Writable } from "node:stream";
import { CommandRejected } from "@sogoc/core";
import { createWorkbookWriter, type SheetWriter, workbookLimits } from "@sogoc/files";
import {
  createOriginalSheetCount,
  findCodeTable,
  getRecordType,
  layoutFields,
  mainLayout,
  ministryRow,
  ORIGINAL_SHEET,
  originalHeaders,
  type RecordSheetFacts,
  type RecordType,
  type SheetRecord,
  writeOriginalRows,
} from "@sogoc/registers";
import type { RecordAt } from "../history/record-at.ts";

type Answer = NonNullable<RecordSheetFacts["answers"]>[number];

/** Of several reasons for one finding the last is the one in force. */
const lastOfEach = (answers: RecordAt["answers"]): Answer[] => {
  const last = new Map<string, Answer>();
  for (const { rule, fields, reason } of answers) {
    const named = [...new Set(fields)];
    last.set(JSON.stringify([rule, named.toSorted()]), { rule, fields: named, reason });
  }
  return [...last.values()];
};

const factsOf = ({ duplicateReason, answers, annotations }: RecordAt): RecordSheetFacts => {
  const facts: { -readonly [Name in keyof RecordSheetFacts]: RecordSheetFacts[Name] } = {};
  if (duplicateReason !== undefined) facts.duplicateReason = duplicateReason;
  const reasons = lastOfEach(answers);
  if (reasons.length > 0) facts.answers = reasons;
  if (annotations.length > 0)
    facts.annotations = annotations.map(({ text, decision }) => ({ text, decision }));
  return facts;
};

const toSheetRecord = (record: RecordAt): SheetRecord => ({
  bookNumber: record.bookNumber,
  number: record.number,
  fields: record.fields,
  facts: factsOf(record),
});

/** What the digits in coded columns mean. */
function* codeRows(recordType: RecordType): Generator<string[]> {
  for (const field of layoutFields(recordType, mainLayout(recordType))) {
    const table = field.codeTable === undefined ? undefined : findCodeTable(field.codeTable);
    for (const { code, label_vi, label_en } of table?.entries ?? []) {
      yield [field.code, field.label_vi, code, label_vi, label_en ?? ""];
    }
  }
}

/** What a workbook cannot hold in a way that it can be read again, by the case that has it. */
const tooLarge = (number: string): CommandRejected => {
  const detail = `Đến trường hợp số ${number} thì nội dung vượt quá sức chứa của một bảng tính nên không xuất được. Xem lại các ô và lý do quá dài của trường hợp này, hoặc xuất từng phần.`;
  const detailEn = `With case ${number} there is more than a workbook can hold, so nothing was exported. Look at the very long values and reasons of that case, or export the book in parts.`;
  return new CommandRejected("export-too-large", { number }, [{ pointer: "/records", detail, detailEn }]);
};

/** Adds rows of a case. Throws `export-too-large` for one that no workbook can hold. */
const addRows = async (sheet: SheetWriter, number: string, rows: readonly string[][]): Promise<void> => {
  try {
    for (const row of rows) await sheet.addRow(row);
  } catch (error) {
    if (error instanceof CommandRejected && error.code === "workbook-refused") throw tooLarge(number);
    throw error;
  }
};

/** Counts rows as an import of the sheet does; false once they are too many. */
const createRowCount = () => {
  let [rows, length] = [0, 0];
  return (cells: readonly string[]): boolean => {
    rows += 1;
    length += cells.reduce((sum, text) => sum + text.length, 0);
    return rows < workbookLimits.maxRows && length < workbookLimits.maxTextLength;
  };
};

/**
 * The ministry's layout, with a sheet before it that keeps what the layout cannot, so that the
 * workbook re-imports without loss. `records` is asked for twice, since sheets are written one
 * after the other. Bounded memory. Throws `export-too-large` rather than make a file that an import
 * would refuse.
 */
export const writeMinistryWorkbook = async (
  out: Writable,
  recordTypeCode: string,
  records: () => AsyncIterable<RecordAt>,
  onRow: () => void,
): Promise<void> => {
  const recordType = getRecordType(recordTypeCode);
  const writer = createWorkbookWriter(out);
  const originals = await writer.addSheet(
    ORIGINAL_SHEET,
    originalHeaders.map((header) => ({ header, width: 18 })),
  );
  const countOriginal = createOriginalSheetCount();
  for await (const record of records()) {
    const rows = writeOriginalRows(recordType, toSheetRecord(record));
    if (!rows.every((row) => countOriginal(row).fits)) throw tooLarge(record.number);
    await addRows(originals, record.number, rows);
    onRow();
  }
  const fields = layoutFields(recordType, mainLayout(recordType));
  const sheet = await writer.addSheet(
    "DL Import",
    fields.map(({ code: header }) => ({ header, width: 18 })),
  );
  const countRow = createRowCount();
  for await (const record of records()) {
    const row = ministryRow(recordType, toSheetRecord(record));
    if (!countRow(row)) throw tooLarge(record.number);
    await addRows(sheet, record.number, [row]);
    onRow();
  }
  const notes = await writer.addSheet(
    "Ghi chu",
    ["Cột / Column", "Tên cột / Label", "Mã / Code", "Nghĩa", "Meaning"].map((header) => ({
      header,
      width: 24,
    })),
  );
  for (const row of codeRows(recordType)) await notes.addRow(row);
  await writer.finish();
};
