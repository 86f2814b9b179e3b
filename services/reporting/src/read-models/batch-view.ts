import type { Within } from "@sogoc/core";
import type { BatchPolicy, DataOf } from "@sogoc/events";
import {
  type BatchPart,
  type BatchStateName,
  batchProgressOf,
  latestReview,
  type ReviewPart,
} from "./batch-state.ts";
import { later, withPart } from "./in-any-order.ts";
import { phaseNumberOf } from "./record-summary.ts";

export interface BatchOpening {
  readonly bookId: string;
  readonly unitId: string;
  readonly recordType: string;
  readonly bookNumber: string;
  readonly from: number | null;
  readonly to: number | null;
  readonly secondCases?: true | undefined;
  readonly policy: BatchPolicy;
  readonly openedAt: string;
}

/** What is known apart: one part per stream, and counts that do not mind the order. */
interface BatchParts {
  readonly opening: BatchOpening | null;
  readonly batch: BatchPart | null;
  readonly reviews: Readonly<Record<string, ReviewPart>>;
  readonly keyed: number;
  readonly voided: number;
  readonly lastActivityAt: string;
}

export interface BatchView extends BatchParts {
  readonly id: string;
  /** Null until the batch's opening was heard of. */
  readonly unitId: string | null;
  readonly bookId: string | null;
  readonly recordType: string | null;
  readonly phase: number | null;
  readonly state: BatchStateName | null;
  readonly since: string | null;
  readonly clerk: string | null;
  readonly round: number;
  readonly records: number;
}

const emptyParts: BatchParts = {
  opening: null,
  batch: null,
  reviews: {},
  keyed: 0,
  voided: 0,
  lastActivityAt: "",
};

const yearOf = (bookNumber: string) => Number(bookNumber.split("/")[1] ?? 0);

/** All columns follow from the parts, so that the order of events makes no difference. */
const viewFrom = (id: string, parts: BatchParts): BatchView => {
  const { opening, batch, reviews, keyed, voided, lastActivityAt } = parts;
  const progress = opening ? batchProgressOf(batch, reviews) : undefined;
  return {
    id,
    unitId: opening?.unitId ?? null,
    bookId: opening?.bookId ?? null,
    recordType: opening?.recordType ?? null,
    phase: opening ? phaseNumberOf(yearOf(opening.bookNumber)) : null,
    state: progress?.state ?? null,
    since: progress?.since ?? null,
    clerk: batch?.clerk ?? null,
    round: Math.max(batch?.round ?? 0, latestReview(reviews)?.round ?? 0),
    records: keyed - voided,
    opening,
    batch,
    reviews,
    keyed,
    voided,
    lastActivityAt,
  };
};

export const changeBatch = <Changed extends Partial<BatchParts>>(
  row: BatchView | undefined,
  id: string,
  at: string,
  next: (parts: BatchParts) => Changed & Within<Partial<BatchParts>, Changed>,
) => {
  const parts: BatchParts = row ?? emptyParts;
  return viewFrom(id, { ...parts, ...next(parts), lastActivityAt: later(parts.lastActivityAt, at) });
};

type BatchStreamEvent = { readonly revision: number; readonly metadata: { readonly at: string } };

/** The batch's own stream is in order; what was seen before changes nothing. */
export const inBatch = <Changed extends Partial<BatchPart>>(
  row: BatchView | undefined,
  id: string,
  { revision, metadata }: BatchStreamEvent,
  next: (part: BatchPart) => Changed & Within<Partial<BatchPart>, Changed>,
) =>
  changeBatch(row, id, metadata.at, ({ batch }) =>
    batch && batch.revision < revision
      ? { batch: { ...batch, since: metadata.at, ...next(batch), revision } }
      : {},
  );

export const inReview = <Changed extends Partial<ReviewPart>>(
  row: BatchView | undefined,
  {
    data,
    revision,
    metadata,
  }: BatchStreamEvent & { readonly data: { readonly batchId: string; readonly reviewId: string } },
  next: (part: ReviewPart) => Changed & Within<Partial<ReviewPart>, Changed>,
) =>
  changeBatch(row, data.batchId, metadata.at, ({ reviews }) => {
    const review = reviews[data.reviewId];
    if (!review || review.revision >= revision) return {};
    return { reviews: withPart(reviews, data.reviewId, { ...review, ...next(review), revision }) };
  });

export const openingOf = (data: DataOf<"BatchOpened">, openedAt: string): BatchOpening => {
  const { bookId, unitId, recordType, bookNumber, from = null, to = null, secondCases, policy } = data;
  return { bookId, unitId, recordType, bookNumber, from, to, secondCases, policy, openedAt };
};
