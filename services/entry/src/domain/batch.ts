import { assertNever, CommandRejected, type Decider } from "@sogoc/core";
import type { DataOf, EventOf } from "@sogoc/events";
import { coversCase } from "@sogoc/registers";

export type BatchEvent = EventOf<
  | "BatchOpened"
  | "BatchAssigned"
  | "BatchTakenBack"
  | "FirstKeyingFinished"
  | "SecondKeyingFinished"
  | "BatchSubmitted"
  | "BatchReopened"
  | "BatchLocked"
  | "BatchWithdrawn"
>;

interface Assignment {
  readonly accountId: string;
  readonly leaseUntil: string;
}

export interface BatchState {
  readonly opened?: EventOf<"BatchOpened">["data"] | undefined;
  readonly status: "none" | "open" | "second-keying" | "arbitration" | "submitted" | "locked" | "withdrawn";
  readonly assigned?: Assignment | undefined;
  /**
   * Who finished the first keying of a batch that is keyed twice: they mend what a review returns.
   */
  readonly firstKeyer?: Assignment | undefined;
  /**
   * Everybody who ever had the batch for the first keying, whether or not they keyed in it; and,
   * from the end of the first keying of a batch that is keyed twice, who sent a workbook with its
   * cases. None of them keys it a second time, or decides differences in it.
   */
  readonly firstMakers: readonly string[];
  /** Everybody who ever had it for the second keying. */
  readonly secondKeyers: readonly string[];
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
      readonly type: "EndStage";
      readonly accountId: string;
      /** Whose stage it ends: that of a keyer, or that of the arbiter. */
      readonly as: "keyer" | "arbiter";
      readonly recordCount: number;
      readonly digest: string;
      /**
       * Of a batch that is keyed twice: records without a second keying, and undecided differences.
       */
      readonly notKeyedAgain: number;
      readonly differences: number;
      /** Who sent workbooks that records of it came from, where somebody else confirmed them. */
      readonly senders: readonly string[];
    }
  | {
      readonly type: "ReopenBatch";
      readonly batchId: string;
      readonly reviewId: string;
      readonly round: number;
      readonly marks: number;
      /** All fields without a mark were accepted. */
      readonly fixesOnly?: true | undefined;
      readonly now: string;
    }
  | {
      readonly type: "LockBatch";
      readonly batchId: string;
      readonly reviewId: string;
      readonly round: number;
    }
  | {
      readonly type: "WithdrawBatch";
      readonly batchId: string;
      readonly accountId: string;
      readonly reason: string;
      /** Cases that are entered in it. */
      readonly recordCount: number;
      readonly now: string;
    };

// Submitted, locked and withdrawn batches are refused by `getAssignment`, for both stages.
const requireFirstStage = (state: BatchState): void => {
  if (state.status === "none") throw new CommandRejected("batch-unknown");
  if (state.status === "second-keying" || state.status === "arbitration") {
    throw new CommandRejected("first-keying-finished");
  }
};

/** Throws unless this person may key in the batch now: open, theirs, and the lease still runs. */
export const requireKeyer = (state: BatchState, accountId: string, now: string): void => {
  requireFirstStage(state);
  requireLease(getAssignment(state, accountId), now);
};

const requireSecondStage = (state: BatchState): void => {
  if (state.status === "none") throw new CommandRejected("batch-unknown");
  if (state.status === "open") throw new CommandRejected("first-keying-not-finished");
  if (state.status === "arbitration") throw new CommandRejected("second-keying-finished");
};

/** Throws unless this person may key the batch a second time now. */
export const requireSecondKeyer = (state: BatchState, accountId: string, now: string): void => {
  requireSecondStage(state);
  requireLease(getAssignment(state, accountId), now);
};

/**
 * Throws unless differences are being decided, and by one who is none of its first makers or second
 * keyers.
 */
export const requireArbiter = (state: BatchState, accountId: string): void => {
  if (state.status === "none") throw new CommandRejected("batch-unknown");
  if (state.status !== "arbitration") throw new CommandRejected("no-arbitration");
  if ([...state.firstMakers, ...state.secondKeyers].includes(accountId)) {
    throw new CommandRejected("keyed-by-yourself");
  }
};

/** The assignment by which this person has the batch. */
const getAssignment = (state: BatchState, accountId: string): Assignment => {
  if (state.status === "submitted") throw new CommandRejected("batch-already-submitted");
  if (state.status === "locked") throw new CommandRejected("batch-locked");
  if (state.status === "withdrawn") throw new CommandRejected("batch-withdrawn");
  if (!state.assigned) throw new CommandRejected("batch-not-assigned");
  if (state.assigned.accountId !== accountId) throw new CommandRejected("batch-assigned-to-another");
  return state.assigned;
};

