import {
  type Acting,
  assertNever,
  CommandRejected,
  type Decider,
  type Hands,
  noHands,
  type PasswordHands,
  passwordHandsOf,
  withHand,
} from "@sogoc/core";
import type { AcceptanceFigures, DataOf, EventOf, LotBookCounts, Mark } from "@sogoc/events";
import type { LaxerLimits } from "./batch-limits.ts";
import {
  countMarkedFields,
  handsKept,
  marksAfter,
  type StatedMark,
  stateMarks,
  type Withdrawal,
  type WithdrawnMark,
} from "./colleagues-marks.ts";
import type { Deciding } from "./deciding.ts";
import {
  type AcceptingVerdict,
  countChecks,
  type GateFigures,
  type Obstacle,
  obstaclesTo,
  requireNoObstacle,
} from "./gate.ts";
import {
  makersIn,
  requireBookStatedByOthers,
  requireIndependent,
  requireNotChecked,
  requireNotOwnLimits,
} from "./independence.ts";
import type { StatedValue } from "./stated-values.ts";

export type ReviewEvent = EventOf<"ReviewOpened" | "RecordChecked" | "BatchReturned" | "BatchAccepted">;

interface Check {
  readonly fieldsChecked: number;
  readonly marks: readonly StatedMark[];
  readonly checkedBy: string;
  /** Of the scan that was looked at; older checks have none. */
  readonly scanVersion?: number | undefined;
  /** How often the record was checked, this time included. */
  readonly times: number;
}

/** A mark of a colleague, or a critical one, that a checker withdrew with a reason. */
export interface MarkOfColleagueWithdrawn extends WithdrawnMark {
  readonly recordId: string;
  readonly withdrawnBy: string;
  /** Who else has a hand in that (ADR 29). */
  readonly withdrawnHands?: PasswordHands | undefined;
}

/** A mark of an earlier round that a checker of this round withdraws. */
export interface EarlierMarkWithdrawn extends Mark {
  readonly recordId: string;
  readonly because: string;
  readonly withdrawnBy: string;
}

/** A field of a record that is wrong. */
export interface MarkOfRecord extends Mark {
  readonly recordId: string;
}

export interface ReviewState {
  readonly status: "none" | "open" | "returned" | "accepted";
  /**
   * The batch was returned although its lot was accepted, because something came up after the
   * verdict on the lot.
   */
  readonly afterVerdict?: true | undefined;
  readonly opened?: DataOf<"ReviewOpened"> | undefined;
  /** The last check of each record, of the sample and beside it. */
  readonly checks: ReadonlyMap<string, Check>;
  /** Everybody who checked anything here, even if a later check replaced theirs. */
  readonly checkers: Hands;
  /** Marks that were withdrawn with a reason; whoever gives the verdict sees them. */
  readonly withdrawnOfColleagues: readonly MarkOfColleagueWithdrawn[];
  /** Marks of earlier rounds that this round withdraws, each with the reason. */
  readonly withdrawnOfEarlierRounds: readonly EarlierMarkWithdrawn[];
}

