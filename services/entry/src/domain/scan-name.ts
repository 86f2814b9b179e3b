import { CommandRejected, findUnseenSign } from "@sogoc/core";
import { checkScanNameAgainstBook, parseCoverFileName, parseScanFileName } from "@sogoc/registers";
import type { BookState } from "./book.ts";
import { parseCaseNumber } from "./case-number.ts";

/** Pages of the scan of a case, or of a cover. */
export const MAX_SCAN_PAGES = 40;

export interface NamedScan {
  readonly kind: "case" | "cover" | "whole-book";
  /** Of the case, canonical. */
  readonly number?: string | undefined;
  readonly registeredOn?: string | undefined;
}

type NamedBook = Pick<NonNullable<BookState["registered"]>, "recordType" | "bookNumber" | "openingYear">;

const refusal = (detail: string, detailEn: string) =>
  new CommandRejected("scan-refused", { reason: "name" }, [{ pointer: "/file", detail, detailEn }]);

/** Reads from its name what a file shows, and compares it with the book. Throws `scan-refused`. */
export const readScanName = (fileName: string, book: NamedBook): NamedScan => {
  if (/^cover\./i.test(fileName)) {
    const cover = parseCoverFileName(fileName);
    if (!cover || findUnseenSign(fileName) !== undefined)
      throw refusal("Tên tệp bìa không đúng quy tắc.", "The cover's file name breaks the rule.");
    return { kind: "cover" };
  }
  const { name, problems } = parseScanFileName(fileName);
  const findings = name
    ? checkScanNameAgainstBook(name, { recordType: book.recordType, quyenSo: book.bookNumber })
    : problems;
  const [first] = findings;
  if (!name || first) {
    throw refusal(
      first?.messageVi ?? "Tên tệp không đúng quy tắc.",
      first?.messageEn ?? "The file name breaks the rule.",
    );
  }
  const year = Number(name.registrationDate.slice(0, 4));
  const found = parseCaseNumber(
    year === book.openingYear ? name.number : `${name.number}/${year}`,
    book.openingYear,
  );
  if (!found) throw refusal("Số trong tên tệp không đúng.", "The number in the file name is wrong.");
  return { kind: "case", number: found.number, registeredOn: name.registrationDate };
};
