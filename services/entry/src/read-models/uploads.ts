import { defineProjection, type ReaderOf } from "@sogoc/core";
import type { RecordedDomainEvent } from "@sogoc/events";

/**
 * What came as files: how much room those of a book or an import take, and who sent workbooks with
 * rows of it.
 */
export interface UploadView {
  /**
   * Of the book, the batch or the import; of a book number that a workbook named,
   * `bookNumberKey`; of whoever sends workbooks, `senderKey`.
   */
  readonly id: string;
  /** Null while only events of its scans or records were heard: streams may overtake each other. */
  readonly unitId: string | null;
  /**
   * Bytes of the files that are kept; those of imports before sizes were recorded count as none.
   */
  readonly bytes: number;
  /** When the preview of an import was made; undefined for anything else. */
  readonly preparedAt?: string | undefined;
  /** Records that an import has written so far. */
  readonly written: number;
  /**
   * Accounts that know what is in workbooks that they sent: with rows of this batch; of this book,
   * where the rows were in no batch then; or that named this book number.
   */
  readonly sentBy: readonly string[];
  /** Of a sender: every workbook. */
  readonly imports?: readonly string[] | undefined;
}

/** Id of the document of a book number, under which no book need be registered yet. */
export const bookNumberKey = (book: {
  readonly unitId: string;
  readonly recordType: string;
  readonly bookNumber: string;
}): string => `${book.unitId} ${book.recordType} ${book.bookNumber}`;

/** Stands for the workbooks of one type that an account has sent, whatever books they name. */
export const senderKey = (sender: { readonly account: string; readonly recordType: string }): string =>
  `sender ${sender.account} ${sender.recordType}`;

const add = (
  before: UploadView | undefined,
  id: string,
  more: {
    readonly unitId?: string | undefined;
    readonly bytes?: number | undefined;
    readonly written?: number | undefined;
    readonly sentBy?: string | undefined;
    readonly preparedAt?: string | undefined;
    readonly imports?: readonly string[] | undefined;
  },
): UploadView => ({
  id,
  unitId: more.unitId ?? before?.unitId ?? null,
  bytes: (before?.bytes ?? 0) + (more.bytes ?? 0),
  preparedAt: more.preparedAt ?? before?.preparedAt,
  imports: more.imports ?? before?.imports,
  written: (before?.written ?? 0) + (more.written ?? 0),
  sentBy: [...new Set([...(before?.sentBy ?? []), ...(more.sentBy === undefined ? [] : [more.sentBy])])],
});

/**
 * One document per book, per batch and per import, per book number that a workbook named, and per
 * sender and book type: how much of the storage a unit's files take, how far an import has come,
 * who sent workbooks with rows of a book or batch, and what somebody has sent.
 */
export const uploads = defineProjection<RecordedDomainEvent, UploadView>()(
  { name: "entry-uploads", version: 5, columns: { unitId: "text" }, indexes: [["unitId"]] },
  {
    BookRegistered: {
      keys: ({ data }) => [data.bookId],
      evolve: (before, { data: { bookId, unitId } }) => add(before, bookId, { unitId }),
    },
    ScanAttached: {
      keys: ({ data }) => [data.bookId],
      // A scan that was asked for is counted since then, and one that an acceptance attaches again
      // since it was attached first.
      evolve: (before, { data: { bookId, size, requestedBy } }) =>
        add(before, bookId, { bytes: requestedBy === undefined ? size : 0 }),
    },
    ScanExchangeRequested: {
      keys: ({ data }) => [data.bookId],
      evolve: (before, { data: { bookId, size } }) => add(before, bookId, { bytes: size }),
    },
    ImportPrepared: {
      keys: ({
        data: { importId, unitId, recordType, preparedBy, batches = [], books = [], bookNumbers = [] },
      }) => [
        importId,
        ...(preparedBy === undefined ? [] : [senderKey({ account: preparedBy, recordType })]),
        ...batches,
        ...books,
        ...bookNumbers.map((bookNumber) => bookNumberKey({ unitId, recordType, bookNumber })),
      ],
      evolve: (before, { data, metadata: { at } }, id) => {
        const { importId, unitId, recordType, size, preparedBy } = data;
        if (id === importId) return add(before, id, { unitId, bytes: size ?? 0, preparedAt: at });
        const isOfSender = preparedBy !== undefined && id === senderKey({ account: preparedBy, recordType });
        return isOfSender
          ? add(before, id, { imports: [...(before?.imports ?? []), importId] })
          : add(before, id, { unitId, sentBy: preparedBy });
      },
    },
    RecordEntered: {
      keys: ({ data }) => (data.importId === undefined ? [] : [data.importId]),
      evolve: (before, { data: { importId = "" } }) => add(before, importId, { written: 1 }),
    },
  },
);

export type UploadReader = ReaderOf<typeof uploads>;
