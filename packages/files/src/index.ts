export type { ArchiveLimits } from "./archive.ts";
export { type CsvOptions, writeCsv } from "./csv-writer.ts";
export { type DocumentContent, type PrintedDocument, writeDocumentPdf } from "./document-pdf.ts";
export { fromExcelSerial } from "./excel-serial.ts";
export { type PdfFacts, type PdfLimits, pdfLimits } from "./inspect-pdf.ts";
export { createPagePdf, type RegisterPage } from "./page-pdf.ts";
export { fileProblems } from "./problems.ts";
export {
  inspectPdf,
  openWorkbook,
  openZip,
  requireReaderCapacity,
  scanPoolOf,
  workbookPoolOf,
  type ZipArchive,
  type ZipEntry,
} from "./readers.ts";
export type { FileErrorCode, RefusalReason } from "./refusal.ts";
export type { OpenWorkbookOptions } from "./workbook.ts";
export {
  serialDayOf,
  type Workbook,
  type WorkbookCell,
  type WorkbookLimits,
  type WorkbookRow,
  workbookLimits,
} from "./workbook-model.ts";
export {
  type CellInput,
  createWorkbookWriter,
  type SheetColumn,
  type SheetWriter,
  type WorkbookWriter,
} from "./workbook-writer.ts";
export { createZipWriter, entryNameFor, type ZipWriter } from "./zip.ts";
export { type OpenZipOptions, zipLimits } from "./zip-limits.ts";
export type { FileTarget } from "./zip-output.ts";
