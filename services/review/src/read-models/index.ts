import type { ReadModelList } from "@sogoc/core";
import { books } from "./books.ts";
import { corrections } from "./corrections.ts";
import { exports } from "./exports.ts";
import { inspectedLots } from "./inspected-lots.ts";
import { keyedBatches } from "./keyed-batches.ts";
import { lots } from "./lots.ts";
import { reviews } from "./reviews.ts";
import { scans } from "./scans.ts";
import { submittedRecords } from "./submitted-records.ts";
import { waitingBatches } from "./waiting-batches.ts";

/** Every read model of the service: wiring, rebuilds, freshness and tests take them from here. */
export const readModels = {
  records: submittedRecords,
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
