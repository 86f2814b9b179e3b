import { defineProjection } from "@sogoc/core";
import type { RecordedDomainEvent } from "@sogoc/events";
import { type BatchView, changeBatch, inBatch, inReview, openingOf } from "./batch-view.ts";
import { withPart } from "./in-any-order.ts";

const nobody = { clerk: null, clerkName: null, leaseUntil: null };

/** One document per batch: its state, with whom, since when. */
export const batches = defineProjection<RecordedDomainEvent, BatchView>()(
  {
    name: "reporting-batches",
    version: 7,
    columns: {
      unitId: "text",
      bookId: "text",
      state: "text",
      lastActivityAt: "text",
    },
    indexes: [["unitId", "state"], ["bookId"], ["unitId", "lastActivityAt"]],
  },
  {
    BatchOpened: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, { data, metadata, revision }) =>
        changeBatch(row, data.batchId, metadata.at, ({ batch }) =>
          batch
            ? {}
            : {
                opening: openingOf(data, metadata.at),
                batch: {
                  status: "open",
                  round: 0,
                  clerk: null,
                  clerkName: null,
                  leaseUntil: null,
                  firstKeyer: null,
                  secondKeyers: [],
                  submittedRecords: 0,
                  digest: null,
                  since: metadata.at,
                  revision,
                },
              },
        ),
    },
    BatchAssigned: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, event) =>
        inBatch(row, event.data.batchId, event, ({ secondKeyers }) => ({
          clerk: event.data.accountId,
          clerkName: event.data.displayName,
          leaseUntil: event.data.leaseUntil,
          secondKeyers:
            event.data.stage === "second"
              ? [...new Set([...secondKeyers, event.data.accountId])]
              : secondKeyers,
        })),
    },
    BatchTakenBack: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, event) => inBatch(row, event.data.batchId, event, () => nobody),
    },
    FirstKeyingFinished: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, event) =>
        inBatch(row, event.data.batchId, event, ({ clerk, clerkName, leaseUntil }) => ({
          ...nobody,
          status: "second-keying",
          firstKeyer: { clerk, clerkName, leaseUntil },
        })),
    },
    SecondKeyingFinished: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, event) =>
        inBatch(row, event.data.batchId, event, () => ({ ...nobody, status: "arbitration" })),
    },
    BatchSubmitted: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, event) =>
        inBatch(row, event.data.batchId, event, () => ({
          status: "submitted",
          round: event.data.round,
          submittedRecords: event.data.recordCount,
          digest: event.data.digest,
        })),
    },
    BatchReopened: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, event) =>
        inBatch(row, event.data.batchId, event, (before) => {
          const back = before.firstKeyer ?? before;
          return {
            status: "open",
            clerk: back.clerk,
            clerkName: back.clerkName,
            leaseUntil: event.data.leaseUntil ?? back.leaseUntil,
          };
        }),
    },
    BatchLocked: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, event) => inBatch(row, event.data.batchId, event, () => ({ status: "locked" })),
    },
    BatchWithdrawn: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, event) =>
        inBatch(row, event.data.batchId, event, () => ({ ...nobody, status: "withdrawn" })),
    },
    RecordEntered: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, { data, metadata }) =>
        changeBatch(row, data.batchId, metadata.at, ({ keyed }) => ({ keyed: keyed + 1 })),
    },
    RecordCorrected: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, { data, metadata }) => changeBatch(row, data.batchId, metadata.at, () => ({})),
    },
    RecordKeyedAgain: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, { data, metadata }) => changeBatch(row, data.batchId, metadata.at, () => ({})),
    },
    DiscrepancyResolved: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, { data, metadata }) => changeBatch(row, data.batchId, metadata.at, () => ({})),
    },
    RecordVoided: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, { data, metadata }) =>
        changeBatch(row, data.batchId, metadata.at, ({ voided }) => ({ voided: voided + 1 })),
    },
    ReviewOpened: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, { data, metadata, revision }) =>
        changeBatch(row, data.batchId, metadata.at, ({ reviews }) =>
          reviews[data.reviewId]
            ? {}
            : {
                reviews: withPart(reviews, data.reviewId, {
                  round: data.round,
                  status: "open",
                  sampled: data.sample.length,
                  checked: [],
                  rules: data.rules,
                  figures: null,
                  inLot: false,
                  fixesOnly: false,
                  keptBack: false,
                  since: metadata.at,
                  firstCheckAt: null,
                  revision,
                }),
              },
        ),
    },
    RecordChecked: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, event) =>
        inReview(row, event, ({ checked, firstCheckAt }) => ({
          checked: [...new Set([...checked, event.data.recordId])],
          firstCheckAt: firstCheckAt ?? event.metadata.at,
        })),
    },
    BatchReturned: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, event) =>
        inReview(row, event, () => ({
          status: "returned",
          figures: event.data.figures,
          inLot: event.data.lotId !== undefined,
          fixesOnly: event.data.fixesOnly === true,
          keptBack: event.data.afterVerdict === true,
          since: event.metadata.at,
        })),
    },
    BatchAccepted: {
      keys: ({ data }) => [data.batchId],
      evolve: (row, event) =>
        inReview(row, event, () => ({
          status: "accepted",
          figures: event.data.figures,
          inLot: event.data.lotId !== undefined,
          since: event.metadata.at,
        })),
    },
  },
);
