import { formatBookNumber, parseBookNumber } from "./book-number.ts";
import { type Finding, finding } from "./finding.ts";
import { isComplete, parsePartialDate, toIso } from "./partial-date.ts";
import { findRecordType } from "./record-types.ts";
import { formatRegistrationNumber, parseRegistrationNumber } from "./registration-number.ts";
import { codePoint, hiddenCharacters } from "./suspicious-characters.ts";

/** The parts of `KS.2017.01.2017-02-03.05.pdf`, the scan of one case. */
export interface ScanFileName {
  readonly recordType: string;
  readonly openingYear: number;
  /** number of the book without its year */
  readonly book: number;
  /** `yyyy-MM-dd` */
  readonly registrationDate: string;
  /** registration number without its year, such as `5` or `5a` */
  readonly number: string;
  readonly paperSize?: string | undefined;
}

/** The book that a scan should belong to; `quyenSo` as `01/2017`. */
export interface ScanBook {
  readonly recordType: string;
  readonly quyenSo: string;
}

const problem = (file: string, problemVi: string, problemEn: string): Finding =>
  finding("file-name-invalid", { params: { file, problemVi, problemEn } });

const brokenLines = /[\t\n\r\u2028\u2029]/gu;

/** What takes no room, or turns the letters round: people read another name than programs do. */
const unseenIn = (file: string): readonly string[] => [
  ...hiddenCharacters(file),
  ...new Set(file.match(brokenLines)),
];

const example = "KS.2017.01.2017-02-03.05.pdf";

const isYear = (text: string): boolean => /^(?:18|19|20)\d{2}$/u.test(text);

/** Only the last part of a path counts. `name` is there when nothing is wrong. */
export const parseScanFileName = (
  path: string,
  knowsType: (code: string) => boolean = (code) => findRecordType(code) !== undefined,
): { name: ScanFileName | undefined; problems: Finding[] } => {
  const file = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  const unseen = unseenIn(file);
  if (unseen.length > 0) {
    const signs = unseen.map(codePoint).join(", ");
    const vi = `có ký tự không nhìn thấy được (${signs}); hãy đổi tên tệp.`;
    const shown = [...file].filter((sign) => !unseen.includes(sign)).join("");
    return {
      name: undefined,
      problems: [problem(shown, vi, `it has signs that nobody sees (${signs}); rename the file.`)],
    };
  }
  const parts = file.trim().split(".");
  const size = parts.length === 7 && /^A[0-4]$/iu.test(parts[5] ?? "") ? parts[5]?.toUpperCase() : undefined;
  if (parts.length !== (size === undefined ? 6 : 7) || parts.at(-1)?.toLowerCase() !== "pdf") {
    const vi = `cần sáu phần cách nhau bằng dấu chấm, như ${example}.`;
    return {
      name: undefined,
      problems: [problem(file, vi, `six parts with dots are needed, like ${example}.`)],
    };
  }
  const [type = "", year = "", book = "", date = "", number = ""] = parts;
  const problems: Finding[] = [];
  const wrong = (vi: string, en: string) => problems.push(problem(file, vi, en));

  const recordType = type.toUpperCase();
  if (!knowsType(recordType)) wrong(`không có loại sổ “${type}”.`, `there is no book type "${type}".`);
  if (!isYear(year)) wrong(`năm mở sổ “${year}” không đúng.`, `opening year "${year}" is wrong.`);
  if (!/^\d{1,3}$/u.test(book) || Number(book) === 0) {
    wrong(`quyển “${book}” phải là chữ số.`, `book "${book}" must be digits.`);
  }
  const registered = /^\d{4}-\d{2}-\d{2}$/u.test(date) ? parsePartialDate(date) : undefined;
  if (registered === undefined || !isComplete(registered)) {
    wrong(`ngày “${date}” phải là năm-tháng-ngày có thật.`, `date "${date}" must be a real year-month-day.`);
  }
  const registration = parseRegistrationNumber(number);
  if (registration === undefined) wrong(`số “${number}” không đúng.`, `number "${number}" is wrong.`);

  if (problems.length > 0 || registered === undefined || registration === undefined) {
    return { name: undefined, problems };
  }
  const name = {
    recordType,
    openingYear: Number(year),
    book: Number(book),
    registrationDate: toIso(registered),
    number: formatRegistrationNumber(registration),
    paperSize: size,
  };
  return { name, problems };
};

/**
 * Book of two digits, number of two digits or more; `digits` asks for three where a contract wants
 * that.
 */
export const formatScanFileName = (name: ScanFileName, digits: 2 | 3 = 2): string => {
  const { number, suffix } = splitNumber(name.number);
  const book = String(name.book).padStart(2, "0");
  const size = name.paperSize === undefined ? "" : `.${name.paperSize}`;
  const padded = `${number.padStart(digits, "0")}${suffix}`;
  return `${name.recordType}.${name.openingYear}.${book}.${name.registrationDate}.${padded}${size}.pdf`;
};

const splitNumber = (text: string): { number: string; suffix: string } => {
  const parsed = parseRegistrationNumber(text);
  if (parsed === undefined) throw new RangeError(`Not a registration number: ${text}`);
  return { number: String(parsed.number), suffix: parsed.suffix };
};

/** Is the scan one of this book? Compares type, opening year and number of the book. */
export const checkScanNameAgainstBook = (name: ScanFileName, book: ScanBook): Finding[] => {
  const file = formatScanFileName(name);
  const findings: Finding[] = [];
  const differs = (partVi: string, partEn: string, found: string, expected: string) => {
    findings.push(finding("file-name-differs", { params: { file, partVi, partEn, found, expected } }));
  };
  if (name.recordType !== book.recordType) differs("loại sổ", "book type", name.recordType, book.recordType);
  const expected = parseBookNumber(book.quyenSo);
  const found = { number: name.book, year: name.openingYear };
  if (expected !== undefined && formatBookNumber(expected) !== formatBookNumber(found)) {
    differs("quyển số", "book", formatBookNumber(found), formatBookNumber(expected));
  }
  return findings;
};
