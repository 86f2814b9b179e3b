import { defineProjection } from "@sogoc/core";
import type { RecordedDomainEvent } from "@sogoc/events";

export interface BookView {
  readonly id: string;
  readonly unitId: string;
  readonly recordType: string;
  readonly bookNumber: string;
  readonly openingYear: number;
  readonly office: string;
  readonly pages?: number | undefined;
  readonly expectedCases?: number | undefined;
  readonly note?: string | undefined;
  /** Case scans in force, whether a cover is there, pages of all scans in force. */
  readonly caseScans: number;
  readonly hasCover: boolean;
  readonly refusedScans: number;
  /** Records keyed and not voided. */
  readonly records: number;
  readonly batches: readonly string[];
  readonly revision: number;
}

const change = (book: BookView | undefined, changed: Partial<BookView>): BookView | undefined =>
  book && { ...book, ...changed };

/** One document per book: the lead unit's shelf. */
export const books = defineProjection<RecordedDomainEvent>()<BookView>(
  {
    name: "entry-books",
    version: 2,
    columns: { unitId: "text", recordType: "text", openingYear: "number", bookNumber: "text" },
    indexes: [
      ["unitId", "recordType", "openingYear", "bookNumber"],
      ["unitId", "recordType", "bookNumber"],
    ],
  },
  {
    BookRegistered: {
      keys: ({ data }) => [data.bookId],
      evolve: (_book, { data: { bookId, ...rest }, revision }) => ({
        id: bookId,
        ...rest,
        caseScans: 0,
        hasCover: false,
        refusedScans: 0,
        records: 0,
        batches: [],
        revision,
      }),
    },
    BookDetailsChanged: {
      keys: ({ data }) => [data.bookId],
      evolve: (book, { data: { bookId: _, reason: _reason, ...details }, revision }) =>
        book && ({ ...book, ...details, revision } as BookView),
    },
    ScanAttached: {
      keys: ({ data }) => [data.bookId],
      evolve: (book, { data, revision }) =>
        change(book, {
          revision,
          caseScans: (book?.caseScans ?? 0) + (data.kind === "case" && data.replaces === undefined ? 1 : 0),
          hasCover: (book?.hasCover ?? false) || data.kind === "cover",
        }),
    },
    ScanRefused: {
      keys: ({ data }) => [data.bookId],
      evolve: (book, { revision }) => change(book, { refusedScans: (book?.refusedScans ?? 0) + 1, revision }),
    },
    BatchOpened: {
      keys: ({ data }) => [data.bookId],
      evolve: (book, { data }) => change(book, { batches: [...(book?.batches ?? []), data.batchId] }),
    },
    RecordEntered: {
      keys: ({ data }) => [data.bookId],
      evolve: (book) => change(book, { records: (book?.records ?? 0) + 1 }),
    },
    RecordVoided: {
      keys: ({ data }) => [data.bookId],
      evolve: (book) => change(book, { records: (book?.records ?? 0) - 1 }),
    },
  },
);
