import type { ReadModelList } from "@sogoc/core";
import { batches } from "./batches.ts";
import { books } from "./books.ts";
import { records } from "./records.ts";
import { replacements } from "./replacements.ts";
import { scans } from "./scans.ts";
import { uploadTotals } from "./upload-totals.ts";

/** Every read model of the service: wiring, rebuilds, freshness and tests take them from here. */
export const readModels = {
  books,
  scans,
  replacements,
  batches,
  records,
  uploadTotals,
} satisfies ReadModelList;
