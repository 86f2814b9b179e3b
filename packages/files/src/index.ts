export type { ArchiveLimits, FileSource } from "./archive.ts";
export { type CsvOptions, writeCsv } from "./csv-writer.ts";
export { type DocumentContent, type PrintedDocument, writeDocumentPdf } from "./document-pdf.ts";
export { inspectPdf, type PdfFacts, type PdfLimits, pdfLimits } from "./inspect-pdf.ts";
export { createPagePdf, type RegisterPage } from "./page-pdf.ts";
export type { FileErrorCode, RefusalReason } from "./refusal.ts";
export { type OpenWorkbookOptions, openWorkbook } from "./workbook.ts";
export {
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
export {
  createZipWriter,
  type OpenZipOptions,
  openZip,
  type ZipArchive,
  type ZipEntry,
  type ZipWriter,
  zipLimits,
} from "./zip.ts";
export type { FileTarget } from "./zip-output.ts";
