import { type Acting, CommandRejected, everyDocument, everyHandOf, type Where } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import type { BatchView } from "../read-models/batch-view.ts";
import type { RecordView } from "../read-models/records.ts";
import type { SecondKeyingView } from "../read-models/second-keyings.ts";

/**
 * Whoever keys a batch a second time sees nothing of the first keying before they are done,
 * whatever else they may; nor does an account whose password they had set.
 */
export const isBlindTo = (batch: BatchView | undefined, reader: Acting): boolean => {
  if (batch?.batch?.status !== "second-keying") return false;
  const hands = everyHandOf(reader);
  return batch.batch.secondKeyers.some((keyer) => hands.includes(keyer));
};

/** Throws `blind-keying`. */
export const requireMaySeeFirstKeying = async (
  { batches }: Dependencies<"batches">,
  reader: Acting,
  batchId: string,
): Promise<void> => {
  if (isBlindTo(await batches.find(batchId), reader)) throw new CommandRejected("blind-keying");
};

/** The batches within `where` that are being keyed a second time. */
const listKeyedAgain = (
  { batches }: Dependencies<"batches">,
  where: BatchesAsked,
): Promise<readonly BatchView[]> => everyDocument(batches, { where: { ...where, state: "second-keying" } });

/** Those of them that the reader keys. */
const listHiddenBatches = async (
  dependencies: Dependencies<"batches">,
  reader: Acting,
  where: BatchesAsked,
): Promise<readonly BatchView[]> =>
  (await listKeyedAgain(dependencies, where)).filter((batch) => isBlindTo(batch, reader));

/** The condition that leaves batches out; none where there are none. */
const otherThan = (batches: readonly BatchView[]) => ({
  batchId: batches.length === 0 ? undefined : { notIn: batches.map(({ id }) => id) },
});

/** Of a book, or of units: batches are found by these. */
type BatchesAsked = { readonly bookId: string } | { readonly unitId: { readonly in: readonly string[] } };

/** The same for a whole book. */
export const requireMaySeeFirstKeyingsOfBook = async (
  dependencies: Dependencies<"batches">,
  reader: Acting,
  bookId: string,
): Promise<void> => {
  const hidden = await listHiddenBatches(dependencies, reader, { bookId });
  if (hidden.length > 0) throw new CommandRejected("blind-keying");
};

/**
 * The condition that leaves out, before anything is counted or paged, the cases of a book or of
 * units that the reader must not see yet: a page that is shorter than it could be, or a cursor
 * behind it, would tell.
 */
export const withoutHiddenBatches = async (
  dependencies: Dependencies<"batches">,
  reader: Acting,
  where: BatchesAsked,
): Promise<Pick<Where<RecordView>, "batchId">> =>
  otherThan(await listHiddenBatches(dependencies, reader, where));

/**
 * The condition that leaves out what is being keyed a second time: how far two keyings agree tells
 * the second keyer what the first one holds.
 */
export const withoutBatchesKeyedAgain = async (
  dependencies: Dependencies<"batches">,
  where: BatchesAsked,
): Promise<Pick<Where<SecondKeyingView>, "batchId">> => otherThan(await listKeyedAgain(dependencies, where));
