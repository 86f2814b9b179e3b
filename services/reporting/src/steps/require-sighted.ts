import { CommandRejected } from "@sogoc/core";
import type { Access } from "../access.ts";
import type { BatchRow } from "../read-models/batch-row.ts";

/**
 * Whoever keys a batch a second time sees nothing of the first keying before they are done,
 * whatever else they may.
 */
export const isBlindTo = (batch: BatchRow | undefined, account: string): boolean =>
  batch?.batch?.status === "second-keying" && batch.batch.secondKeyers.includes(account);

/** Throws `blind-keying`. */
export const requireSighted = async (
  { batches }: Access<"batches">,
  account: string,
  batchId: string,
): Promise<void> => {
  if (isBlindTo(await batches.find(batchId), account)) throw new CommandRejected("blind-keying");
};

/** The same for a whole book. */
export const requireSightedInBook = async (
  { batches }: Access<"batches">,
  account: string,
  bookId: string,
): Promise<void> => {
  const { items } = await batches.query({ where: { bookId, state: "second-keying" }, limit: 1_000 });
  if (items.some((batch) => isBlindTo(batch, account))) throw new CommandRejected("blind-keying");
};

/**
 * The rows that the account is not blind to, and the batches that all of them are in, by id.
 */
export const sightedRows = async <Row extends { readonly batchId: string }>(
  { batches }: Access<"batches">,
  account: string,
  rows: readonly Row[],
): Promise<{ readonly seen: readonly Row[]; readonly batchOf: ReadonlyMap<string, BatchRow> }> => {
  const batchOf = await batches.findMany([...new Set(rows.map(({ batchId }) => batchId))]);
  return { batchOf, seen: rows.filter(({ batchId }) => !isBlindTo(batchOf.get(batchId), account)) };
};
