import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { written } from "@sogoc/registers";
import type { SyntheticCase } from "./book-model.ts";
import { createGenerator } from "./generator.ts";
import { toScanZip } from "./scan-zip.ts";
import { toWorkbook } from "./workbook-file.ts";

export interface SampleBook {
  readonly recordType: string;
  readonly bookNumber: string;
  readonly office: string;
  readonly pages: number;
  readonly cases: number;
}

/** A date that no calendar has: the row that the tour mends. */
const withImpossibleDate = (page: SyntheticCase): SyntheticCase => ({
  ...page,
  paper: { ...page.paper, ngayDangKy: written("31.02.2008") },
});

/**
 * Writes a birth book of 2008 as its files would come from a contractor: `book.xlsx` with one
 * refused row, `book-mended.xlsx` without it, and `scans.zip`. Answers what was written.
 */
export const writeSampleFiles = async (
  folder: string,
  options: { readonly seed: number; readonly cases: number },
): Promise<SampleBook> => {
  await mkdir(folder, { recursive: true });
  const generator = createGenerator(options.seed);
  const [book] = generator.books({ communes: 1, types: ["KS"], years: [2008], casesPerBook: options.cases });
  if (!book) throw new Error("The generator made no book");
  const cases = generator.cases(book, { count: options.cases });
  const broken = cases.map((page, index) => (index === 2 ? withImpossibleDate(page) : page));
  await toWorkbook(broken, "legacy", join(folder, "book.xlsx"));
  await toWorkbook(cases, "legacy", join(folder, "book-mended.xlsx"));
  await toScanZip(cases, book, join(folder, "scans.zip"));
  const { recordType, bookNumber, office, pages } = book.data;
  return { recordType, bookNumber, office, pages, cases: cases.length };
};
