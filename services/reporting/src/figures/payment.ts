import { allPages } from "@sogoc/core";
import { parseScanFileName } from "@sogoc/registers";
import { z } from "zod";
import type { ReportingParts } from "../reporting-parts.ts";
import { unitNameOf } from "./scope.ts";

/** Work of one unit, book type and year, as contracts count it. */
export const PaymentLine = z.object({
  unitId: z.string(),
  unitName: z.string(),
  recordType: z.string(),
  openingYear: z.int(),
  books: z.int(),
  records: z.int(),
  fields: z.int().describe("Fields that are not empty."),
  bands: z
    .array(z.int())
    .describe("The same by length: up to the first limit, up to the second, …, above the last."),
  pages: z
    .record(z.string(), z.int())
    .describe("Scanned pages by paper size; without a size in the name, A4."),
  pagesA4: z.number().describe("All pages converted to A4."),
});
export type PaymentLine = z.infer<typeof PaymentLine>;

/** A sheet of the next larger size holds two of the smaller. */
const a4Of: Readonly<Record<string, number>> = { A0: 16, A1: 8, A2: 4, A3: 2, A4: 1, A5: 0.5 };

export interface PaymentQuestion {
  readonly scope: readonly string[];
  /** Upper ends of the length bands, in characters, rising. */
  readonly bands: readonly number[];
  /** Only records of accepted batches. */
  readonly acceptedOnly: boolean;
}

const bandOf = (length: number, bands: readonly number[]): number => {
  const at = bands.findIndex((upTo) => length <= upTo);
  return at < 0 ? bands.length : at;
};

/** Made from read models that follow from events alone: asked again as of the same place, the same figures. */
export const paymentLines = async (
  parts: ReportingParts,
  { scope, bands, acceptedOnly }: PaymentQuestion,
): Promise<readonly PaymentLine[]> => {
  const lines = new Map<string, PaymentLine & { readonly bookIds: Set<string> }>();
  const accepted = new Map<string, boolean>();
  const isAccepted = async (batchId: string) => {
    const known = accepted.get(batchId) ?? (await parts.batches.find(batchId))?.state === "accepted";
    accepted.set(batchId, known);
    return known;
  };
  const keyOfBook = new Map<string, string>();
  const where = { unitId: { in: scope }, status: "entered" };
  for await (const page of allPages(parts.fieldLengths, { where })) {
    for (const { unitId, bookId, batchId, recordType, openingYear, lengths } of page) {
      if (acceptedOnly && !(await isAccepted(batchId))) continue;
      const key = `${unitId} ${recordType} ${openingYear}`;
      keyOfBook.set(bookId, key);
      const line = lines.get(key) ?? {
        ...{ unitId, unitName: unitNameOf(parts, unitId), recordType, openingYear, books: 0, records: 0 },
        ...{ fields: 0, bands: Array.from({ length: bands.length + 1 }, () => 0), pages: {}, pagesA4: 0 },
        bookIds: new Set<string>(),
      };
      lines.set(key, line);
      line.bookIds.add(bookId);
      line.books = line.bookIds.size;
      line.records++;
      for (const length of Object.values(lengths)) {
        line.fields++;
        const band = bandOf(length, bands);
        line.bands[band] = (line.bands[band] ?? 0) + 1;
      }
    }
  }
  const bookIds = [...keyOfBook.keys()];
  for (let from = 0; from < bookIds.length; from += 200) {
    const some = bookIds.slice(from, from + 200);
    for await (const page of allPages(parts.scans, { where: { bookId: { in: some } } })) {
      for (const { bookId, kind, fileName, pages } of page) {
        const line = lines.get(keyOfBook.get(bookId) ?? "");
        if (!line || kind === "cover") continue;
        const size = parseScanFileName(fileName).name?.paperSize ?? "A4";
        line.pages[size] = (line.pages[size] ?? 0) + pages;
        line.pagesA4 += pages * (a4Of[size] ?? 1);
      }
    }
  }
  return [...lines.values()]
    .map(({ bookIds: _, ...line }) => line)
    .sort(
      (a, b) =>
        a.unitName.localeCompare(b.unitName, "vi") ||
        (a.recordType < b.recordType ? -1 : a.recordType > b.recordType ? 1 : a.openingYear - b.openingYear),
    );
};
