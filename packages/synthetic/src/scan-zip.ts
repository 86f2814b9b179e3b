import { createPagePdf, createZipWriter, type FileTarget } from "@sogoc/files";
import {
  type Field,
  type FieldValue,
  formatCoverFileName,
  formatScanFileName,
  getCodeTable,
  getRecordType,
  isBlank,
  isIllegible,
  parseBookNumber,
} from "@sogoc/registers";
import type { SyntheticBook, SyntheticCase } from "./book-model.ts";

/**
 * What stands on the page: words where the sheet has a code, a scrawl where nothing can be read.
 */
const textOnPage = (field: Field, value: FieldValue): string => {
  if (isBlank(value)) return "";
  if (isIllegible(value)) return `${value.raw ?? ""} ~ ~ ~`;
  if (field.type !== "code" || field.codeTable === undefined) return value.raw;
  const table = getCodeTable(field.codeTable);
  return table.entries.find(({ code }) => code === value.raw)?.label_vi ?? value.raw;
};

/** The page of one case as a scan shows it. */
export const scanOf = (page: SyntheticCase, book: SyntheticBook): Buffer => {
  const type = getRecordType(page.recordType);
  const fields = type.fields.flatMap((field) => {
    const value = page.paper[field.code];
    if (value === undefined || field.code === type.officeField) return [];
    return [{ label: field.label_vi, value: textOnPage(field, value) }];
  });
  return createPagePdf({
    title: `SỔ ${type.name_vi.toUpperCase()}`,
    office: book.data.office,
    place: `Quyển ${book.data.bookNumber}`,
    fields,
  });
};

const coverOf = (book: SyntheticBook): Buffer => {
  const { office, bookNumber, openingYear, pages, recordType } = book.data;
  return createPagePdf({
    title: `SỔ ${getRecordType(recordType).name_vi.toUpperCase()}`,
    office,
    fields: [
      { label: "Quyển số", value: bookNumber },
      { label: "Ngày mở sổ", value: `01.01.${openingYear}` },
      { label: "Số trang", value: String(pages) },
    ],
  });
};

export interface ScanZipOptions {
  /** so many of the first names break the rule, each in another way */
  readonly wrongNames?: number | undefined;
  /** without the cover */
  readonly noCover?: boolean | undefined;
}

const wrongly: readonly ((name: string) => string)[] = [
  (name) => name.replaceAll("-", ""),
  (name) => name.replace(/^[A-Z]+/u, "XX"),
  (name) => name.replace(/\.(\d{4})\./u, ".20$1."),
  (name) => `ban quet ${name.replaceAll(".", "_")}`,
  (name) => name.replace(/\.pdf$/u, ".PDF.pdf"),
];

/**
 * Writes the scans of a book: one PDF for each case, named by the rule, and the cover. A number
 * that stands twice in the book gets a letter, as in practice. Returns the names.
 */
export const toScanZip = async (
  cases: Iterable<SyntheticCase>,
  book: SyntheticBook,
  file: FileTarget,
  { wrongNames = 0, noCover = false }: ScanZipOptions = {},
): Promise<string[]> => {
  const writer = createZipWriter(file);
  const names = new Set<string>();
  const { recordType, openingYear, bookNumber } = book.data;
  const number = parseBookNumber(bookNumber)?.number ?? 1;
  if (!noCover) {
    const commune = book.commune.name;
    const cover = formatCoverFileName({ commune, recordType, paperSize: "A4", openingYear, book: number });
    await writer.add(cover, coverOf(book));
    names.add(cover);
  }
  let index = 0;
  for (const page of cases) {
    const nameWith = (suffix: string) =>
      formatScanFileName({
        recordType,
        openingYear,
        book: number,
        registrationDate: page.registeredOn,
        number: `${page.number}${suffix}`,
      });
    const right = ["", "a", "b", "c"].map(nameWith).find((name) => !names.has(name)) ?? nameWith("d");
    const spoil = index < wrongNames ? wrongly[index % wrongly.length] : undefined;
    const name = spoil === undefined ? right : spoil(right);
    await writer.add(name, scanOf(page, book));
    names.add(name);
    index += 1;
  }
  await writer.finish();
  return [...names];
};
