import type { ReadModelList } from "@sogoc/core";
import { keyedBatches } from "./batch-keying.ts";
import { books } from "./books.ts";
import { corrections } from "./corrections.ts";
import { exports } from "./exports.ts";
import { lots } from "./lots.ts";
import { inspectedLots } from "./lots-of-digitisers.ts";
import { records } from "./records.ts";
import { reviews } from "./reviews.ts";
import { scans } from "./scans.ts";
import { waitingBatches } from "./waiting-batches.ts";

/** Every read model of the service: wiring, rebuilds, freshness and tests take them from here. */
export const readModels = {
  records,
  reviews,
  corrections,
  lots,
  inspectedLots,
  waiting: waitingBatches,
  keyedBatches,
  books,
  scans,
  exports,
} satisfies ReadModelList;
