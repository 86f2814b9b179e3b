import type { Writable } from "node:stream";
import { createWorkbookWriter } from "@sogoc/files";
import {
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
  withValues,
  writeOriginalRows,
} from "@sogoc/registers";
import type { RecordAt } from "../history/record-at.ts";

const factsOf = ({ duplicateReason, accepted, annotations, fields }: RecordAt): RecordSheetFacts => {
  const facts: { -readonly [Name in keyof RecordSheetFacts]: RecordSheetFacts[Name] } = {};
  if (duplicateReason !== undefined) facts.duplicateReason = duplicateReason;
  const reasons = accepted.map(({ rule, fields: named, reason }) => ({ rule, fields: named, reason }));
  if (reasons.length > 0) facts.accepted = withValues(reasons, fields);
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

/**
 * The ministry's layout, with a sheet before it that keeps what the layout cannot, so that the
 * workbook re-imports without loss. `records` is asked for twice, since sheets are written one
 * after the other. Bounded memory.
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
  for await (const record of records()) {
    for (const row of writeOriginalRows(recordType, toSheetRecord(record))) await originals.addRow(row);
    onRow();
  }
  const fields = layoutFields(recordType, mainLayout(recordType));
  const sheet = await writer.addSheet(
    "DL Import",
    fields.map(({ code: header }) => ({ header, width: 18 })),
  );
  for await (const record of records()) {
    await sheet.addRow(ministryRow(recordType, toSheetRecord(record)));
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
