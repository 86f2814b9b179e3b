import {
  type CommandContext,
  type CommandHandler,
  CommandRejected,
  type ErrorCode,
  getSeenVersion,
} from "@sogoc/core";
import { gateRefusals } from "../domain/gate.ts";
import { type LotCommand, type LotVerdict, lotDecider } from "../domain/lot.ts";
import { requireSeenVersion } from "../steps/get-verdict-version.ts";
import type { FormedLot } from "../steps/load-lot.ts";
import { type LoadLotReviewsDependencies, loadLotReviews } from "../steps/load-lot-reviews.ts";
import { requireMaySeeFirstKeyingsOfBooks } from "../steps/require-may-see-first-keying.ts";

export interface GiveLotVerdictDependencies extends LoadLotReviewsDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load" | "findHandled">;
}

export interface LotDecision {
  readonly verdict: LotVerdict;
  readonly reason?: string | undefined;
}

export const giveLotVerdictRefusals = [
  ...gateRefusals,
  "arbitrated-by-yourself",
  "blind-keying",
  "checked-by-yourself",
  "closed-by-yourself",
  "keyed-by-yourself",
  "limits-set-by-yourself",
  "reset-by-yourself",
  "lot-decided",
  "lot-dissolved",
  "lot-limit-exceeded",
  "lot-unknown",
  "reason-required",
] as const satisfies readonly ErrorCode[];

/**
 * Accepts a lot, accepts it after fixes, or returns all of it, by what its reviews and books say at
 * this moment. Throws what `giveLotVerdictRefusals` names, or `read-model-behind`.
 */
export const giveLotVerdict = async (
  dependencies: GiveLotVerdictDependencies,
  lot: FormedLot,
  { verdict, reason }: LotDecision,
  commandContext: CommandContext,
) => {
  const { lotId } = lot;
  const { seen, context } = getSeenVersion(commandContext);
  const {
    version,
    figures,
    checkCounts,
    allOpen,
    checkers,
    makers,
    bookCounts,
    closers,
    statedValues,
    unansweredCount,
    notMendedCount,
    digest,
  } = await loadLotReviews(dependencies, lot);
  if (!allOpen) throw new CommandRejected("read-model-behind");
  const accountId = context.actor.account;
  const command: LotCommand = {
    type: "DecideLot",
    verdict,
    reason,
    figures,
    checkCounts,
    checkers,
    makers,
    bookCounts,
    closers,
    statedValues,
    unansweredCount,
    notMendedCount,
    digest,
    accountId,
  };
  const before = await dependencies.commands.findHandled(lotDecider, lotId, context);
  if (!before) {
    await requireMaySeeFirstKeyingsOfBooks(dependencies, context.actor, lot.batches);
    requireSeenVersion(seen, version);
  }
  const handled = before ?? (await dependencies.commands.handle(lotDecider, lotId, command, context));
  return { handled, content: { lotId } };
};
