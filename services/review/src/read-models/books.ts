import {
  defineProjection,
  type EventMetadata,
  type Hands,
  noHands,
  type ReaderOf,
  settersOf,
  withHand,
} from "@sogoc/core";
import type { DataOf, RecordedDomainEvent } from "@sogoc/events";
import type { Closing } from "@sogoc/registers";

export interface BookView extends Omit<DataOf<"BookRegistered">, "bookId"> {
  readonly id: string;
  /** Findings that a person closed, each with a reason. */
  readonly closed: readonly Closing[];
  /**
   * By what the inventory says that others count against, such as how many cases or pages there
   * are: whose hand it was that said otherwise last.
   */
  readonly counted: Readonly<Partial<Record<CountedValue, Hands>>>;
}

export const countedValues = ["expectedCases", "pages"] as const;
export type CountedValue = (typeof countedValues)[number];

/** A value that somebody says once more is theirs from then on: they have counted it as well. */
const countedAfter = (
  { counted }: Pick<BookView, "counted">,
  details: Partial<Pick<BookView, CountedValue>>,
  { actor }: Pick<EventMetadata, "actor">,
): BookView["counted"] => {
  const said = countedValues.filter((value) => details[value] !== undefined);
  const hands = withHand(noHands, actor.account, actor);
  return { ...counted, ...Object.fromEntries(said.map((value) => [value, hands])) };
};

/**
 * One document per book: what it must agree with before a lot with it is accepted. Fed by the
 * book's own stream only.
 */
export const books = defineProjection<RecordedDomainEvent, BookView>()(
  {
    name: "review-books",
    version: 5,
    columns: { unitId: "text", recordType: "text", bookNumber: "text" },
    indexes: [["unitId", "recordType", "bookNumber"]],
  },
  {
    BookRegistered: {
      keys: ({ data }) => [data.bookId],
      evolve: (_book, { data: { bookId, ...rest } }) => ({ id: bookId, ...rest, closed: [], counted: {} }),
    },
    BookDetailsChanged: {
      keys: ({ data }) => [data.bookId],
      evolve: (book, { data: { bookId: _, reason: _reason, ...details }, metadata }) =>
        book && ({ ...book, ...details, counted: countedAfter(book, details, metadata) } as BookView),
    },
    BookReconciled: {
      keys: ({ data }) => [data.bookId],
      evolve: (book, { data, metadata: { at, actor } }) => {
        const [by, setters] = [actor.account, settersOf(actor)];
        const closed = data.closed.map((one) => ({ ...one, at, by, setters }));
        return book && { ...book, closed: [...book.closed, ...closed] };
      },
    },
  },
);

export type BookReader = ReaderOf<typeof books>;