/** Throws unless this person has the batch, whether or not the lease still runs. */
const requireAssigned = (state: BatchState, accountId: string): void => {
  getAssignment(state, accountId);
};

const requireLease = ({ leaseUntil }: Assignment, now: string): void => {
  if (leaseUntil < now) throw new CommandRejected("batch-lease-expired");
};

/** Whether the batch covers a case, by its plain number and by its canonical number. */
export const coversNumber = ({ opened }: BatchState, plainNumber: number, number: string): boolean =>
  coversCase(opened ?? {}, plainNumber, number);

const HOUR_MS = 3_600_000;

/** When this person got the second keying that they have now; undefined where they have none. */
export const secondKeyingSince = (
  { status, assigned, opened }: BatchState,
  accountId: string,
): Date | undefined => {
  if (status !== "second-keying" || !opened || assigned?.accountId !== accountId) return undefined;
  return new Date(Date.parse(assigned.leaseUntil) - opened.policy.leaseHours * HOUR_MS);
};

const leaseFrom = (now: string, { policy }: EventOf<"BatchOpened">["data"]): string =>
  new Date(Date.parse(now) + policy.leaseHours * HOUR_MS).toISOString();

/** Whether somebody else than this person has the batch, and may be keying in it now. */
const isAssignedToAnother = ({ assigned }: BatchState, accountId: string, now: string): boolean =>
  assigned !== undefined && assigned.accountId !== accountId && assigned.leaseUntil >= now;

/**
 * Only a batch in which no case is entered, and which was never submitted, can be withdrawn. While
 * somebody has it, it is taken back from them first, so that they know: they may have begun a case.
 */
const decideWithdrawal = (
  { accountId, reason, recordCount, now }: Extract<BatchCommand, { type: "WithdrawBatch" }>,
  state: BatchState,
  { batchId, bookId, unitId }: EventOf<"BatchOpened">["data"],
): BatchEvent[] => {
  if (state.status === "withdrawn") throw new CommandRejected("batch-withdrawn");
  if (state.status === "locked") throw new CommandRejected("batch-locked");
  if (state.status !== "open" || state.round > 0 || recordCount > 0)
    throw new CommandRejected("batch-not-empty", { records: recordCount });
  if (isAssignedToAnother(state, accountId, now)) throw new CommandRejected("batch-with-somebody");
  return [{ type: "BatchWithdrawn", data: { batchId, bookId, unitId, reason, withdrawnBy: accountId } }];
};

type EndOfStage = Extract<BatchCommand, { type: "EndStage" }>;

const submissionOf = (
  { recordCount, digest }: EndOfStage,
  state: BatchState,
  opened: EventOf<"BatchOpened">["data"],
): BatchEvent => {
  const { batchId, bookId, unitId, recordType, bookNumber, policy } = opened;
  const round = state.round + 1;
  const data: DataOf<"BatchSubmitted"> = {
    batchId,
    bookId,
    unitId,
    recordType,
    bookNumber,
    round,
    recordCount,
    digest,
    policy,
  };
  return { type: "BatchSubmitted", data };
};

/**
 * Ends a stage, and decides what comes next. A batch that is keyed twice goes to the second keyer,
 * then to an arbiter if the keyings differ, then to the review. What a review returned is mended by
 * one person and goes straight back. A keying may be ended after the lease too, as long as nobody
 * else has the batch: the lease only keeps it from lying idle.
 */
const decideEndOfStage = (
  command: EndOfStage,
  state: BatchState,
  opened: EventOf<"BatchOpened">["data"],
): BatchEvent[] => {
  const { accountId, recordCount: records, notKeyedAgain, differences, senders } = command;
  const { batchId, policy } = opened;
  if (state.status === "arbitration") {
    // Also the answer to a keyer who sends the end of the second keying once more.
    if (command.as === "keyer") throw new CommandRejected("second-keying-finished");
    requireArbiter(state, accountId);
    if (differences > 0) throw new CommandRejected("differences-open", { differences });
    return [submissionOf(command, state, opened)];
  }
  if (state.status === "second-keying") {
    requireAssigned(state, accountId);
    if (records === 0) throw new CommandRejected("batch-empty");
    if (notKeyedAgain > 0) throw new CommandRejected("not-keyed-again", { records: notKeyedAgain });
    const finished: BatchEvent = {
      type: "SecondKeyingFinished",
      data: { batchId, accountId, records, differences },
    };
    return differences > 0 ? [finished] : [finished, submissionOf(command, state, opened)];
  }
  requireAssigned(state, accountId);
  if (records === 0) throw new CommandRejected("batch-empty");
  if (policy.keying === "single" || state.round > 0) return [submissionOf(command, state, opened)];
  const preparedBy = senders.length > 0 ? [...senders] : undefined;
  return [{ type: "FirstKeyingFinished", data: { batchId, accountId, records, preparedBy } }];
};

