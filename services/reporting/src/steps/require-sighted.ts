import { allPages, CommandRejected, type Where } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import type { BatchRow } from "../read-models/batch-row.ts";
import type { RecordRow } from "../read-models/records.ts";

/**
 * Whoever keys a batch a second time sees nothing of the first keying before they are done,
 * whatever else they may.
 */
export const isBlindTo = (batch: BatchRow | undefined, account: string): boolean =>
  batch?.batch?.status === "second-keying" && batch.batch.secondKeyers.includes(account);

/** Throws `blind-keying`. */
export const requireSighted = async (
  { batches }: Dependencies<"batches">,
  account: string,
  batchId: string,
): Promise<void> => {
  if (isBlindTo(await batches.find(batchId), account)) throw new CommandRejected("blind-keying");
};

/** Ids of the batches within `where` that the account keys a second time now. */
const listBlindTo = async (
  { batches }: Dependencies<"batches">,
  account: string,
  where: BatchesAsked,
): Promise<readonly string[]> => {
  const blindTo: string[] = [];
  for await (const page of allPages(batches, { where: { ...where, state: "second-keying" } }))
    blindTo.push(...page.filter((batch) => isBlindTo(batch, account)).map(({ id }) => id));
  return blindTo;
};

/** Of a book, or of units: batches are found by these. */
type BatchesAsked = { readonly bookId: string } | { readonly unitId: { readonly in: readonly string[] } };

/** The same for a whole book. */
export const requireSightedInBook = async (
  dependencies: Dependencies<"batches">,
  account: string,
  bookId: string,
): Promise<void> => {
  const blindTo = await listBlindTo(dependencies, account, { bookId });
  if (blindTo.length > 0) throw new CommandRejected("blind-keying");
};

/**
 * The condition that leaves out, before anything is counted or paged, the cases of a book or of
 * units that the account must not see yet: a page that is shorter than it could be, or a cursor
 * behind it, would tell.
 */
export const sightedOnly = async (
  dependencies: Dependencies<"batches">,
  account: string,
  where: BatchesAsked,
): Promise<Pick<Where<RecordRow>, "batchId">> => {
  const blindTo = await listBlindTo(dependencies, account, where);
  return { batchId: blindTo.length === 0 ? undefined : { notIn: blindTo } };
};
