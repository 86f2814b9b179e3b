import { CommandRejected } from "@sogoc/core";
import type { ExchangeReader, ExchangeView } from "../read-models/exchanges.ts";

/** Returns a request with the scan that it asks for. Throws `exchange-unknown`. */
export const getExchangedScan = async (
  exchanges: ExchangeReader,
  { bookId, exchangeId }: { readonly bookId: string; readonly exchangeId: string },
): Promise<ExchangeView & { readonly scan: NonNullable<ExchangeView["scan"]> }> => {
  const exchange = await exchanges.find(exchangeId);
  if (!exchange?.scan || exchange.bookId !== bookId) throw new CommandRejected("exchange-unknown");
  return { ...exchange, scan: exchange.scan };
};
