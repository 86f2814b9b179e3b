import { type Acting, CommandRejected, type Hands, passwordHandsOf, requireOtherHands } from "@sogoc/core";
import type { DataOf, EventOf } from "@sogoc/events";

export type ReplacementRequest = EventOf<"ScanExchangeRequested" | "OfficeExchangeRequested">;

/** A request to replace something of an accepted book; another person decides it. */
export interface Replacement {
  readonly requested: ReplacementRequest;
  /** Who had set the password of whoever asked. */
  readonly passwordSetBy?: Acting["passwordSetBy"];
  /** Whoever asked, and who has a hand in that. */
  readonly asked: Hands;
  readonly isDecided: boolean;
}

export type Replacements = ReadonlyMap<string, Replacement>;

interface Deciding {
  readonly exchangeId: string;
  readonly by: string;
  /**
   * Whoever made the cases that it is about, keyed them a second time or decided differences in
   * them.
   */
  readonly handsInCases: Hands;
}

/**
 * Nobody decides what they asked for, or what is about cases that they have a hand in. Throws
 * `exchange-of-yourself`, `cases-made-by-yourself` or `reset-by-yourself`.
 */
export const requireMayDecideReplacement = (
  { asked }: Pick<Replacement, "asked">,
  { by, handsInCases }: Pick<Deciding, "by" | "handsInCases">,
  acting: Acting | undefined,
): void => {
  requireOtherHands(asked, { account: by, acting }, "exchange-of-yourself");
  requireOtherHands(handsInCases, { account: by, acting }, "cases-made-by-yourself");
};

/** Returns the undecided request. Throws the reason why this person may not decide it. */
export const getUndecided = (
  replacements: Replacements,
  { exchangeId, by, handsInCases }: Deciding,
  acting: Acting | undefined,
): Replacement => {
  const replacement = replacements.get(exchangeId);
  if (!replacement) throw new CommandRejected("exchange-unknown");
  if (replacement.isDecided) throw new CommandRejected("exchange-decided");
  requireMayDecideReplacement(replacement, { by, handsInCases }, acting);
  return replacement;
};

/** Throws `exchange-waiting` where the same thing is asked for already. */
export const requireNoneWaiting = (
  replacements: Replacements,
  isSame: (requested: ReplacementRequest) => boolean,
): void => {
  for (const { requested, isDecided } of replacements.values())
    if (!isDecided && isSame(requested)) throw new CommandRejected("exchange-waiting");
};

export const withRequest = (
  replacements: Replacements,
  requested: ReplacementRequest,
  acting: Acting | undefined,
): Replacements => {
  const requester = requesterOf(requested) ?? acting;
  return new Map(replacements).set(requested.data.exchangeId, {
    requested,
    passwordSetBy: requester?.passwordSetBy,
    asked: { accounts: [requested.data.requestedBy], ...passwordHandsOf(requester) },
    isDecided: false,
  });
};

/** Who asked, in a request that was written when an acceptance was noted. */
const requesterOf = ({ data }: ReplacementRequest): Acting | undefined =>
  data.requesterPasswordSetBy
    ? { account: data.requestedBy, passwordSetBy: data.requesterPasswordSetBy }
    : undefined;

export const withDecision = (replacements: Replacements, exchangeId: string | undefined): Replacements => {
  const replacement = exchangeId === undefined ? undefined : replacements.get(exchangeId);
  return exchangeId === undefined || !replacement
    ? replacements
    : new Map(replacements).set(exchangeId, { ...replacement, isDecided: true });
};

/**
 * Returns the request's id, its requester, who had set their password, and its approver, as events
 * carry them.
 */
export const approvalOf = (
  { requested, passwordSetBy }: Replacement,
  approvedBy: string,
): Pick<DataOf<"ScanAttached">, "exchangeId" | "requestedBy" | "requesterPasswordSetBy" | "approvedBy"> => ({
  exchangeId: requested.data.exchangeId,
  requestedBy: requested.data.requestedBy,
  requesterPasswordSetBy: passwordSetBy,
  approvedBy,
});
