import {
  defineProjection,
  type Hands,
  noHands,
  type PasswordHands,
  passwordHandsOf,
  type ReaderOf,
  withHand,
} from "@sogoc/core";
import type { AcceptanceFigures, DataOf, LotBookCounts, Mark, RecordedDomainEvent } from "@sogoc/events";
import { handsKept } from "../domain/colleagues-marks.ts";
import { type MarkStep, stepsOfCheck } from "../domain/mark-steps.ts";
import { casesToCheck } from "../domain/review.ts";

export interface ReviewView extends Omit<DataOf<"ReviewOpened">, "reviewId"> {
  readonly id: string;
  readonly status: "open" | "returned" | "accepted";
  readonly checks: Readonly<
    Record<
      string,
      {
        readonly marks: readonly Mark[];
        readonly fieldsChecked: number;
        /** Revision of the record that the checker saw. */
        readonly recordRevision: number;
        /** The version of the scan that was looked at; older checks have none. */
        readonly scanVersion?: number | undefined;
        readonly by: string;
        /** Who else has a hand in it (ADR 29); undefined where nobody has. */
        readonly hands?: PasswordHands | undefined;
        readonly at: string;
        /** Where in the log it was made. */
        readonly position: number;
        /** Marks of earlier rounds that checks of this round took back, by whom and why. */
        readonly takenBack?:
          | readonly { readonly field: string; readonly by: string; readonly because: string }[]
          | undefined;
      }
    >
  >;
  readonly figures?: AcceptanceFigures | undefined;
  readonly decidedBy?: string | undefined;
  /** For an acceptance: everybody who has a hand in it (ADR 29). */
  readonly decidedHands?: Hands | undefined;
  readonly decidedAt?: string | undefined;
  readonly reason?: string | undefined;
  /**
   * It was returned although its lot was accepted, because something came up after that verdict.
   */
  readonly afterVerdict?: true | undefined;
  /** It looks again at what an acceptance had left to mend: returning it is no acceptance. */
  readonly mending?: true | undefined;
  /** Every step of its checks with marks, the oldest first. */
  readonly steps: readonly MarkStep[];
  /** The marks with which it was returned. */
  readonly marks: DataOf<"BatchReturned">["marks"];
  /** The counts of its book at the acceptance; older acceptances have none. */
  readonly bookCounts?: LotBookCounts | undefined;
  /** Limits laxer than its unit's, confirmed by whoever accepted it. */
  readonly laxerLimits?: DataOf<"BatchAccepted">["laxerLimits"];
  /** It was returned because its limits were laxer than these of its unit. */
  readonly nextLimits?: DataOf<"BatchReturned">["nextLimits"];
  readonly openedAt: string;
  readonly revision: number;
}

/** One document per review. */
export const reviews = defineProjection<RecordedDomainEvent, ReviewView>()(
  {
    name: "reviews",
    version: 16,
    columns: { unitId: "text", status: "text", batchId: "text", bookId: "text", openedAt: "text" },
    indexes: [["unitId", "status", "openedAt"], ["batchId"], ["bookId"]],
  },
  {
    ReviewOpened: {
      keys: ({ data }) => [data.reviewId],
      evolve: (review, { data: { reviewId, ...rest }, metadata, revision }) => ({
        id: reviewId,
        ...rest,
        status: "open",
        mending: rest.fixesOnly,
        // When it is opened anew for another lot, it keeps the checks of records that it still
        // checks.
        checks: Object.fromEntries(
          Object.entries(review?.checks ?? {}).filter(([recordId]) => casesToCheck(rest).includes(recordId)),
        ),
        steps: review?.steps ?? [],
        marks: [],
        openedAt: metadata.at,
        revision,
      }),
    },
    RecordChecked: {
      keys: ({ data }) => [data.reviewId],
      evolve: (review, { data, metadata, revision, position }) => {
        if (!review) return undefined;
        const takenBack = [
          ...(review.checks[data.recordId]?.takenBack ?? []),
          ...(data.takenBack ?? []).map(({ field, because }) => ({ field, by: data.checkedBy, because })),
        ];
        const check = {
          marks: data.marks,
          fieldsChecked: data.fieldsChecked,
          recordRevision: data.recordRevision,
          scanVersion: data.scanVersion,
          by: data.checkedBy,
          hands: handsKept([passwordHandsOf(metadata.actor)]),
          at: metadata.at,
          position,
          takenBack: takenBack.length > 0 ? takenBack : undefined,
        };
        const moment = { round: review.round, at: metadata.at };
        const done = stepsOfCheck(data, review.checks[data.recordId]?.marks ?? [], moment);
        return {
          ...review,
          checks: { ...review.checks, [data.recordId]: check },
          steps: [...review.steps, ...done],
          revision,
        };
      },
    },
    BatchReturned: {
      keys: ({ data }) => [data.reviewId],
      evolve: (review, { data, metadata, revision }) =>
        review && {
          ...review,
          status: "returned",
          figures: data.figures,
          decidedBy: data.decidedBy,
          decidedAt: metadata.at,
          reason: data.reason,
          marks: data.marks,
          fixesOnly: data.fixesOnly,
          afterVerdict: data.afterVerdict,
          nextLimits: data.nextLimits,
          laxerLimits: data.laxerLimits,
          revision,
        },
    },
    BatchAccepted: {
      keys: ({ data }) => [data.reviewId],
      evolve: (review, { data, metadata, revision }) =>
        review && {
          ...review,
          status: "accepted",
          figures: data.figures,
          decidedBy: data.decidedBy,
          decidedHands: withHand(noHands, data.decidedBy, metadata.actor),
          decidedAt: metadata.at,
          reason: data.note,
          bookCounts: data.bookCounts,
          laxerLimits: data.laxerLimits,
          revision,
        },
    },
  },
);

export type ReviewReader = ReaderOf<typeof reviews>;
