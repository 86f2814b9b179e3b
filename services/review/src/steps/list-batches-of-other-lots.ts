import type { CommandHandler } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { lotDecider } from "../domain/lot.ts";
import { reviewDecider } from "../domain/review.ts";

type Loading = Pick<CommandHandler, "load">;

/** Whether a lot can have the review of a batch. */
type Availability = "free" | "own" | "of-another-lot" | { readonly insteadOfLot: string };

/**
 * A review belongs to the lot for which it was opened first; when that lot is dissolved, it is free
 * again.
 */
export const getAvailability = async (
  commands: Loading,
  lotId: string,
  reviewId: string,
): Promise<Availability> => {
  const { opened, status } = (await commands.load(reviewDecider, reviewId)).state;
  if (!opened) return "free";
  if (opened.lotId === lotId) return "own";
  if (opened.lotId === undefined || status !== "open") return "of-another-lot";
  const { state: other } = await commands.load(lotDecider, opened.lotId);
  return other.dissolved ? { insteadOfLot: opened.lotId } : "of-another-lot";
};

/** The batches of a lot whose reviews belong to another lot. */
export const listBatchesOfOtherLots = async (
  commands: Loading,
  { lotId, batches }: Pick<DataOf<"LotFormed">, "lotId" | "batches">,
): Promise<readonly string[]> => {
  const taken: string[] = [];
  for (const { batchId, reviewId } of batches)
    if ((await getAvailability(commands, lotId, reviewId)) === "of-another-lot") taken.push(batchId);
  return taken;
};