export type ReviewCommand =
  | {
      readonly type: "OpenReview";
      readonly data: DataOf<"ReviewOpened">;
      /** A dissolved lot: a review that was opened for it is opened anew. */
      readonly insteadOfLot?: string | undefined;
    }
  | {
      readonly type: "CheckRecord";
      readonly recordId: string;
      readonly recordRevision: number;
      /** How often it had been checked when the checker opened it. */
      readonly timesCheckedBefore: number;
      /** Version of the scan that the checker had before them. */
      readonly scanVersion?: number | undefined;
      /** It is asked for since the round was opened (`CasesAdded`). */
      readonly isAdded?: boolean | undefined;
      readonly fieldsChecked: number;
      readonly marks: readonly Mark[];
      /** Reasons for withdrawing marks of other people and of earlier rounds. */
      readonly withdrawals?: readonly Withdrawal[] | undefined;
      /** Marks of earlier rounds whose fields have the marked value again. */
      readonly notMended?: readonly Mark[] | undefined;
      readonly accountId: string;
    }
  | {
      readonly type: "ReturnBatch";
      readonly reason: string;
      /** Findings of the rules that nobody has answered; they go back with the marks. */
      readonly unansweredCount: number;
      /**
       * Marks of earlier rounds whose fields have the marked value again; they go back once more.
       */
      readonly notMended: readonly MarkOfRecord[];
      /** Whoever opened the batch with limits of its own. */
      readonly limitSetters: Hands;
      /** Limits laxer than its unit's; whoever decides may return the batch for them alone. */
      readonly laxerLimits?: LaxerLimits | undefined;
      readonly accountId: string;
    }
  | {
      readonly type: "AcceptBatch";
      readonly verdict: AcceptingVerdict;
      readonly note?: string | undefined;
      /** The counts of its book at this moment, and who closed findings of it that persist. */
      readonly bookCounts: LotBookCounts;
      readonly closers: Hands;
      readonly statedValues: readonly StatedValue[];
      readonly unansweredCount: number;
      readonly notMendedCount: number;
      /** How many checks were made beside a scan that has been replaced. */
      readonly overtakenCount: number;
      readonly casesAdded: CasesAdded;
      /**
       * Everybody who checked it in an earlier round: what they found right is accepted as well.
       */
      readonly earlierCheckers: Hands;
      /** Whoever opened the batch with limits of its own. */
      readonly limitSetters: Hands;
      /** Limits laxer than its unit's, and whether whoever decides confirms them. */
      readonly laxerLimits?: LaxerLimits | undefined;
      readonly acceptsLaxerLimits?: boolean | undefined;
      readonly accountId: string;
    }
  | {
      /** Carries out the verdict of the lot that the batch is part of. */
      readonly type: "ApplyLotVerdict";
      readonly lotId: string;
      readonly verdict: DataOf<"LotDecided">["verdict"];
      readonly reason: string;
      readonly bookCounts?: LotBookCounts | undefined;
      readonly unansweredCount: number;
      readonly notMended: readonly MarkOfRecord[];
      /** The verdict was given by an earlier version of the rules, and is carried out by these. */
      readonly byEarlierRules?: boolean | undefined;
      readonly accountId: string;
    };

/** The checks of the sample. Checks beside it say nothing about the rest of the batch. */
export const sampleChecks = ({ opened, checks }: ReviewState): readonly Check[] => {
  const sample = new Set(opened?.sample);
  return [...checks].flatMap(([recordId, check]) => (sample.has(recordId) ? [check] : []));
};

/** The figures of the verdict, from the checks of the sample so far. */
export const figuresOf = (state: ReviewState): AcceptanceFigures => {
  const checks = sampleChecks(state);
  const sum = (of: (check: Check) => number) => checks.reduce((total, check) => total + of(check), 0);
  return {
    records: state.opened?.population ?? 0,
    sampled: state.opened?.sample.length ?? 0,
    checked: checks.length,
    wrongRecords: checks.filter((check) => check.marks.length > 0).length,
    fieldsChecked: sum((check) => check.fieldsChecked),
    wrongFields: sum((check) => countMarkedFields(check.marks)),
    ruleErrors: state.opened?.rules.errors ?? 0,
    ruleWarnings: state.opened?.rules.warnings ?? 0,
  };
};

const keysOfReview = ({ reviewId, batchId, bookId, unitId, recordType }: DataOf<"ReviewOpened">) => ({
  reviewId,
  batchId,
  bookId,
  unitId,
  recordType,
});

const marksOf = (state: ReviewState): MarkOfRecord[] =>
  [...state.checks].flatMap(([recordId, { marks }]) =>
    marks.map(({ field, severity, reason }) => ({ recordId, field, severity, reason })),
  );

/** The records that have to be checked: the sample, and the cases beside it (`besideSample`). */
export const casesToCheck = ({
  sample,
  again = [],
}: Pick<DataOf<"ReviewOpened">, "sample" | "again">): readonly string[] => [...sample, ...again];

/** Cases that a round has to look at since it was opened, though it had not asked for them. */
export interface CasesAdded {
  readonly recordIds: readonly string[];
  /** Those that an earlier round found right, beside a scan that has been replaced. */
  readonly overtaken: ReadonlySet<string>;
}

export const noCasesAdded: CasesAdded = { recordIds: [], overtaken: new Set() };

/** All cases to check, including those that were added since the round was opened. */
export const everyCaseToCheck = (
  opened: Pick<DataOf<"ReviewOpened">, "sample" | "again">,
  checked: Iterable<string>,
  { recordIds }: CasesAdded,
): readonly string[] => [...new Set([...casesToCheck(opened), ...checked, ...recordIds])];

