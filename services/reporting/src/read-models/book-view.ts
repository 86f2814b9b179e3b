import {
  type EventMetadata,
  type Hands,
  noHands,
  type PasswordHands,
  type Within,
  withHand,
} from "@sogoc/core";
import type { AcceptanceFigures, DataOf } from "@sogoc/events";
import { type BookProgress, bookProgressOf, lastRounds } from "@sogoc/registers";
import { wrongFieldsIn } from "./checks.ts";
import { later, withPart } from "./in-any-order.ts";
import { joinTakenBack, marksThatCount, type TakenBack, takenBackAfter } from "./marks-that-count.ts";
import { phaseNumberOf } from "./record-summary.ts";

/** The book's own stream. */
export interface BookPart {
  readonly unitId: string;
  readonly recordType: string;
  readonly bookNumber: string;
  readonly openingYear: number;
  readonly office: string;
  /** Those before it, in their order, each with the moment at which it was changed. */
  readonly formerOffices: readonly { readonly office: string; readonly until: string }[];
  /** When a scan was attached or the office changed last. */
  readonly shownSince?: string | undefined;
  readonly pages: number | null;
  readonly expectedCases: number | null;
  /** Deviations that were closed with a reason: when, by whom, and by whose hand beside theirs. */
  readonly closed: readonly (DataOf<"BookReconciled">["closed"][number] &
    PasswordHands & { readonly at: string; readonly by: string })[];
  /** How often somebody closed any. */
  readonly timesReconciled: number;
  readonly revision: number;
}

/** The office of a book at a moment. */
export const officeAt = ({ office, formerOffices }: BookPart, at: string): string =>
  formerOffices.find(({ until }) => at < until)?.office ?? office;

/** One batch as far as the book's figures need it; the greatest round counts. */
interface BookBatch {
  readonly submittedRound: number;
  readonly submitted: number;
  readonly withdrawn: boolean;
  /** Second cases of a number that stand: the inventory counts none. */
  readonly secondCases: readonly string[];
}

/** What was looked at in one record. */
interface BookCheck {
  readonly fieldsChecked: number;
  readonly wrongFields: number;
}

export interface BookReview {
  readonly batchId: string;
  readonly round: number;
  readonly rules: { readonly errors: number; readonly warnings: number };
  readonly verdict: "returned" | "accepted" | null;
  /** Returned for what was marked alone: its verdict comes once that is mended. */
  readonly fixesOnly: boolean;
  /** Who gave the verdict. */
  readonly decidedBy: string | null;
  /** They, and who has a hand in the verdict beside them (ADR 29); nobody before there is one. */
  readonly decidedHands: Hands;
  /** The version of the book's scans at an acceptance; unknown for older ones. */
  readonly scansSeen?: number | undefined;
  readonly figures: AcceptanceFigures | null;
  /** The last check of each record until the verdict; those of cases beside the sample too. */
  readonly checks: Readonly<Record<string, BookCheck>>;
  /** Their sum, once there is a verdict. */
  readonly checked: BookCheck | null;
  /** The fields that the last check of each marked record found wrong, and when. */
  readonly marked: Readonly<Record<string, { readonly fields: readonly string[]; readonly at: string }>>;
  /** By record, what its checks took back of marks of earlier rounds. */
  readonly takenBack: Readonly<Record<string, TakenBack>>;
  readonly revision: number;
}

interface BookParts {
  readonly book: BookPart | null;
  readonly batches: Readonly<Record<string, BookBatch>>;
  readonly reviews: Readonly<Record<string, BookReview>>;
  readonly keyed: number;
  readonly imported: number;
  readonly corrected: number;
  /** Of these, corrections of accepted records: each by a request that was approved. */
  readonly correctedByRequest: number;
  /** Notes by decision beside its records. */
  readonly annotated: number;
  readonly voided: number;
  readonly lastActivityAt: string;
}

/** Figures of one book; sums of them are the progress of units, types and phases. */
export interface BookView extends BookParts {
  readonly id: string;
  /** Null until the book's registration was heard of. */
  readonly unitId: string | null;
  readonly recordType: string | null;
  readonly bookNumber: string | null;
  readonly openingYear: number | null;
  readonly phase: number | null;
  readonly expected: number | null;
  readonly pages: number | null;
  readonly records: number;
  /** Those of them that the inventory counts: without second cases of a number. */
  readonly ownNumbers: number;
  readonly standing: BookProgress;
  readonly submitted: number;
  readonly accepted: number;
  readonly ownNumbersAccepted: number;
  readonly returnedRounds: number;
  readonly ruleErrors: number;
  readonly ruleWarnings: number;
  readonly fieldsChecked: number;
  readonly wrongFields: number;
}

