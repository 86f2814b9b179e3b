import { assertNever, CommandRejected, type Decider } from "@sogoc/core";
import type { DataOf, EventOf, LotBookCounts, LotFigures } from "@sogoc/events";

export type LotEvent = EventOf<"LotFormed" | "LotDecided">;
export type LotVerdict = DataOf<"LotDecided">["verdict"];

export interface LotState {
  readonly formed?: DataOf<"LotFormed"> | undefined;
  readonly verdict?: LotVerdict | undefined;
}

export type LotCommand =
  | { readonly type: "FormLot"; readonly data: DataOf<"LotFormed"> }
  | {
      readonly type: "DecideLot";
      readonly verdict: LotVerdict;
      readonly reason?: string | undefined;
      /** What the checks of its reviews add up to, and who made them. */
      readonly figures: LotFigures;
      readonly checkers: readonly string[];
      /** What its books count, and how many of their findings nobody has closed with a reason. */
      readonly bookCounts: readonly LotBookCounts[];
      readonly digest: string;
      readonly accountId: string;
    };

/** Whether the sample stands the plan: no class has more wrong cases than the plan allows. */
export const isWithinPlan = (
  { acceptance }: DataOf<"LotFormed">["plan"],
  { wrongCases }: LotFigures,
): boolean =>
  wrongCases.critical <= acceptance.critical &&
  wrongCases.key <= acceptance.key &&
  wrongCases.other <= acceptance.other;

const requireVerdict = (
  { verdict, figures, bookCounts, reason }: Extract<LotCommand, { type: "DecideLot" }>,
  plan: DataOf<"LotFormed">["plan"],
): void => {
  const { sampled, checked, wrongFields } = figures;
  if (checked < sampled) throw new CommandRejected("sample-not-checked", { checked, sampled });
  if (verdict === "returned") {
    if (!reason) throw new CommandRejected("reason-required");
    return;
  }
  const findings = bookCounts.reduce((sum, { openFindings }) => sum + openFindings, 0);
  if (findings > 0) throw new CommandRejected("reconciliation-open", { findings });
  if (!isWithinPlan(plan, figures)) throw new CommandRejected("lot-limit-exceeded");
  // What was found wrong is never left as it is: the paper says otherwise.
  if (verdict === "accepted" && wrongFields > 0) throw new CommandRejected("fixes-required", { wrongFields });
  if (verdict === "accepted-after-fixes" && wrongFields === 0) throw new CommandRejected("marks-required");
};

/** Stream `lot-<lotId>`: formed once, decided once. */
export const lotDecider: Decider<LotState, LotCommand, LotEvent> = {
  category: "lot",
  initialState: () => ({}),

  decide(command, state): LotEvent[] {
    if (command.type === "FormLot") return state.formed ? [] : [{ type: "LotFormed", data: command.data }];
    const { formed } = state;
    if (!formed) throw new CommandRejected("lot-unknown");
    if (state.verdict) throw new CommandRejected("lot-decided");
    const { accountId, verdict, figures, bookCounts, checkers, digest, reason } = command;
    if (formed.keyers.includes(accountId)) throw new CommandRejected("keyed-by-yourself");
    if (formed.arbiters.includes(accountId)) throw new CommandRejected("arbitrated-by-yourself");
    if (checkers.includes(accountId)) throw new CommandRejected("checked-by-yourself");
    requireVerdict(command, formed.plan);
    const { lotId, unitId, recordType, digitiserId, batches, size, plan } = formed;
    return [
      {
        type: "LotDecided",
        data: {
          lotId,
          unitId,
          recordType,
          digitiserId,
          verdict,
          batches,
          size,
          plan,
          figures,
          digest,
          bookCounts: [...bookCounts],
          ...(reason === undefined ? {} : { reason }),
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
      default:
        return assertNever(event);
    }
  },
};
