import { type Hands, noHands } from "@sogoc/core";
import type { BatchKeyingReader } from "../read-models/batch-keying.ts";

/**
 * Whoever opened a batch with limits of its own, by which it is accepted; nobody where this service
 * has not heard of the batch yet.
 */
export const getLimitSetters = async (
  { keyedBatches }: { readonly keyedBatches: BatchKeyingReader },
  batchId: string,
): Promise<Hands> => (await keyedBatches.find(batchId))?.opened?.limitsSetBy ?? noHands;
