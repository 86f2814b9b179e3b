import type { CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import { type LotVerdict, lotDecider } from "../domain/lot.ts";
import type { FormedLot } from "./load-lot.ts";
import { type LotStandingAccess, loadLotStanding } from "./load-lot-standing.ts";

interface DecideLotAccess extends LotStandingAccess {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
}

export interface LotDecision {
  readonly verdict: LotVerdict;
  readonly reason?: string | undefined;
}

export const decideLotRefusals = [
  "arbitrated-by-yourself",
  "checked-by-yourself",
  "fixes-required",
  "keyed-by-yourself",
  "lot-decided",
  "lot-limit-exceeded",
  "lot-unknown",
  "marks-required",
  "reason-required",
  "reconciliation-open",
  "sample-not-checked",
] as const satisfies readonly ErrorCode[];

/**
 * Accepts a lot, accepts it after fixes, or returns all of it, by what its reviews and books say at
 * this moment. Throws what `decideLotRefusals` names, or `batch-not-waiting`.
 */
export const decideLot = async (
  access: DecideLotAccess,
  lot: FormedLot,
  { verdict, reason }: LotDecision,
  context: CommandContext,
) => {
  const { lotId } = lot;
  const { figures, checkers, bookCounts, digest } = await loadLotStanding(access, lot);
  const accountId = context.actor.account;
  const command = {
    type: "DecideLot",
    verdict,
    reason,
    figures,
    checkers,
    bookCounts,
    digest,
    accountId,
  } as const;
  const handled = await access.commands.handle(lotDecider, lotId, command, context);
  return { handled, content: { lotId } };
};
