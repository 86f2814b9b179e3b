import { type Hands, noHands } from "@sogoc/core";
import type { BatchKeyingReader } from "../read-models/batch-keying.ts";

/**
 * Whoever opened a batch with its own limits; nobody where this service has not heard of the batch
 * yet.
 */
export const getLimitSetters = async (
  { keyedBatches }: { readonly keyedBatches: BatchKeyingReader },
  batchId: string,
): Promise<Hands> => (await keyedBatches.find(batchId))?.opened?.limitsSetBy ?? noHands;
