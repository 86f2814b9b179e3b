export {
  type Cells,
  type Defect,
  type DefectRates,
  defectKinds,
  type OfficeStaff,
  type RecordTypeCode,
  recordTypeCodes,
  type SyntheticBook,
  type SyntheticCase,
} from "./book-model.ts";
export type { BooksWish } from "./books.ts";
export type { CasesWish } from "./cases.ts";
export { ruleOfDefect, usualRates } from "./defect-rates.ts";
export { createGenerator, type SyntheticGenerator } from "./generator.ts";
export {
  type KeyingError,
  type KeyingRates,
  keyedFaithfully,
  keyingErrors,
  usualKeying,
} from "./keying-errors.ts";
export { type Commune, communes, newCommunes } from "./places.ts";
export { Random } from "./random.ts";
export * from "./sample-files.ts";
export { type ScanZipOptions, scanOf, toScanZip } from "./scan-zip.ts";
export { type SheetLayout, toWorkbook } from "./workbook-file.ts";
export { contractorId, contractorName, districtId, provinceId, type WorldEvent } from "./world.ts";
