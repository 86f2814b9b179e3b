import { defineProjection, type Hands, noHands, type ReaderOf, withHand } from "@sogoc/core";
import type { BatchPolicy, RecordedDomainEvent } from "@sogoc/events";
import { usualPolicy } from "@sogoc/events";

export interface BatchView {
  readonly id: string;
  readonly bookId: string;
  /** Null while only events of its records were heard: streams may overtake each other. */
  readonly unitId: string | null;
  readonly recordType: string;
  readonly bookNumber: string;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly secondCases?: true | undefined;
  readonly policy: BatchPolicy;
  readonly status: "open" | "second-keying" | "arbitration" | "submitted" | "locked" | "withdrawn";
  /** Null while nobody has it. */
  readonly assignedTo: string | null;
  readonly assignedName?: string | undefined;
  readonly leaseUntil?: string | undefined;
  /** Who finished the first keying of a batch that is keyed twice, and so mends what comes back. */
  readonly firstKeyer?:
    | { readonly accountId: string; readonly name: string; readonly leaseUntil: string }
    | undefined;
  /** Everybody who ever had it for the second keying. */
  readonly secondKeyers: readonly string[];
  /** Fields in which two keyings differ, and how many of them are decided. */
  readonly differences: number;
  readonly resolved: number;
  readonly round: number;
  readonly records: number;
  /** While it is open again after a return in which all fields without a mark were accepted. */
  readonly fixesOnly?: true | undefined;
  /**
   * How many marks the last return brought, several people's of one field each; 0 once submitted
   * again. Batches that are shown have the number of uncorrected fields here instead
   * (`withUncorrectedMarkCount`).
   */
  readonly marks: number;
  /** The last return: the round that came back, and why. */
  readonly lastReturn?: { readonly round: number; readonly reason: string } | undefined;
  /** Whoever accepted it, with who has a hand in that (ADR 29). */
  readonly acceptedBy?: Hands | undefined;
  readonly openedAt: string;
  readonly openedBy: string;
  /** Why it was withdrawn, where it was. */
  readonly withdrawn?: string | undefined;
  readonly revision: number;
}

const unassigned = ({ assignedName: _, leaseUntil: _lease, ...rest }: BatchView): BatchView => ({
  ...rest,
  assignedTo: null,
});

/** Adds counts of records, whose events may be heard before those of the batch. */
const count = (
  batch: BatchView | undefined,
  id: string,
  more: Partial<Pick<BatchView, "records" | "resolved">>,
): BatchView => {
  const before = batch ?? unheardBatch(id);
  const { records = 0, resolved = 0 } = more;
  return { ...before, records: before.records + records, resolved: before.resolved + resolved };
};

const unheardBatch = (id: string): BatchView => ({
  id,
  bookId: "",
  unitId: null,
  recordType: "",
  bookNumber: "",
  policy: usualPolicy,
  status: "open",
  assignedTo: null,
  secondKeyers: [],
  differences: 0,
  resolved: 0,
  round: 0,
  records: 0,
  marks: 0,
  openedAt: "",
  openedBy: "",
  revision: -1,
});

const changeBatch = (batch: BatchView | undefined, changed: Partial<BatchView>): BatchView | undefined =>
  batch && { ...batch, ...changed };

