import { CommandRejected } from "@sogoc/core";
import type { BatchPolicy } from "@sogoc/events";
import type { BatchKeyingReader } from "../read-models/batch-keying.ts";

/** Whether a batch is keyed twice, by its policy. Throws `read-model-behind`. */
export const getKeyingOfBatch = async (
  keyedBatches: Pick<BatchKeyingReader, "find">,
  batchId: string,
): Promise<BatchPolicy["keying"]> => {
  const batch = await keyedBatches.find(batchId);
  if (!batch?.opened) throw new CommandRejected("read-model-behind");
  return batch.opened.keying;
};