const decideOpened = (
  command: Exclude<BatchCommand, { type: "OpenBatch" }>,
  state: BatchState,
): BatchEvent[] => {
  const { opened } = state;
  if (!opened) throw new CommandRejected("batch-unknown");
  switch (command.type) {
    case "AssignBatch": {
      if (state.status === "withdrawn") throw new CommandRejected("batch-withdrawn");
      const second = state.status === "second-keying";
      if (state.status !== "open" && !second) throw new CommandRejected("batch-not-open");
      const { batchId, accountId, displayName, now } = command;
      if (second && state.firstMakers.includes(accountId)) throw new CommandRejected("keyed-by-yourself");
      if (isAssignedToAnother(state, accountId, now)) throw new CommandRejected("batch-assigned-to-another");
      const leaseUntil = leaseFrom(now, opened);
      const stage = second ? "second" : undefined;
      return [{ type: "BatchAssigned", data: { batchId, accountId, displayName, leaseUntil, stage } }];
    }
    case "TakeBackBatch": {
      if (state.status === "withdrawn") throw new CommandRejected("batch-withdrawn");
      if (state.status !== "open" && state.status !== "second-keying")
        throw new CommandRejected("batch-not-open");
      if (!state.assigned) throw new CommandRejected("batch-not-assigned");
      const { batchId, reason } = command;
      return [{ type: "BatchTakenBack", data: { batchId, accountId: state.assigned.accountId, reason } }];
    }
    case "EndStage":
      return decideEndOfStage(command, state, opened);
    case "ReopenBatch": {
      if (state.status !== "submitted" || command.round !== state.round) return [];
      const { batchId, reviewId, round, marks, fixesOnly, now } = command;
      // Checking may have taken so long that the lease ran out.
      const leaseUntil = (state.firstKeyer ?? state.assigned) ? leaseFrom(now, opened) : undefined;
      return [{ type: "BatchReopened", data: { batchId, reviewId, round, marks, leaseUntil, fixesOnly } }];
    }
    case "LockBatch": {
      if (state.status !== "submitted" || command.round !== state.round) return [];
      return [{ type: "BatchLocked", data: { batchId: command.batchId, reviewId: command.reviewId } }];
    }
    case "WithdrawBatch":
      return decideWithdrawal(command, state, opened);
    default:
      return assertNever(command);
  }
};

const withAccount = (accounts: readonly string[], accountId: string): readonly string[] =>
  accounts.includes(accountId) ? accounts : [...accounts, accountId];

const unassigned = ({ assigned: _, ...rest }: BatchState): BatchState => rest;

/**
 * Stream `batch-<batchId>`. Verdicts of a round that is no longer the current one change nothing.
 */
export const batchDecider: Decider<BatchState, BatchCommand, BatchEvent> = {
  category: "batch",
  cacheState: true,
  initialState: () => ({ status: "none", round: 0, firstMakers: [], secondKeyers: [] }),

  decide(command, state): BatchEvent[] {
    if (command.type !== "OpenBatch") return decideOpened(command, state);
    // Opening follows the allotment of numbers and may be tried again after a crash in between.
    return state.opened ? [] : [{ type: "BatchOpened", data: command.data }];
  },

  evolve(state, event): BatchState {
    switch (event.type) {
      case "BatchOpened":
        return { ...state, opened: event.data, status: "open" };
      case "BatchAssigned": {
        const { accountId, leaseUntil, stage } = event.data;
        const assigned = { accountId, leaseUntil };
        return stage === "second"
          ? { ...state, assigned, secondKeyers: withAccount(state.secondKeyers, accountId) }
          : { ...state, assigned, firstMakers: withAccount(state.firstMakers, accountId) };
      }
      case "BatchTakenBack":
        return unassigned(state);
      case "FirstKeyingFinished": {
        const { assigned } = state;
        return {
          ...unassigned(state),
          status: "second-keying",
          firstKeyer: assigned ?? state.firstKeyer,
          firstMakers: [...new Set([...state.firstMakers, ...(event.data.preparedBy ?? [])])],
        };
      }
      case "SecondKeyingFinished":
        return { ...unassigned(state), status: "arbitration" };
      case "BatchSubmitted":
        return { ...state, status: "submitted", round: event.data.round };
      case "BatchReopened": {
        const mender = state.firstKeyer ?? state.assigned;
        const { leaseUntil = mender?.leaseUntil } = event.data;
        if (!mender || leaseUntil === undefined) return { ...state, status: "open" };
        return { ...state, status: "open", assigned: { ...mender, leaseUntil } };
      }
      case "BatchLocked":
        return { ...state, status: "locked" };
      case "BatchWithdrawn":
        return { ...unassigned(state), status: "withdrawn" };
      default:
        return assertNever(event);
    }
  },
};