/** The figures that decide on the acceptance of a single batch. */
export const gateFiguresOf = (
  state: ReviewState,
  { openFindings }: LotBookCounts,
  {
    unansweredCount,
    notMendedCount,
    overtakenCount,
    casesAdded,
  }: Pick<GateFigures, "unansweredCount" | "notMendedCount"> & {
    readonly overtakenCount: number;
    readonly casesAdded: CasesAdded;
  },
): GateFigures => {
  const { wrongFields, fieldsChecked } = figuresOf(state);
  const { errorLimit = 0, fixesOnly = false } = state.opened ?? {};
  const exceeded = !fixesOnly && wrongFields > errorLimit * fieldsChecked;
  return {
    checkCounts: countChecks(
      state.opened ? everyCaseToCheck(state.opened, state.checks.keys(), casesAdded).length : 0,
      [...state.checks.values()],
      overtakenCount,
    ),
    exceeded: exceeded ? "error-limit-exceeded" : undefined,
    unansweredCount,
    notMendedCount,
    openBookFindingCount: openFindings,
  };
};

/** Characters that an event takes of a reason. */
const LONGEST_REASON = 2_000;

type LotVerdictCommand = Extract<ReviewCommand, { type: "ApplyLotVerdict" }>;

/**
 * Tells the keyers of a batch, and whoever decided, why it is returned although its lot was
 * accepted. It is stored, so it is in the language of all reasons; windows go by `afterVerdict`.
 */
const AFTER_VERDICT = "Sau khi lô nghiệm thu có kết luận, lô nhập này có chỗ mới bị đánh dấu hoặc chưa sửa.";

/**
 * The obstacles of a single batch after the verdict on its lot: a check may have come after it. The
 * sample and the books are not asked about again: the lot's verdict covers them.
 */
const lateObstacles = (
  { verdict, unansweredCount, notMended, byEarlierRules }: LotVerdictCommand,
  state: ReviewState,
  opened: DataOf<"ReviewOpened">,
): readonly Obstacle[] => {
  if (byEarlierRules || verdict === "returned") return [];
  const toCheck = everyCaseToCheck(opened, state.checks.keys(), noCasesAdded).length;
  const checkCounts = countChecks(toCheck, [...state.checks.values()]);
  const isToMend = checkCounts.wrongFields + unansweredCount > 0;
  return obstaclesTo(isToMend ? verdict : "accepted", {
    checkCounts,
    unansweredCount,
    notMendedCount: notMended.length,
    openBookFindingCount: 0,
  });
};

/**
 * Carries out the verdict on the lot: all of the batch is returned, or only what is to be mended,
 * or it is accepted. Something that came up after the verdict keeps the batch from being accepted,
 * and a critical error returns all of it. A repeated verdict changes nothing.
 */
const decideByLot = (
  command: LotVerdictCommand,
  state: ReviewState,
  opened: DataOf<"ReviewOpened">,
): ReviewEvent[] => {
  const { lotId, verdict, reason, bookCounts, unansweredCount, notMended, accountId } = command;
  if (opened.lotId !== lotId || state.status !== "open") return [];
  const marks = [...marksOf(state), ...notMended];
  const { round } = opened;
  const shared = { ...keysOfReview(opened), round, figures: figuresOf(state), decidedBy: accountId, lotId };
  if (verdict === "returned") return [{ type: "BatchReturned", data: { ...shared, marks, reason } }];
  const late = lateObstacles(command, state, opened);
  if (late.length > 0) {
    const isCritical = late.some(({ code }) => code === "critical-errors");
    const data: DataOf<"BatchReturned"> = {
      ...shared,
      marks,
      reason: reason === "" ? AFTER_VERDICT : `${AFTER_VERDICT} ${reason}`.slice(0, LONGEST_REASON),
      fixesOnly: isCritical ? undefined : true,
      afterVerdict: true,
    };
    return [{ type: "BatchReturned", data }];
  }
  if (marks.length + unansweredCount === 0)
    return [{ type: "BatchAccepted", data: { ...shared, bookCounts } }];
  return [{ type: "BatchReturned", data: { ...shared, marks, reason, fixesOnly: true } }];
};

type Verdict = Extract<ReviewCommand, { type: "ReturnBatch" | "AcceptBatch" }>;

/** Nobody accepts by limits laxer than the unit's without saying so. Throws `laxer-limits`. */
const laxerLimitsConfirmed = ({
  laxerLimits,
  acceptsLaxerLimits = false,
}: Extract<Verdict, { type: "AcceptBatch" }>): LaxerLimits | undefined => {
  if (laxerLimits && !acceptsLaxerLimits) throw new CommandRejected("laxer-limits");
  return laxerLimits;
};

