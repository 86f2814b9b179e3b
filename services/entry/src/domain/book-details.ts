import type { DataOf } from "@sogoc/events";

type Details = Pick<DataOf<"BookRegistered">, "office" | "pages" | "expectedCases" | "note">;

/** What a change leaves out stays as it is. */
export const withDetails = <Book extends Details>(
  book: Book,
  { office, pages, expectedCases, note }: DataOf<"BookDetailsChanged">,
): Book => ({
  ...book,
  office: office ?? book.office,
  pages: pages ?? book.pages,
  expectedCases: expectedCases ?? book.expectedCases,
  note: note ?? book.note,
});
