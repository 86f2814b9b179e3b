import { everyDocument } from "@sogoc/core";
import { lastRounds } from "@sogoc/registers";
import type { BatchKeyingReader } from "../read-models/batch-keying.ts";
import type { ReviewReader } from "../read-models/reviews.ts";
import { listRoundsOfBook } from "./get-earlier-rounds.ts";

/** A batch that nobody has accepted, by its numbers; without any it is the whole book. */
export interface OpenBatch {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly secondCases?: true | undefined;
}

/**
 * The batches of a book that are neither accepted nor withdrawn, including those without a case, by
 * their numbers.
 */
export const listOpenBatches = async (
  { keyedBatches, reviews }: { readonly keyedBatches: BatchKeyingReader; readonly reviews: ReviewReader },
  bookId: string,
): Promise<readonly OpenBatch[]> => {
  const batches = await everyDocument(keyedBatches, { where: { bookId } });
  const last = lastRounds(await listRoundsOfBook(reviews, bookId));
  return batches
    .flatMap(({ id, opened, withdrawn }) =>
      opened && !withdrawn && last.get(id)?.status !== "accepted" ? [opened] : [],
    )
    .toSorted((one, other) => (one.from ?? 0) - (other.from ?? 0))
    .map(({ from, to, secondCases }) => ({ from, to, secondCases }));
};
