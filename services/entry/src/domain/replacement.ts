import {
  type Acting,
  CommandRejected,
  type Hands,
  openersOf,
  requireOtherHands,
  settersOf,
} from "@sogoc/core";
import type { DataOf, EventOf } from "@sogoc/events";

export type ReplacementRequest = EventOf<"ScanExchangeRequested" | "OfficeExchangeRequested">;

/** A request to replace something of an accepted book; another person decides it. */
export interface Replacement {
  readonly requested: ReplacementRequest;
  /** Whoever asked, and who has a hand in that. */
  readonly asked: Hands;
  readonly isDecided: boolean;
}

export type Replacements = ReadonlyMap<string, Replacement>;

/** The request that somebody decides about. Throws why they may not. */
export const getUndecided = (
  replacements: Replacements,
  exchangeId: string,
  by: string,
  acting: Acting | undefined,
): ReplacementRequest => {
  const replacement = replacements.get(exchangeId);
  if (!replacement) throw new CommandRejected("exchange-unknown");
  if (replacement.isDecided) throw new CommandRejected("exchange-decided");
  const { requested, asked } = replacement;
  requireOtherHands(asked, { account: by, acting }, "exchange-of-yourself");
  return requested;
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
): Replacements =>
  new Map(replacements).set(requested.data.exchangeId, {
    requested,
    asked: {
      accounts: [requested.data.requestedBy],
      setters: settersOf(requesterOf(requested) ?? acting),
      openers: openersOf(acting),
    },
    isDecided: false,
  });

/** Whoever asked, where an acceptance wrote the request for them. */
const requesterOf = ({ type, data }: ReplacementRequest): Acting | undefined =>
  type === "OfficeExchangeRequested" && data.requesterPasswordSetBy
    ? { account: data.requestedBy, passwordSetBy: data.requesterPasswordSetBy }
    : undefined;

export const withDecision = (replacements: Replacements, exchangeId: string | undefined): Replacements => {
  const replacement = exchangeId === undefined ? undefined : replacements.get(exchangeId);
  return exchangeId === undefined || !replacement
    ? replacements
    : new Map(replacements).set(exchangeId, { ...replacement, isDecided: true });
};

/** Returns the request's id, its requester and its approver, as events carry them. */
export const approvalOf = (
  { exchangeId, requestedBy }: ReplacementRequest["data"],
  approvedBy: string,
): Pick<DataOf<"ScanAttached">, "exchangeId" | "requestedBy" | "approvedBy"> => ({
  exchangeId,
  requestedBy,
  approvedBy,
});
