import { assertNever, CommandRejected, type Decider, type Hands } from "@sogoc/core";
import type { DataOf, EventOf, LotBookCounts, LotFigures } from "@sogoc/events";
import type { Deciding } from "./deciding.ts";
import { type CheckCounts, type GateFigures, requireNoObstacle } from "./gate.ts";
import {
  limitSettersOf,
  type Makers,
  makersIn,
  requireBookStatedByOthers,
  requireIndependent,
  requireNotChecked,
  requireNotOwnLimits,
} from "./independence.ts";
import type { StatedValue } from "./stated-values.ts";

export type LotEvent = EventOf<"LotFormed" | "LotDecided" | "LotDissolved">;
export type LotVerdict = DataOf<"LotDecided">["verdict"];

export interface LotState {
  readonly formed?: DataOf<"LotFormed"> | undefined;
  readonly verdict?: LotVerdict | undefined;
  /** Another lot has some of its batches: it gets no verdict. */
  readonly dissolved?: true | undefined;
}

interface DecideLot {
  readonly type: "DecideLot";
  readonly verdict: LotVerdict;
  readonly reason?: string | undefined;
  /** The figures of its sample, the counts of all its checks, and who made these. */
  readonly figures: LotFigures;
  readonly checkCounts: CheckCounts;
  readonly checkers: Hands;
  /**
   * The makers of each of its reviews. The lot's own makers do not include those of voided cases,
   * which are checked as well but are in no submission.
   */
  readonly makers: readonly Makers[];
  /** The counts of its books, with how many findings nobody has closed with a reason. */
  readonly bookCounts: readonly LotBookCounts[];
  /** Who closed findings of its books that persist. */
  readonly closers: Hands;
  readonly statedValues: readonly StatedValue[];
  /** Findings of the rules in single records that nobody has answered. */
  readonly unansweredCount: number;
  /** Fields that an earlier round marked and that have the marked value again, without a reason. */
  readonly notMendedCount: number;
  readonly digest: string;
  readonly accountId: string;
}

/** Dissolves the lot, because another lot has these of its batches. */
interface DissolveLot {
  readonly type: "DissolveLot";
  readonly takenBatchIds: readonly string[];
}

export type LotCommand =
  | { readonly type: "FormLot"; readonly data: DataOf<"LotFormed"> }
  | DecideLot
  | DissolveLot;

/** Whether the sample meets the plan: no class has more wrong cases than the plan allows. */
export const isWithinPlan = (
  { acceptance }: DataOf<"LotFormed">["plan"],
  { wrongCases }: LotFigures,
): boolean =>
  wrongCases.critical <= acceptance.critical &&
  wrongCases.key <= acceptance.key &&
  wrongCases.other <= acceptance.other;

/** What the acceptance of a lot rests on. */
export const lotGateFigures = (
  plan: DataOf<"LotFormed">["plan"],
  {
    figures,
    checkCounts,
    bookCounts,
    unansweredCount,
    notMendedCount,
  }: Pick<DecideLot, "figures" | "checkCounts" | "bookCounts" | "unansweredCount" | "notMendedCount">,
): GateFigures => ({
  checkCounts,
  unansweredCount,
  notMendedCount,
  exceeded: isWithinPlan(plan, figures) ? undefined : "lot-limit-exceeded",
  openBookFindingCount: bookCounts.reduce((sum, { openFindings }) => sum + openFindings, 0),
});

/** Nobody returns a lot that they made or checked any of, or by limits that they set. */
export const requireMayReturnLot = (
  formed: DataOf<"LotFormed">,
  { checkers, makers }: Pick<DecideLot, "checkers" | "makers">,
  deciding: Deciding,
): void => {
  for (const made of [makersIn(formed), ...makers]) requireIndependent(made, deciding);
  requireNotChecked(checkers, deciding);
  requireNotOwnLimits(limitSettersOf(formed), deciding);
};

/** Nor does anybody accept it, or on what they said of its books. */
export const requireMayAcceptLot = (
  formed: DataOf<"LotFormed">,
  stated: Pick<DecideLot, "checkers" | "makers" | "closers" | "statedValues">,
  deciding: Deciding,
): void => {
  requireMayReturnLot(formed, stated, deciding);
  requireBookStatedByOthers(stated, deciding);
};

const requireVerdict = (command: DecideLot, formed: DataOf<"LotFormed">, deciding: Deciding): void => {
  const { verdict, checkCounts, reason } = command;
  if (verdict === "returned") requireMayReturnLot(formed, command, deciding);
  else {
    requireMayAcceptLot(formed, command, deciding);
    requireNoObstacle(verdict, lotGateFigures(formed.plan, command));
    return;
  }
  const { toCheck, checked } = checkCounts;
  if (checked < toCheck) throw new CommandRejected("sample-not-checked", { checked, sampled: toCheck });
  if (!reason) throw new CommandRejected("reason-required");
};

const decideDissolution = (
  { takenBatchIds }: DissolveLot,
  { formed, verdict, dissolved }: LotState,
): LotEvent[] => {
  if (!formed || verdict || dissolved) return [];
  const { lotId, unitId, batches } = formed;
  const batchIds = batches.map(({ batchId }) => batchId);
  return [{ type: "LotDissolved", data: { lotId, unitId, batchIds, takenBatchIds: [...takenBatchIds] } }];
};

/** Stream `lot-<lotId>`: formed once, decided once, or dissolved before that. */
export const lotDecider: Decider<LotState, LotCommand, LotEvent> = {
  category: "lot",
  initialState: () => ({}),

  decide(command, state, acting): LotEvent[] {
    if (command.type === "FormLot") return state.formed ? [] : [{ type: "LotFormed", data: command.data }];
    if (command.type === "DissolveLot") return decideDissolution(command, state);
    const { formed } = state;
    if (!formed) throw new CommandRejected("lot-unknown");
    if (state.dissolved) throw new CommandRejected("lot-dissolved");
    if (state.verdict) throw new CommandRejected("lot-decided");
    const { accountId, verdict, figures, bookCounts, unansweredCount, digest, reason } = command;
    const deciding = { account: accountId, acting };
    requireVerdict(command, formed, deciding);
    const { lotId, unitId, recordType, digitiserId, digitiserIds, batches, size, plan } = formed;
    return [
      {
        type: "LotDecided",
        data: {
          lotId,
          unitId,
          recordType,
          digitiserId,
          digitiserIds,
          verdict,
          batches,
          size,
          plan,
          figures,
          digest,
          bookCounts: [...bookCounts],
          unanswered: unansweredCount,
          reason,
          decidedBy: accountId,
        },
      },
    ];
  },

  evolve(state, event): LotState {
    switch (event.type) {
      case "LotFormed":
        return { formed: event.data };
      case "LotDecided":
        return { ...state, verdict: event.data.verdict };
      case "LotDissolved":
        return { ...state, dissolved: true };
      default:
        return assertNever(event);
    }
  },
};
