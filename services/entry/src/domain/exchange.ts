import { CommandRejected } from "@sogoc/core";
import type { DataOf, EventOf } from "@sogoc/events";

export type ExchangeRequest = EventOf<"ScanExchangeRequested" | "OfficeExchangeRequested">;

/** Something of an accepted book that one person wants exchanged and another decides about. */
export interface Exchange {
  readonly requested: ExchangeRequest;
  readonly isDecided: boolean;
}

export type Exchanges = ReadonlyMap<string, Exchange>;

/** The request that somebody decides about. Throws why they may not. */
export const getUndecided = (exchanges: Exchanges, exchangeId: string, by: string): ExchangeRequest => {
  const exchange = exchanges.get(exchangeId);
  if (!exchange) throw new CommandRejected("exchange-unknown");
  if (exchange.isDecided) throw new CommandRejected("exchange-decided");
  if (exchange.requested.data.requestedBy === by) throw new CommandRejected("exchange-of-yourself");
  return exchange.requested;
};

/** Throws `exchange-waiting` where the same thing is asked for already. */
export const requireNoneWaiting = (
  exchanges: Exchanges,
  isSame: (requested: ExchangeRequest) => boolean,
): void => {
  for (const { requested, isDecided } of exchanges.values())
    if (!isDecided && isSame(requested)) throw new CommandRejected("exchange-waiting");
};

export const withRequest = (exchanges: Exchanges, requested: ExchangeRequest): Exchanges =>
  new Map(exchanges).set(requested.data.exchangeId, { requested, isDecided: false });

export const withDecision = (exchanges: Exchanges, exchangeId: string | undefined): Exchanges => {
  const exchange = exchangeId === undefined ? undefined : exchanges.get(exchangeId);
  return exchangeId === undefined || !exchange
    ? exchanges
    : new Map(exchanges).set(exchangeId, { requested: exchange.requested, isDecided: true });
};

/** What stands with a change that two people made: which request, whose, and who let it be. */
export const exchangeOf = (
  { exchangeId, requestedBy }: ExchangeRequest["data"],
  approvedBy: string,
): Pick<DataOf<"ScanAttached">, "exchangeId" | "requestedBy" | "approvedBy"> => ({
  exchangeId,
  requestedBy,
  approvedBy,
});
