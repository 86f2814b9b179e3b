import { defineProjection, noHands, passwordHandsOf } from "@sogoc/core";
import type { EventOf, Recorded, RecordedDomainEvent } from "@sogoc/events";
import { isSecondCase } from "@sogoc/registers";
import {
  type BookReview,
  type BookView,
  changeBook,
  inBatchOfBook,
  inBook,
  withCheck,
  withSecondCase,
  withVerdict,
} from "./book-view.ts";
import { withPart } from "./in-any-order.ts";

const closedBy = ({ data, metadata: { at, actor } }: Recorded<EventOf<"BookReconciled">>) => {
  const { account: by } = actor;
  const { setters, openers } = passwordHandsOf(actor);
  return data.closed.map((one) => ({ ...one, at, by, setters, openers }));
};

/** One document per book: what it holds, how far it is, what was found. */
export const books = defineProjection<RecordedDomainEvent, BookView>()(
  {
    name: "reporting-books",
    version: 17,
    columns: {
      unitId: "text",
      recordType: "text",
      bookNumber: "text",
      openingYear: "number",
      phase: "number",
      lastActivityAt: "text",
    },
    indexes: [["unitId", "recordType", "openingYear", "bookNumber"]],
  },
  {
    BookRegistered: {
      keys: ({ data }) => [data.bookId],
      evolve: (row, { data, metadata, revision }) =>
        changeBook(row, data.bookId, metadata.at, ({ book }) => {
          if (book) return {};
          const { unitId, recordType, bookNumber, openingYear, office } = data;
          const figures = { pages: data.pages ?? null, expectedCases: data.expectedCases ?? null };
          const reconciled = { closed: [], timesReconciled: 0 };
          return {
            book: {
              unitId,
              recordType,
              bookNumber,
              openingYear,
              office,
              formerOffices: [],
              ...figures,
              ...reconciled,
              revision,
            },
          };
        }),
    },
    BookDetailsChanged: {
      keys: ({ data }) => [data.bookId],
      evolve: (row, event) =>
        inBook(row, event.data.bookId, event, (book) => ({
          ...book,
          office: event.data.office ?? book.office,
          formerOffices:
            event.data.office === undefined || event.data.office === book.office
              ? book.formerOffices
              : [...book.formerOffices, { office: book.office, until: event.metadata.at }],
          shownSince: event.data.office === undefined ? book.shownSince : event.metadata.at,
          pages: event.data.pages ?? book.pages,
          expectedCases: event.data.expectedCases ?? book.expectedCases,
        })),
    },
    ScanAttached: {
      keys: ({ data }) => [data.bookId],
      evolve: (row, event) =>
        inBook(row, event.data.bookId, event, (book) => ({ ...book, shownSince: event.metadata.at })),
    },
    BookReconciled: {
      keys: ({ data }) => [data.bookId],
      evolve: (row, event) =>
        inBook(row, event.data.bookId, event, (book) => ({
          ...book,
          closed: [...book.closed, ...closedBy(event)],
          timesReconciled: book.timesReconciled + 1,
        })),
    },
    RecordEntered: {
      keys: ({ data }) => [data.bookId],
      evolve: (row, { data, metadata }) =>
        changeBook(row, data.bookId, metadata.at, ({ keyed, imported, batches }) => ({
          imported: imported + (data.source === "imported" ? 1 : 0),
          keyed: keyed + (data.source === "imported" ? 0 : 1),
          batches: isSecondCase(data.number) ? withSecondCase(batches, data, true) : batches,
        })),
    },
    RecordCorrected: {
      keys: ({ data }) => [data.bookId],
      evolve: (row, { data, metadata }) =>
        changeBook(row, data.bookId, metadata.at, ({ corrected, correctedByRequest }) => ({
          corrected: corrected + 1,
          correctedByRequest: correctedByRequest + (data.correctionId === undefined ? 0 : 1),
        })),
    },
    RecordAnnotated: {
      keys: ({ data }) => [data.bookId],
      evolve: (row, { data, metadata }) =>
        changeBook(row, data.bookId, metadata.at, ({ annotated }) => ({ annotated: annotated + 1 })),
    },
    RecordVoided: {
      keys: ({ data }) => [data.bookId],
      evolve: (row, { data, metadata }) =>
        changeBook(row, data.bookId, metadata.at, ({ voided, batches }) => ({
          voided: voided + 1,
          batches: withSecondCase(batches, data, false),
        })),
    },
    BatchOpened: {
      keys: ({ data }) => [data.bookId],
      evolve: (row, event) => inBatchOfBook(row, event, (batch) => batch),
    },
    BatchWithdrawn: {
      keys: ({ data }) => [data.bookId],
      evolve: (row, event) => inBatchOfBook(row, event, (batch) => ({ ...batch, withdrawn: true })),
    },
    BatchSubmitted: {
      keys: ({ data }) => [data.bookId],
      evolve: (row, event) =>
        inBatchOfBook(row, event, (batch) => {
          const { round, recordCount } = event.data;
          if (batch.submittedRound >= round) return batch;
          return { ...batch, submittedRound: round, submitted: recordCount };
        }),
    },
    ReviewOpened: {
      keys: ({ data }) => [data.bookId],
      evolve: (row, { data, metadata, revision }) =>
        changeBook(row, data.bookId, metadata.at, ({ reviews }) => {
          if (reviews[data.reviewId]) return {};
          const { batchId, round, rules } = data;
          const found = { errors: rules.errors, warnings: rules.warnings };
          const review: BookReview = {
            batchId,
            round,
            rules: found,
            verdict: null,
            fixesOnly: false,
            decidedBy: null,
            decidedHands: noHands,
            figures: null,
            checks: {},
            marked: {},
            takenBack: {},
            checked: null,
            revision,
          };
          return { reviews: withPart(reviews, data.reviewId, review) };
        }),
    },
    RecordChecked: {
      keys: ({ data }) => [data.bookId],
      evolve: (row, event) => withCheck(row, event),
    },
    BatchReturned: {
      keys: ({ data }) => [data.bookId],
      evolve: (row, event) => withVerdict(row, event, "returned"),
    },
    BatchAccepted: {
      keys: ({ data }) => [data.bookId],
      evolve: (row, event) => withVerdict(row, event, "accepted"),
    },
  },
);