const emptyParts: BookParts = {
  book: null,
  batches: {},
  reviews: {},
  keyed: 0,
  imported: 0,
  corrected: 0,
  correctedByRequest: 0,
  annotated: 0,
  voided: 0,
  lastActivityAt: "",
};

const sum = <Item>(items: readonly Item[], of: (item: Item) => number): number =>
  items.reduce((total, item) => total + of(item), 0);

const lookedAt = (
  { checked, checks }: Pick<BookReview, "checked" | "checks">,
  what: keyof BookCheck,
): number => (checked ? checked[what] : sum(Object.values(checks), (check) => check[what]));

/** Fields that a review called wrong, and that a later round says are right as they were keyed. */
const takenBackOf = ({ marked }: BookReview, all: readonly BookReview[]): number =>
  sum(Object.entries(marked), ([recordId, { fields, at }]) => {
    const standing = marksThatCount(
      fields.map((field) => ({ field })),
      at,
      joinTakenBack(all.map(({ takenBack }) => takenBack[recordId] ?? {})),
    );
    return fields.length - standing.length;
  });

const acceptedBatches = (reviews: BookParts["reviews"]): ReadonlySet<string> =>
  new Set(
    Object.values(reviews).flatMap(({ verdict, batchId }) => (verdict === "accepted" ? [batchId] : [])),
  );

/** Counts only batches in force; of one whose opening was not heard of yet, what came after it. */
const progressOfBook = (
  { book, batches, reviews }: Pick<BookParts, "book" | "batches" | "reviews">,
  { records, ownNumbers }: Pick<BookView, "records" | "ownNumbers">,
): BookProgress => {
  const inForce = Object.entries(batches).filter(([, { withdrawn }]) => !withdrawn);
  const accepted = acceptedBatches(reviews);
  return bookProgressOf({
    records,
    ownNumbers,
    expected: book?.expectedCases ?? null,
    batches: inForce.length,
    submitted: inForce.filter(([, { submittedRound }]) => submittedRound > 0).length,
    accepted: inForce.filter(([id]) => accepted.has(id)).length,
  });
};

const viewFrom = (id: string, parts: BookParts): BookView => {
  const { book, batches, reviews, keyed, imported, corrected, correctedByRequest, annotated } = parts;
  const { voided, lastActivityAt } = parts;
  const records = keyed + imported - voided;
  const ownNumbers = records - sum(Object.values(batches), ({ secondCases }) => secondCases.length);
  const all = Object.values(reviews);
  const latest = [...lastRounds(all).values()];
  const accepted = sum(all, ({ verdict, figures }) => (verdict === "accepted" ? (figures?.records ?? 0) : 0));
  const inAccepted = acceptedBatches(reviews);
  const secondAccepted = sum(Object.entries(batches), ([batchId, { secondCases }]) =>
    inAccepted.has(batchId) ? secondCases.length : 0,
  );
  return {
    id,
    unitId: book?.unitId ?? null,
    recordType: book?.recordType ?? null,
    bookNumber: book?.bookNumber ?? null,
    openingYear: book?.openingYear ?? null,
    phase: book ? phaseNumberOf(book.openingYear) : null,
    expected: book?.expectedCases ?? null,
    pages: book?.pages ?? null,
    records,
    ownNumbers,
    standing: progressOfBook(parts, { records, ownNumbers }),
    submitted: sum(Object.values(batches), (batch) => batch.submitted),
    accepted,
    ownNumbersAccepted: Math.max(0, accepted - secondAccepted),
    returnedRounds: all.filter(({ verdict, fixesOnly }) => verdict === "returned" && !fixesOnly).length,
    ruleErrors: sum(latest, ({ rules }) => rules.errors),
    ruleWarnings: sum(latest, ({ rules }) => rules.warnings),
    fieldsChecked: sum(all, (review) => lookedAt(review, "fieldsChecked")),
    wrongFields: sum(all, (review) => lookedAt(review, "wrongFields") - takenBackOf(review, all)),
    book,
    batches,
    reviews,
    keyed,
    imported,
    corrected,
    correctedByRequest,
    annotated,
    voided,
    lastActivityAt,
  };
};

