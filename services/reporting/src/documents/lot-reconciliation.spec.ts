import { expect, it } from "vitest";
import { reconciliationSection } from "./lot-reconciliation.ts";

const batch = {
  batchId: "batch-a",
  bookId: "book-a",
  bookNumber: "01/2008",
  reviewId: "review-a",
  round: 1,
  records: 98,
  digest: "0".repeat(64),
};
const counts = {
  bookId: "book-a",
  expected: 98,
  records: 98,
  lastNumber: 98,
  scannedPages: 50,
  files: 98,
  openFindings: 2,
};
const textOf = (content: unknown) => JSON.stringify(content);

it("lots decided before their counts were kept say so, and show none of today's", () => {
  const section = textOf(reconciliationSection({ bookCounts: null, batches: [batch] }, { closed: [] }));
  expect(section).toContain("chưa lưu số liệu đối soát");
  expect(section).not.toContain("Số sổ");
});

it("a figure that the inventory does not tell is left open, in the sum as well", () => {
  const other = { ...batch, batchId: "batch-b", bookId: "book-b", bookNumber: "02/2008" };
  const bookCounts = [
    { ...counts, pages: 60 },
    { ...counts, bookId: "book-b", pages: null, openFindings: 0 },
  ];
  const section = textOf(reconciliationSection({ bookCounts, batches: [batch, other] }, { closed: [] }));
  for (const cell of ["60 / 50", "– / 50", "– / 100", "196 / 196"]) expect(section).toContain(cell);
  expect(section).toContain("0 đã đóng có lý do, 2 chưa đóng");
});
