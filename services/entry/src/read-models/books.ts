import { defineProjection, type ReaderOf } from "@sogoc/core";
import type { RecordedDomainEvent } from "@sogoc/events";
import { isSecondCase } from "@sogoc/registers";
import { withDetails } from "../domain/book-details.ts";

export interface BookView {
  readonly id: string;
  /**
   * Null while only events of its batches or records were heard: streams may overtake each other.
   */
  readonly unitId: string | null;
  readonly recordType: string;
  readonly bookNumber: string;
  readonly openingYear: number;
  readonly office: string;
  readonly pages?: number | undefined;
  readonly expectedCases?: number | undefined;
  readonly note?: string | undefined;
  /** Case scans in force, whether a cover is there, and files that were refused. */
  readonly caseScans: number;
  readonly hasCover: boolean;
  readonly refusedScans: number;
  /** Records entered and not voided. */
  readonly records: number;
  /** Records that are second cases of a number: the inventory counts none of them. */
  readonly secondCases: readonly string[];
  /** Batches that were not withdrawn. */
  readonly batches: readonly string[];
  /** Batches that were submitted at least once. */
  readonly submitted: readonly string[];
  /** Batches that were accepted. */
  readonly accepted: readonly string[];
  readonly revision: number;
}

/** Notes events of batches and records, which may be heard before the book's registration. */
const noteInBook = (
  book: BookView | undefined,
  id: string,
  heard: {
    readonly records?: number | undefined;
    readonly secondCase?: string | undefined;
    readonly voidedCase?: string | undefined;
    readonly opened?: string | undefined;
    readonly withdrawn?: string | undefined;
    readonly submitted?: string | undefined;
    readonly accepted?: string | undefined;
  },
): BookView => {
  const before = book ?? unheardBook(id);
  const { records = 0, secondCase, voidedCase, opened, withdrawn, submitted, accepted } = heard;
  return {
    ...before,
    records: before.records + records,
    secondCases: withOne(before.secondCases, secondCase).filter((id) => id !== voidedCase),
    batches: withOne(before.batches, opened).filter((id) => id !== withdrawn),
    submitted: withOne(before.submitted, submitted),
    accepted: withOne(before.accepted, accepted),
  };
};

const withOne = (ids: readonly string[], id: string | undefined): readonly string[] =>
  id === undefined ? ids : [...new Set([...ids, id])].sort();

const unheardBook = (id: string): BookView => ({
  id,
  unitId: null,
  recordType: "",
  bookNumber: "",
  openingYear: 0,
  office: "",
  caseScans: 0,
  hasCover: false,
  refusedScans: 0,
  records: 0,
  secondCases: [],
  batches: [],
  submitted: [],
  accepted: [],
  revision: -1,
});

const changeBook = (book: BookView | undefined, changed: Partial<BookView>): BookView | undefined =>
  book && { ...book, ...changed };

/** One document per book: the lead unit's shelf. */
export const books = defineProjection<RecordedDomainEvent, BookView>()(
  {
    name: "entry-books",
    version: 8,
    columns: { unitId: "text", recordType: "text", openingYear: "number", bookNumber: "text" },
    indexes: [
      ["unitId", "recordType", "openingYear", "bookNumber"],
      ["unitId", "recordType", "bookNumber"],
    ],
  },
  {
    BookRegistered: {
      keys: ({ data }) => [data.bookId],
      evolve: (before, { data: { bookId, ...rest }, revision }) => ({
        id: bookId,
        ...rest,
        caseScans: 0,
        hasCover: false,
        refusedScans: 0,
        records: before?.records ?? 0,
        secondCases: before?.secondCases ?? [],
        batches: before?.batches ?? [],
        submitted: before?.submitted ?? [],
        accepted: before?.accepted ?? [],
        revision,
      }),
    },
    BookDetailsChanged: {
      keys: ({ data }) => [data.bookId],
      evolve: (book, { data, revision }) => book && { ...withDetails(book, data), revision },
    },
    ScanAttached: {
      keys: ({ data }) => [data.bookId],
      evolve: (book, { data, revision }) =>
        changeBook(book, {
          revision,
          caseScans: (book?.caseScans ?? 0) + (data.kind === "case" && data.replaces === undefined ? 1 : 0),
          hasCover: (book?.hasCover ?? false) || data.kind === "cover",
        }),
    },
    ScanRefused: {
      keys: ({ data }) => [data.bookId],
      evolve: (book, { data, revision }) =>
        changeBook(book, { refusedScans: (book?.refusedScans ?? 0) + 1 + (data.others ?? 0), revision }),
    },
    BatchOpened: {
      keys: ({ data }) => [data.bookId],
      evolve: (book, { data }) => noteInBook(book, data.bookId, { opened: data.batchId }),
    },
    BatchWithdrawn: {
      keys: ({ data }) => [data.bookId],
      evolve: (book, { data }) => noteInBook(book, data.bookId, { withdrawn: data.batchId }),
    },
    BatchSubmitted: {
      keys: ({ data }) => [data.bookId],
      evolve: (book, { data }) => noteInBook(book, data.bookId, { submitted: data.batchId }),
    },
    BatchAccepted: {
      keys: ({ data }) => [data.bookId],
      evolve: (book, { data }) => noteInBook(book, data.bookId, { accepted: data.batchId }),
    },
    RecordEntered: {
      keys: ({ data }) => [data.bookId],
      evolve: (book, { data }) =>
        noteInBook(book, data.bookId, {
          records: 1,
          secondCase: isSecondCase(data.number) ? data.recordId : undefined,
        }),
    },
    RecordVoided: {
      keys: ({ data }) => [data.bookId],
      evolve: (book, { data }) => noteInBook(book, data.bookId, { records: -1, voidedCase: data.recordId }),
    },
  },
);

export type BookReader = ReaderOf<typeof books>;
