import { groupBy } from "../group-by.ts";
import { formatDate, parsePartialDate } from "../partial-date.ts";
import { parseRegistrationNumber, registrationNumberKey } from "../registration-number.ts";
import { checkScanNameAgainstBook, parseScanFileName, type ScanFileName } from "../scan-file-name.ts";
import {
  type BookFinding,
  type BookRecord,
  bookFinding,
  type NumberedRecord,
  numberRecords,
} from "./book-record.ts";
import type { BookContext } from "./record-view.ts";

/** One scan of the book. Leave out what is not known. */
export interface BookFile {
  readonly name: string;
  readonly sha256?: string | undefined;
  readonly pages?: number | undefined;
  readonly readable?: boolean | undefined;
}

const ownNumber = (text: string): string => {
  const number = parseRegistrationNumber(text);
  return number === undefined ? text : registrationNumberKey({ ...number, year: undefined });
};

function* checkName(name: ScanFileName, file: string, one: NumberedRecord): Iterable<BookFinding> {
  const { view, record } = one;
  const quyenSo = view.text(view.key.book);
  const book = { recordType: record.recordType.filePrefix, quyenSo: quyenSo ?? "" };
  for (const found of checkScanNameAgainstBook(name, book)) yield { ...found, records: [record.id] };
  const registered = view.text(view.key.date);
  if (registered !== undefined && registered !== name.registrationDate) {
    const date = parsePartialDate(name.registrationDate);
    const written = parsePartialDate(registered);
    const params = {
      file,
      partVi: "ngày đăng ký",
      partEn: "date",
      found: date === undefined ? name.registrationDate : formatDate(date),
      expected: written === undefined ? registered : formatDate(written),
    };
    yield bookFinding("file-name-differs", [record], { fields: [view.key.date], params });
  }
}

function* checkContents(files: readonly BookFile[]): Iterable<BookFinding> {
  const byHash = new Map<string, string>();
  for (const { name, sha256, pages, readable } of files) {
    if (readable === false || pages === 0)
      yield bookFinding("file-unreadable", [], { params: { file: name } });
    if (sha256 === undefined) continue;
    const other = byHash.get(sha256);
    if (other === undefined) byHash.set(sha256, name);
    else yield bookFinding("file-reused", [], { params: { file: name, other } });
  }
}

/** Rule 7: one record, one file, with a name that agrees; files that open and are used once. */
export const checkFiles = (
  records: Iterable<BookRecord>,
  files: Iterable<BookFile>,
  book: BookContext = {},
): BookFinding[] => {
  const scans = [...files];
  const findings = [...checkContents(scans)];
  const waiting = groupBy(numberRecords(records), ({ key }) => ownNumber(key.split("/")[0] ?? ""));
  for (const { name: file } of scans) {
    const { name, problems } = parseScanFileName(file);
    findings.push(...problems.map((problem) => ({ ...problem, records: [] })));
    if (name === undefined) continue;
    const candidates = waiting.get(ownNumber(name.number)) ?? [];
    const sameDate = candidates.find(({ view }) => view.text(view.key.date) === name.registrationDate);
    const match = sameDate ?? candidates[0];
    if (match === undefined) {
      findings.push(bookFinding("file-without-record", [], { params: { file } }));
      if (book.quyenSo !== undefined) {
        const expected = { recordType: name.recordType, quyenSo: book.quyenSo };
        findings.push(
          ...checkScanNameAgainstBook(name, expected).map((found) => ({ ...found, records: [] })),
        );
      }
      continue;
    }
    candidates.splice(candidates.indexOf(match), 1);
    findings.push(...checkName(name, file, match));
  }
  for (const { record, view, key } of [...waiting.values()].flat()) {
    const params = { number: key };
    findings.push(bookFinding("record-without-file", [record], { fields: [view.key.number], params }));
  }
  return findings;
};