/** What a verdict rests on that whoever decides may have said themselves. */
type StatedForVerdict = Pick<
  Extract<ReviewCommand, { type: "AcceptBatch" }>,
  "earlierCheckers" | "limitSetters" | "closers" | "statedValues"
>;

/** Nobody returns what they made or checked, or by limits that they set. */
export const requireMayReturn = (
  { opened, checkers }: ReviewState,
  { limitSetters }: Pick<StatedForVerdict, "limitSetters">,
  deciding: Deciding,
): void => {
  if (opened) requireIndependent(makersIn(opened), deciding);
  requireNotChecked(checkers, deciding);
  requireNotOwnLimits(limitSetters, deciding);
};

/** Nor does anybody accept it, or by what they checked in a round before or said of the book. */
export const requireMayAccept = (state: ReviewState, stated: StatedForVerdict, deciding: Deciding): void => {
  if (state.opened) requireIndependent(makersIn(state.opened), deciding);
  requireNotChecked(state.checkers, deciding);
  requireNotChecked(stated.earlierCheckers, deciding);
  requireNotOwnLimits(stated.limitSetters, deciding);
  requireBookStatedByOthers(stated, deciding);
};

const decideByAcceptor = (
  command: Verdict,
  state: ReviewState,
  opened: DataOf<"ReviewOpened">,
  deciding: Deciding,
): ReviewEvent[] => {
  const { accountId: decidedBy } = command;
  if (opened.lotId !== undefined) throw new CommandRejected("decided-by-lot");
  if (command.type === "ReturnBatch") requireMayReturn(state, command, deciding);
  else requireMayAccept(state, command, deciding);
  const figures = figuresOf(state);
  const marks = marksOf(state);
  const { round } = opened;
  const shared = { ...keysOfReview(opened), round, figures, decidedBy };
  if (command.type === "ReturnBatch") {
    const toMend = [...marks, ...command.notMended];
    const data = { ...shared, marks: toMend, reason: command.reason };
    if (toMend.length + command.unansweredCount === 0) {
      if (!command.laxerLimits) throw new CommandRejected("marks-required");
      // The next round is a full one, by its unit's limits, and no mending round.
      return [{ type: "BatchReturned", data: { ...data, nextLimits: command.laxerLimits.unit } }];
    }
    return [{ type: "BatchReturned", data: opened.fixesOnly ? { ...data, fixesOnly: true } : data }];
  }
  const { verdict, note, bookCounts } = command;
  requireNoObstacle(verdict, gateFiguresOf(state, bookCounts, command));
  const laxerLimits = laxerLimitsConfirmed(command);
  if (verdict === "accepted")
    return [{ type: "BatchAccepted", data: { ...shared, note, bookCounts, laxerLimits } }];
  const toMend = { ...shared, marks, reason: note ?? "", fixesOnly: true, laxerLimits } as const;
  return [{ type: "BatchReturned", data: toMend }];
};

/**
 * Marks of earlier rounds for which the checker gives a reason instead of marking the field again.
 */
const withdrawnOfEarlier = (
  withdrawals: readonly Withdrawal[],
  notMended: readonly Mark[],
  marks: readonly Mark[],
): DataOf<"RecordChecked">["takenBack"] => {
  const takenBack = notMended.flatMap(({ field, severity, reason }) => {
    const because = withdrawals.find((one) => one.field === field)?.reason;
    const isAgain = marks.some((one) => one.field === field);
    return because === undefined || isAgain ? [] : [{ field, severity, reason, because }];
  });
  return takenBack.length > 0 ? takenBack : undefined;
};

const decideCheck = (
  command: Extract<ReviewCommand, { type: "CheckRecord" }>,
  state: ReviewState,
  opened: DataOf<"ReviewOpened">,
  acting: Acting | undefined,
): ReviewEvent[] => {
  const { recordId, recordRevision, timesCheckedBefore, fieldsChecked, marks, accountId } = command;
  const { withdrawals = [], notMended = [], scanVersion } = command;
  const isAsked = casesToCheck(opened).includes(recordId) || state.checks.has(recordId);
  if (!isAsked && !command.isAdded) throw new CommandRejected("record-not-in-sample");
  // A colleague may have checked since: marks that the checker has not seen must not get lost.
  const before = state.checks.get(recordId);
  const times = before?.times ?? 0;
  if (times !== timesCheckedBefore)
    throw new CommandRejected("revision-conflict", { actual: recordRevision + (scanVersion ?? 0) + times });
  const data: DataOf<"RecordChecked"> = {
    ...keysOfReview(opened),
    recordId,
    recordRevision,
    scanVersion,
    fieldsChecked,
    ...marksAfter(marks, before?.marks ?? [], { accountId, acting, withdrawals }),
    takenBack: withdrawnOfEarlier(withdrawals, notMended, marks),
    checkedBy: accountId,
  };
  return [{ type: "RecordChecked", data }];
};

