import { defineProjection, type ReaderOf } from "@sogoc/core";
import type { DataOf, RecordedDomainEvent } from "@sogoc/events";
import type { Closing } from "@sogoc/registers";

export interface BookView extends Omit<DataOf<"BookRegistered">, "bookId"> {
  readonly id: string;
  /** Findings that a person closed, each with a reason. */
  readonly closed: readonly Closing[];
  /** Who changed last how many cases or pages the inventory says there are. */
  readonly countedBy?: string | undefined;
}

/**
 * One document per book: what it must agree with before a lot with it is accepted. Fed by the
 * book's own stream only.
 */
export const books = defineProjection<RecordedDomainEvent, BookView>()(
  {
    name: "review-books",
    version: 4,
    columns: { unitId: "text", recordType: "text", bookNumber: "text" },
    indexes: [["unitId", "recordType", "bookNumber"]],
  },
  {
    BookRegistered: {
      keys: ({ data }) => [data.bookId],
      evolve: (_book, { data: { bookId, ...rest } }) => ({ id: bookId, ...rest, closed: [] }),
    },
    BookDetailsChanged: {
      keys: ({ data }) => [data.bookId],
      evolve: (book, { data: { bookId: _, reason: _reason, ...details }, metadata: { actor } }) => {
        const isCounted = details.expectedCases !== undefined || details.pages !== undefined;
        const countedBy = isCounted ? actor.account : book?.countedBy;
        return book && ({ ...book, ...details, countedBy } as BookView);
      },
    },
    BookReconciled: {
      keys: ({ data }) => [data.bookId],
      evolve: (book, { data, metadata: { at, actor } }) => {
        const closed = data.closed.map((one) => ({ ...one, at, by: actor.account }));
        return book && { ...book, closed: [...book.closed, ...closed] };
      },
    },
  },
);

export type BookReader = ReaderOf<typeof books>;
