import type { AcceptanceFigures } from "@sogoc/events";

export const batchStates = [
  "open",
  "assigned",
  "second-keying",
  "arbitration",
  "submitted",
  "in-review",
  "returned",
  "to-mend",
  "accepted",
  "withdrawn",
] as const;
export type BatchStateName = (typeof batchStates)[number];

/** What the batch's own stream has told so far. Moments are ISO. */
export interface BatchPart {
  readonly status: "open" | "second-keying" | "arbitration" | "submitted" | "locked" | "withdrawn";
  readonly round: number;
  readonly clerk: string | null;
  readonly clerkName: string | null;
  readonly leaseUntil: string | null;
  /** Who finished the first keying and gets the batch back when it is returned. */
  readonly firstKeyer: Pick<BatchPart, "clerk" | "clerkName" | "leaseUntil"> | null;
  /** Everybody who ever had it for the second keying: blind until that is finished. */
  readonly secondKeyers: readonly string[];
  readonly submittedRecords: number;
  readonly digest: string | null;
  /** When the status or the assignment changed last. */
  readonly since: string;
  readonly revision: number;
}

/** What one review's stream has told so far. */
export interface ReviewPart {
  readonly round: number;
  readonly status: "open" | "returned" | "accepted";
  readonly sampled: number;
  readonly checked: readonly string[];
  readonly rules: { readonly errors: number; readonly warnings: number; readonly infos: number };
  readonly figures: AcceptanceFigures | null;
  /** Decided together with others. */
  readonly inLot: boolean;
  /** Returned for what was marked alone: accepted once that is mended. */
  readonly fixesOnly: boolean;
  /** Its lot passed, and something came up in it before that was carried out. */
  readonly keptBack: boolean;
  readonly since: string;
  readonly firstCheckAt: string | null;
  readonly revision: number;
}

export interface BatchProgress {
  readonly state: BatchStateName;
  readonly since: string;
}

const isNewer = (a: ReviewPart, b: ReviewPart | undefined) => b === undefined || a.round > b.round;

export const latestReview = (reviews: Readonly<Record<string, ReviewPart>>): ReviewPart | undefined => {
  let latest: ReviewPart | undefined;
  for (const review of Object.values(reviews)) if (isNewer(review, latest)) latest = review;
  return latest;
};

/**
 * How far a batch has come, by the events of both services. The further one decides, since the
 * other only lags behind.
 */
export const batchProgressOf = (
  batch: BatchPart | null,
  reviews: Readonly<Record<string, ReviewPart>>,
): BatchProgress | undefined => {
  const review = latestReview(reviews);
  const round = batch?.round ?? 0;
  if (review && review.round >= round) {
    if (review.status === "accepted") return { state: "accepted", since: review.since };
    // All but what was marked was accepted: nobody sent the batch back.
    if (review.status === "returned")
      return { state: review.fixesOnly ? "to-mend" : "returned", since: review.since };
    if (review.firstCheckAt !== null) return { state: "in-review", since: review.firstCheckAt };
    return { state: "submitted", since: batch?.status === "submitted" ? batch.since : review.since };
  }
  if (!batch) return undefined;
  if (batch.status === "locked") return { state: "accepted", since: batch.since };
  if (batch.status === "submitted") return { state: "submitted", since: batch.since };
  if (batch.status !== "open") return { state: batch.status, since: batch.since };
  if (round > 0) return { state: "returned", since: batch.since };
  return { state: batch.clerk === null ? "open" : "assigned", since: batch.since };
};
