import { assertNever, CommandRejected, type Decider } from "@sogoc/core";
import type { EventOf } from "@sogoc/events";

export type BatchEvent = EventOf<
  "BatchOpened" | "BatchAssigned" | "BatchTakenBack" | "BatchSubmitted" | "BatchReopened" | "BatchLocked"
>;

export interface BatchState {
  readonly opened?: EventOf<"BatchOpened">["data"];
  readonly status: "none" | "open" | "submitted" | "locked";
  readonly assigned?: { readonly accountId: string; readonly leaseUntil: string };
  /** Number of submissions so far. */
  readonly round: number;
}

export type BatchCommand =
  | { readonly type: "OpenBatch"; readonly data: EventOf<"BatchOpened">["data"] }
  | {
      readonly type: "AssignBatch";
      readonly batchId: string;
      readonly accountId: string;
      readonly displayName: string;
      readonly now: string;
    }
  | { readonly type: "TakeBackBatch"; readonly batchId: string; readonly reason: string }
  | {
      readonly type: "SubmitBatch";
      readonly accountId: string;
      readonly now: string;
      readonly recordCount: number;
      readonly digest: string;
    }
  | {
      readonly type: "ReopenBatch";
      readonly batchId: string;
      readonly reviewId: string;
      readonly round: number;
      readonly marks: number;
    }
  | {
      readonly type: "LockBatch";
      readonly batchId: string;
      readonly reviewId: string;
      readonly round: number;
    };

/** Throws unless this person may key in the batch now: open, his, and the lease still runs. */
export const requireKeyer = (state: BatchState, accountId: string, now: string): void => {
  if (state.status === "none") throw new CommandRejected("batch-unknown");
  if (state.status === "submitted") throw new CommandRejected("batch-already-submitted");
  if (state.status === "locked") throw new CommandRejected("batch-locked");
  if (!state.assigned) throw new CommandRejected("batch-not-assigned");
  if (state.assigned.accountId !== accountId) throw new CommandRejected("batch-assigned-to-another");
  if (state.assigned.leaseUntil < now) throw new CommandRejected("batch-lease-expired");
};

/** Whether a registration number belongs to the batch. */
export const coversNumber = (state: BatchState, number: number): boolean => {
  const { from = 1, to = Number.MAX_SAFE_INTEGER } = state.opened ?? {};
  return from <= number && number <= to;
};

const HOUR_MS = 3_600_000;

const decideOpened = (
  command: Exclude<BatchCommand, { type: "OpenBatch" }>,
  state: BatchState,
): BatchEvent[] => {
  const { opened } = state;
  if (!opened) throw new CommandRejected("batch-unknown");
  switch (command.type) {
    case "AssignBatch": {
      if (state.status !== "open") throw new CommandRejected("batch-not-open");
      const { batchId, accountId, displayName, now } = command;
      const held = state.assigned;
      if (held && held.accountId !== accountId && held.leaseUntil >= now) {
        throw new CommandRejected("batch-assigned-to-another");
      }
      const leaseUntil = new Date(Date.parse(now) + opened.policy.leaseHours * HOUR_MS).toISOString();
      return [{ type: "BatchAssigned", data: { batchId, accountId, displayName, leaseUntil } }];
    }
    case "TakeBackBatch": {
      if (state.status !== "open") throw new CommandRejected("batch-not-open");
      if (!state.assigned) throw new CommandRejected("batch-not-assigned");
      const { batchId, reason } = command;
      return [{ type: "BatchTakenBack", data: { batchId, accountId: state.assigned.accountId, reason } }];
    }
    case "SubmitBatch": {
      requireKeyer(state, command.accountId, command.now);
      if (command.recordCount === 0) throw new CommandRejected("batch-empty");
      const { batchId, bookId, unitId, recordType, bookNumber, policy } = opened;
      const { recordCount, digest } = command;
      const round = state.round + 1;
      return [
        {
          type: "BatchSubmitted",
          data: { batchId, bookId, unitId, recordType, bookNumber, round, recordCount, digest, policy },
        },
      ];
    }
    case "ReopenBatch": {
      if (state.status !== "submitted" || command.round !== state.round) return [];
      const { batchId, reviewId, round, marks } = command;
      return [{ type: "BatchReopened", data: { batchId, reviewId, round, marks } }];
    }
    case "LockBatch": {
      if (state.status !== "submitted" || command.round !== state.round) return [];
      return [{ type: "BatchLocked", data: { batchId: command.batchId, reviewId: command.reviewId } }];
    }
    default:
      return assertNever(command);
  }
};

/** Stream `batch-<batchId>`. Verdicts of a round that is no longer the current one change nothing. */
export const batchDecider: Decider<BatchState, BatchCommand, BatchEvent> = {
  category: "batch",
  remember: true,
  initialState: () => ({ status: "none", round: 0 }),

  decide(command, state) {
    if (command.type !== "OpenBatch") return decideOpened(command, state);
    // Opening follows the allotment of numbers and may be tried again after a crash in between.
    return state.opened ? [] : [{ type: "BatchOpened", data: command.data }];
  },

  evolve(state, event) {
    switch (event.type) {
      case "BatchOpened":
        return { ...state, opened: event.data, status: "open" };
      case "BatchAssigned": {
        const { accountId, leaseUntil } = event.data;
        return { ...state, assigned: { accountId, leaseUntil } };
      }
      case "BatchTakenBack": {
        const { assigned: _, ...rest } = state;
        return rest;
      }
      case "BatchSubmitted":
        return { ...state, status: "submitted", round: event.data.round };
      case "BatchReopened":
        return { ...state, status: "open" };
      case "BatchLocked":
        return { ...state, status: "locked" };
      default:
        return assertNever(event);
    }
  },
};