const decideOpen = (
  command: Exclude<ReviewCommand, { type: "OpenReview" }>,
  state: ReviewState,
  opened: DataOf<"ReviewOpened">,
  acting: Acting | undefined,
): ReviewEvent[] => {
  if (command.type === "ApplyLotVerdict") return decideByLot(command, state, opened);
  const deciding = { account: command.accountId, acting };
  if (state.status !== "open") throw new CommandRejected("review-closed");
  requireIndependent(makersIn(opened), deciding);
  if (command.type !== "CheckRecord") return decideByAcceptor(command, state, opened, deciding);
  return decideCheck(command, state, opened, acting);
};

const isOfDissolvedLot = ({ status, opened }: ReviewState, lotId: string | undefined): boolean =>
  status === "open" && lotId !== undefined && opened?.lotId === lotId;

/**
 * Cases that a review of a dissolved lot had marked, or still had to check, before it is opened
 * anew for another lot: they are checked there as well.
 */
export const leftToLookAt = ({ opened, checks }: ReviewState): readonly string[] => {
  const notChecked = opened ? casesToCheck(opened).filter((recordId) => !checks.has(recordId)) : [];
  const marked = [...checks].flatMap(([recordId, { marks }]) => (marks.length > 0 ? [recordId] : []));
  return [...marked, ...notChecked];
};

/** Stream `review-<reviewId>`, one per round of a batch: sample, checks, verdict. */
export const reviewDecider: Decider<ReviewState, ReviewCommand, ReviewEvent> = {
  category: "review",
  cacheState: true,
  initialState: () => ({
    status: "none",
    checks: new Map(),
    checkers: noHands,
    withdrawnOfColleagues: [],
    withdrawnOfEarlierRounds: [],
  }),

  decide(command, state, acting): ReviewEvent[] {
    if (command.type === "OpenReview") {
      const isFree = !state.opened || isOfDissolvedLot(state, command.insteadOfLot);
      return isFree ? [{ type: "ReviewOpened", data: command.data }] : [];
    }
    if (!state.opened) throw new CommandRejected("review-unknown");
    return decideOpen(command, state, state.opened, acting);
  },

  evolve(state, event, acting): ReviewState {
    switch (event.type) {
      case "ReviewOpened": {
        const toCheck = new Set(casesToCheck(event.data));
        const checks = new Map([...state.checks].filter(([recordId]) => toCheck.has(recordId)));
        return { ...state, status: "open", opened: event.data, checks };
      }
      case "RecordChecked": {
        const { recordId, fieldsChecked, checkedBy, scanVersion } = event.data;
        const { withdrawn = [], takenBack = [] } = event.data;
        const before = state.checks.get(recordId);
        const marks = stateMarks(event.data, before?.marks ?? [], acting);
        const times = (before?.times ?? 0) + 1;
        const by = { withdrawnBy: checkedBy, withdrawnHands: handsKept([passwordHandsOf(acting)]) };
        const takenAway = withdrawn.map((mark) => ({ ...mark, recordId, ...by }));
        const check: Check = { fieldsChecked, marks, checkedBy, scanVersion, times };
        return {
          ...state,
          checks: new Map(state.checks).set(recordId, check),
          checkers: withHand(state.checkers, checkedBy, acting),
          withdrawnOfColleagues: [...state.withdrawnOfColleagues, ...takenAway],
          withdrawnOfEarlierRounds: [
            ...state.withdrawnOfEarlierRounds,
            ...takenBack.map((mark) => ({ ...mark, recordId, withdrawnBy: checkedBy })),
          ],
        };
      }
      case "BatchReturned":
        return { ...state, status: "returned", afterVerdict: event.data.afterVerdict };
      case "BatchAccepted":
        return { ...state, status: "accepted" };
      default:
        return assertNever(event);
    }
  },
};