export const changeBook = <Changed extends Partial<BookParts>>(
  row: BookView | undefined,
  id: string,
  at: string,
  next: (parts: BookParts) => Changed & Within<Partial<BookParts>, Changed>,
) => {
  const parts: BookParts = row ?? emptyParts;
  return viewFrom(id, { ...parts, ...next(parts), lastActivityAt: later(parts.lastActivityAt, at) });
};

const unheardBatch: BookBatch = { submittedRound: 0, submitted: 0, withdrawn: false, secondCases: [] };

export const inBatchOfBook = (
  row: BookView | undefined,
  { data, metadata }: Pick<StreamEvent, "metadata"> & { readonly data: { bookId: string; batchId: string } },
  next: (batch: BookBatch) => BookBatch,
) =>
  changeBook(row, data.bookId, metadata.at, ({ batches }) => ({
    batches: withPart(batches, data.batchId, next(batches[data.batchId] ?? unheardBatch)),
  }));

/** With a second case of a number in its batch, or without it again. */
export const withSecondCase = (
  batches: BookParts["batches"],
  { batchId, recordId }: { readonly batchId: string; readonly recordId: string },
  stands: boolean,
): BookParts["batches"] => {
  const batch = batches[batchId] ?? unheardBatch;
  if (!stands && !batch.secondCases.includes(recordId)) return batches;
  const others = batch.secondCases.filter((id) => id !== recordId);
  const secondCases = stands ? [...others, recordId].sort() : others;
  return withPart(batches, batchId, { ...batch, secondCases });
};

interface StreamEvent {
  readonly revision: number;
  readonly metadata: Pick<EventMetadata, "at" | "actor">;
}

export const inBook = (
  row: BookView | undefined,
  id: string,
  { revision, metadata }: StreamEvent,
  next: (book: BookPart) => BookPart,
) =>
  changeBook(row, id, metadata.at, ({ book }) =>
    book && book.revision < revision ? { book: { ...next(book), revision } } : {},
  );

/** What the checks of a review come to; a verdict counts those of its sample alone. */
const checkedBy = (review: BookReview, { fieldsChecked, wrongFields }: AcceptanceFigures): BookCheck =>
  Object.keys(review.checks).length === 0
    ? { fieldsChecked, wrongFields }
    : { fieldsChecked: lookedAt(review, "fieldsChecked"), wrongFields: lookedAt(review, "wrongFields") };

export const withVerdict = (
  row: BookView | undefined,
  {
    data,
    revision,
    metadata,
  }: StreamEvent & { readonly data: DataOf<"BatchReturned"> | DataOf<"BatchAccepted"> },
  verdict: "returned" | "accepted",
) =>
  changeBook(row, data.bookId, metadata.at, ({ reviews }) => {
    const review = reviews[data.reviewId];
    if (!review || review.revision >= revision) return {};
    return {
      reviews: withPart(reviews, data.reviewId, {
        ...review,
        verdict,
        fixesOnly: "fixesOnly" in data && data.fixesOnly === true,
        decidedBy: data.decidedBy,
        decidedHands: withHand(noHands, data.decidedBy, metadata.actor),
        scansSeen: "bookCounts" in data ? data.bookCounts?.scansVersion : undefined,
        figures: data.figures,
        checked: checkedBy(review, data.figures),
        checks: {},
        revision,
      }),
    };
  });

/** A check counts as soon as it was made; a second one of the same record takes its place. */
export const withCheck = (
  row: BookView | undefined,
  { data, revision, metadata }: StreamEvent & { readonly data: DataOf<"RecordChecked"> },
) =>
  changeBook(row, data.bookId, metadata.at, ({ reviews }) => {
    const { recordId } = data;
    const review = reviews[data.reviewId];
    if (!review || review.revision >= revision) return {};
    const check = { fieldsChecked: data.fieldsChecked, wrongFields: wrongFieldsIn(data.marks) };
    const checks = withPart(review.checks, recordId, check);
    const fields = [...new Set(data.marks.map(({ field }) => field))];
    const marked = withPart(review.marked, recordId, { fields, at: metadata.at });
    const ofRecord = takenBackAfter(review.takenBack[recordId], data.takenBack, metadata.at);
    const takenBack = data.takenBack ? withPart(review.takenBack, recordId, ofRecord) : review.takenBack;
    return {
      reviews: withPart(reviews, data.reviewId, { ...review, checks, marked, takenBack, revision }),
    };
  });