/** One document per batch: a clerk's queue, a lead unit's table. */
export const batches = defineProjection<RecordedDomainEvent, BatchView>()(
  {
    name: "entry-batches",
    version: 7,
    columns: { unitId: "text", bookId: "text", assignedTo: "text", status: "text", openedAt: "text" },
    indexes: [["assignedTo", "status", "openedAt"], ["unitId", "status", "openedAt"], ["bookId"]],
  },
  {
    BatchOpened: {
      keys: ({ data }) => [data.batchId],
      evolve: (before, { data: { batchId, ...rest }, metadata, revision }) => ({
        id: batchId,
        ...rest,
        status: "open",
        assignedTo: null,
        secondKeyers: [],
        differences: 0,
        resolved: before?.resolved ?? 0,
        round: 0,
        records: before?.records ?? 0,
        marks: 0,
        lastReturn: before?.lastReturn,
        openedAt: metadata.at,
        openedBy: metadata.actor.account,
        revision,
      }),
    },
    BatchAssigned: {
      keys: ({ data }) => [data.batchId],
      evolve: (batch, { data, revision }) =>
        batch && {
          ...batch,
          assignedTo: data.accountId,
          assignedName: data.displayName,
          leaseUntil: data.leaseUntil,
          secondKeyers:
            data.stage === "second"
              ? [...new Set([...batch.secondKeyers, data.accountId])]
              : batch.secondKeyers,
          revision,
        },
    },
    BatchTakenBack: {
      keys: ({ data }) => [data.batchId],
      evolve: (batch, { revision }) => batch && { ...unassigned(batch), revision },
    },
    FirstKeyingFinished: {
      keys: ({ data }) => [data.batchId],
      evolve: (batch, { data, revision }) =>
        batch && {
          ...unassigned(batch),
          status: "second-keying",
          firstKeyer: {
            accountId: data.accountId,
            name: batch.assignedName ?? "",
            leaseUntil: batch.leaseUntil ?? "",
          },
          revision,
        },
    },
    SecondKeyingFinished: {
      keys: ({ data }) => [data.batchId],
      evolve: (batch, { data, revision }) =>
        batch && {
          ...unassigned(batch),
          status: "arbitration",
          differences: data.differences,
          revision,
        },
    },
    DiscrepancyResolved: {
      keys: ({ data }) => [data.batchId],
      evolve: (batch, { data }) => count(batch, data.batchId, { resolved: 1 }),
    },
    BatchSubmitted: {
      keys: ({ data }) => [data.batchId],
      evolve: (batch, { data, revision }) =>
        changeBatch(batch, {
          status: "submitted",
          round: data.round,
          marks: 0,
          fixesOnly: undefined,
          revision,
        }),
    },
    BatchReopened: {
      keys: ({ data }) => [data.batchId],
      evolve: (batch, { data, revision }) => {
        const back = batch?.firstKeyer;
        return (
          batch && {
            ...batch,
            status: "open",
            marks: data.marks,
            fixesOnly: data.fixesOnly,
            assignedTo: back ? back.accountId : batch.assignedTo,
            assignedName: back ? back.name : batch.assignedName,
            leaseUntil: data.leaseUntil ?? (back ?? batch).leaseUntil,
            revision,
          }
        );
      },
    },
    // An event of the review: it may be heard before or after the batch is open again.
    BatchReturned: {
      keys: ({ data }) => [data.batchId],
      evolve: (batch, { data: { batchId, round, reason } }) => {
        const before = batch ?? unheardBatch(batchId);
        return (before.lastReturn?.round ?? 0) >= round
          ? before
          : { ...before, lastReturn: { round, reason } };
      },
    },
    BatchLocked: {
      keys: ({ data }) => [data.batchId],
      // The actor of the locking is whoever accepted the batch.
      evolve: (batch, { metadata: { actor }, revision }) => {
        const acceptedBy = withHand(noHands, actor.account, actor);
        return changeBatch(batch, { status: "locked", acceptedBy, revision });
      },
    },
    BatchWithdrawn: {
      keys: ({ data }) => [data.batchId],
      evolve: (batch, { data, revision }) =>
        batch && { ...unassigned(batch), status: "withdrawn", withdrawn: data.reason, revision },
    },
    RecordEntered: {
      keys: ({ data }) => [data.batchId],
      evolve: (batch, { data }) => count(batch, data.batchId, { records: 1 }),
    },
    RecordVoided: {
      keys: ({ data }) => [data.batchId],
      evolve: (batch, { data }) => count(batch, data.batchId, { records: -1 }),
    },
  },
);

export type BatchReader = ReaderOf<typeof batches>;
