import {
  defineProjection,
  type EventMetadata,
  type Hands,
  noHands,
  passwordHandsOf,
  type ReaderOf,
  withHand,
} from "@sogoc/core";
import type { DataOf, RecordedDomainEvent } from "@sogoc/events";
import { type Closing, foldForSearch } from "@sogoc/registers";
import { handsOfWish } from "../domain/stated-values.ts";

export interface BookView extends Omit<DataOf<"BookRegistered">, "bookId"> {
  readonly id: string;
  /** Findings that a person closed, each with a reason. */
  readonly closed: readonly Closing[];
  /** For each count of the inventory, who has a hand in its last change. */
  readonly counted: Readonly<Partial<Record<CountedValue, Hands>>>;
  /**
   * For each count, and the office, who has a hand in its last statement, the registration
   * included.
   */
  readonly said: Readonly<Partial<Record<StatedDetail, Hands>>>;
  /** Requests for another scan or office that nobody has decided yet. */
  readonly waiting: readonly WaitingExchange[];
  /** Its former offices; another spelling is no other office. */
  readonly formerOffices: readonly string[];
}

/** What a second person is asked to exchange of an accepted book. */
export interface WaitingExchange {
  readonly exchangeId: string;
  readonly what: "office" | DataOf<"ScanAttached">["kind"];
  /** Of the case whose scan it is. */
  readonly number?: string | undefined;
}

export const countedValues = ["expectedCases", "pages"] as const;
export type CountedValue = (typeof countedValues)[number];

const statedDetails = [...countedValues, "office"] as const;
type StatedDetail = (typeof statedDetails)[number];

type Changed = Pick<DataOf<"BookDetailsChanged">, "office" | "pages" | "expectedCases" | "note">;

type Details = { readonly [Detail in StatedDetail]?: BookView[Detail] | undefined };

/** A book with the details that a change names; what it leaves out stays as it is. */
const withDetails = (
  book: BookView,
  { office = book.office, pages = book.pages, expectedCases = book.expectedCases, note = book.note }: Changed,
): BookView => ({ ...book, office, pages, expectedCases, note });

/** Whoever states these details. */
const statedIn = (
  details: Details,
  { actor }: Pick<EventMetadata, "actor">,
  wish: Parameters<typeof handsOfWish>[1] = {},
): BookView["said"] => {
  const hands = handsOfWish(actor, wish);
  const stated = statedDetails.filter((value) => details[value] !== undefined);
  return Object.fromEntries(stated.map((value) => [value, hands]));
};

const formerOffices = (book: BookView, { office = book.office }: Details): readonly string[] =>
  foldForSearch(office) === foldForSearch(book.office)
    ? book.formerOffices
    : [...book.formerOffices, book.office];

const withoutExchange = (
  { waiting }: Pick<BookView, "waiting">,
  { exchangeId: decided }: { readonly exchangeId?: string | undefined },
): BookView["waiting"] => waiting.filter(({ exchangeId }) => exchangeId !== decided);

/** Whoever states the same value again has counted as well, and has a hand in it from then on. */
const countedAfter = (
  { counted }: Pick<BookView, "counted">,
  details: Details,
  { actor }: Pick<EventMetadata, "actor">,
): BookView["counted"] => {
  const stated = countedValues.filter((value) => details[value] !== undefined);
  const hands = withHand(noHands, actor.account, actor);
  return { ...counted, ...Object.fromEntries(stated.map((value) => [value, hands])) };
};

/**
 * One document per book, with the details that its cases must agree with before they are accepted.
 * Made only from events of the book's own stream.
 */
export const books = defineProjection<RecordedDomainEvent, BookView>()(
  {
    name: "review-books",
    version: 8,
    columns: { unitId: "text", recordType: "text", bookNumber: "text" },
    indexes: [["unitId", "recordType", "bookNumber"]],
  },
  {
    BookRegistered: {
      keys: ({ data }) => [data.bookId],
      evolve: (_book, { data: { bookId, ...rest }, metadata }) => ({
        id: bookId,
        ...rest,
        closed: [],
        counted: {},
        said: statedIn(rest, metadata),
        waiting: [],
        formerOffices: [],
      }),
    },
    BookDetailsChanged: {
      keys: ({ data }) => [data.bookId],
      evolve: (book, { data, metadata }) =>
        book && {
          ...withDetails(book, data),
          counted: countedAfter(book, data, metadata),
          said: { ...book.said, ...statedIn(data, metadata, data) },
          waiting: withoutExchange(book, data),
          formerOffices: formerOffices(book, data),
        },
    },
    ScanExchangeRequested: {
      keys: ({ data }) => [data.bookId],
      evolve: (book, { data: { exchangeId, kind: what, number } }) =>
        book && { ...book, waiting: [...book.waiting, { exchangeId, what, number }] },
    },
    OfficeExchangeRequested: {
      keys: ({ data }) => [data.bookId],
      evolve: (book, { data: { exchangeId } }) =>
        book && { ...book, waiting: [...book.waiting, { exchangeId, what: "office" }] },
    },
    ExchangeDeclined: {
      keys: ({ data }) => [data.bookId],
      evolve: (book, { data }) => book && { ...book, waiting: withoutExchange(book, data) },
    },
    ScanAttached: {
      keys: ({ data }) => (data.exchangeId === undefined ? [] : [data.bookId]),
      evolve: (book, { data }) => book && { ...book, waiting: withoutExchange(book, data) },
    },
    BookReconciled: {
      keys: ({ data }) => [data.bookId],
      evolve: (book, { data, metadata: { at, actor } }) => {
        const { account: by } = actor;
        const { setters, openers } = passwordHandsOf(actor);
        const closed = data.closed.map((one) => ({ ...one, at, by, setters, openers }));
        return book && { ...book, closed: [...book.closed, ...closed] };
      },
    },
  },
);

export type BookReader = ReaderOf<typeof books>;
