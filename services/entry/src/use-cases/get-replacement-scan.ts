import { CommandRejected } from "@sogoc/core";
import type { ReplacementReader, ReplacementView } from "../read-models/replacements.ts";

/** Returns a request with the scan that it asks for. Throws `exchange-unknown`. */
export const getReplacementScan = async (
  replacements: ReplacementReader,
  { bookId, exchangeId }: { readonly bookId: string; readonly exchangeId: string },
): Promise<ReplacementView & { readonly scan: NonNullable<ReplacementView["scan"]> }> => {
  const replacement = await replacements.find(exchangeId);
  if (!replacement?.scan || replacement.bookId !== bookId) throw new CommandRejected("exchange-unknown");
  return { ...replacement, scan: replacement.scan };
};
